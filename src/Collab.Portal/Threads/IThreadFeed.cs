using Collab.Domain.Members;
using Collab.Portal.Store;

namespace Collab.Portal.Threads;

/// <summary>What is new in a thread, as one screen is told it.</summary>
/// <param name="View">The thread as it is now.</param>
/// <param name="Posts">Posts that were written or changed, in the order of their numbers.</param>
/// <param name="Reshaped">True when sub-threads changed, so that posts shown before read differently.</param>
public sealed record ThreadNews(ThreadView View, IReadOnlyList<PostHtml> Posts, bool Reshaped);

/// <summary>How a screen hears of a thread.</summary>
public interface IThreadListener
{
    /// <summary>Who looks, as they stand now; null when they may not act any more. Asked at every delivery.</summary>
    ValueTask<Actor?> Who();

    /// <summary>Something is new.</summary>
    Task News(ThreadNews news);

    /// <summary>Who is here or writes has changed.</summary>
    Task Here(IReadOnlyList<Reader> readers);

    /// <summary>The thread may not be seen any more, or is gone. Nothing follows.</summary>
    Task Lost();
}

/// <summary>A screen's place at a thread. Dispose to leave.</summary>
public interface IThreadSeat : IDisposable
{
    /// <summary>The thread at the time of entering; what is newer comes to the listener.</summary>
    ThreadView View { get; }

    /// <summary>Posts with numbers from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    Task<IReadOnlyList<PostHtml>> Posts(int first, int last, CancellationToken cancellation = default);

    /// <summary>The latest posts of a sub-thread under a number.</summary>
    Task<IReadOnlyList<PostHtml>> SubThread(int subThread, int before, int limit, CancellationToken cancellation = default);

    /// <summary>Who is here now.</summary>
    Task<IReadOnlyList<Reader>> Readers(CancellationToken cancellation = default);

    /// <summary>The one who looks is writing.</summary>
    void Writing();
}

/// <summary>The live side of threads: the seam between what commits and what shows it.</summary>
public interface IThreadFeed
{
    /// <summary>Takes a place at a thread.</summary>
    /// <returns>Null where there is nothing, or nothing that the listener may see.</returns>
    Task<IThreadSeat?> Enter(string threadId, IThreadListener listener, CancellationToken cancellation = default);
}
