using System.Collections.Concurrent;
using Collab.Domain;
using Collab.Domain.Threads;
using Collab.Portal.Api;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Collab.Portal.Threads;

/// <summary>What changed in a thread.</summary>
/// <param name="ThreadId">The thread.</param>
/// <param name="Version">The thread is known up to here once this is taken in; join again from it.</param>
/// <param name="Thread">The thread as it is now.</param>
/// <param name="Posts">Posts that were written or changed, oldest change first; a post that is known is replaced.</param>
public sealed record ThreadFrame(string ThreadId, long Version, ThreadAnswer Thread, IReadOnlyList<PostAnswer> Posts);

/// <summary>What a client missed.</summary>
/// <param name="Thread">The thread as it is now.</param>
/// <param name="Version">The thread is known up to here once this is taken in.</param>
/// <param name="Complete">False when there is more: join again from <paramref name="Version"/>.</param>
/// <param name="Posts">Posts that were written or changed, oldest change first.</param>
public sealed record CatchUp(ThreadAnswer Thread, long Version, bool Complete, IReadOnlyList<PostAnswer> Posts);

/// <summary>Somebody who is at a thread.</summary>
public sealed record PresentPerson(PersonId Person, string Name, MemberId Company, bool Writing);

/// <summary>Who is at a thread now.</summary>
public sealed record PresenceFrame(string ThreadId, IReadOnlyList<PresentPerson> People);

/// <summary>What a hub client wrote led to.</summary>
/// <param name="Number">The post's number, also when it had been written before under the same key.</param>
/// <param name="Version">The version of the thread.</param>
public sealed record WriteAnswer(int Number, long Version);

/// <summary>What the hub tells its clients.</summary>
public interface IThreadClient
{
    /// <summary>Posts were written; the frame may hold changed ones too.</summary>
    Task Posted(ThreadFrame frame);

    /// <summary>Posts, or the thread itself, changed.</summary>
    Task Changed(ThreadFrame frame);

    /// <summary>Who is here has changed.</summary>
    Task Presence(PresenceFrame frame);

    /// <summary>The thread may not be seen any more, or is gone. Nothing follows.</summary>
    Task Lost(string threadId);
}

/// <summary>
/// Threads for programs: bots, command-line clients. The same rooms that pages look into, with the same check at
/// every delivery. A refusal is a HubException of its code and its sentence: <c>not_found: There is nothing here...</c>.
/// </summary>
[Authorize(SignInSetup.Api)]
internal sealed class ThreadHub(ThreadFeed feed, Presence presence, Commands commands, RoomFacts facts, PostingLimits limits, Marten.IDocumentStore store) : Hub<IThreadClient>
{
    /// <summary>Where it is mapped.</summary>
    public const string Address = "/hubs/threads";

    private const int MostThreads = 100;

    /// <summary>Begins to listen to a thread.</summary>
    /// <param name="threadId">The thread.</param>
    /// <param name="sinceVersion">The version that the client knows it up to; 0 for nothing.</param>
    /// <returns>What the client missed. What commits after its version comes by the client's methods.</returns>
    public async Task<CatchUp> Join(string threadId, long sinceVersion = 0)
    {
        var person = Person();
        if (Joined.Count >= MostThreads && !Joined.ContainsKey(threadId))
            throw Refused(Refusal.Conflict("hub.too_many_threads", "One connection listens to at most 100 threads. Leave one first."));
        var caughtUp = await Answering(() => feed.Join(threadId, Context.ConnectionId, person, sinceVersion, Context.ConnectionAborted)) ?? throw Refused(Refusal.NotFound);
        if (Joined.TryAdd(threadId, null))
            Joined[threadId] = presence.Arrive(threadId, person);
        return caughtUp;
    }

    /// <summary>Stops listening to a thread.</summary>
    public void Leave(string threadId)
    {
        feed.Leave(threadId, Context.ConnectionId);
        if (Joined.TryRemove(threadId, out var stay))
            stay?.Dispose();
    }

    /// <summary>Writes a post. The client key makes it safe to send again after an outage.</summary>
    public async Task<WriteAnswer> Write(string threadId, WritePost post)
    {
        if (await CurrentActor.Find(Context.User!, facts, Context.ConnectionAborted) is not { } person)
            throw Refused(Refusal.NotFound);
        if (limits.ForPrograms(person.Id) is { } tooMany)
            throw Refused(tooMany);
        var result = await Answering(() => commands.Run<DiscussionThread>(
            threadId, null, given => ThreadDecisions.Write(given, threadId, post, person.Actor, Context.ConnectionAborted), Writers.OneAtATime, cancellation: Context.ConnectionAborted));
        if (result is CommandResult.Refused refused)
            throw Refused(refused.Refusal);
        var done = (CommandResult.Done)result;
        presence.Wrote(threadId, person.Id);
        if (done.Events.OfType<PostWritten>().FirstOrDefault() is { } written)
            return new WriteAnswer(written.Number, done.Version);
        await using var session = store.QuerySession();
        return new WriteAnswer((await ThreadReads.Sent(session, threadId, person.Id, post.ClientKey))!.Number, done.Version);
    }

    /// <summary>Says that the client's person writes; repeat it every few seconds while they do.</summary>
    public void Writing(string threadId)
    {
        if (Joined.ContainsKey(threadId))
            presence.Writing(threadId, Person());
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        foreach (var threadId in Joined.Keys)
            Leave(threadId);
        return base.OnDisconnectedAsync(exception);
    }

    private ConcurrentDictionary<string, IDisposable?> Joined
    {
        get
        {
            if (Context.Items["joined"] is not ConcurrentDictionary<string, IDisposable?> joined)
                Context.Items["joined"] = joined = new ConcurrentDictionary<string, IDisposable?>(StringComparer.Ordinal);
            return joined;
        }
    }

    private PersonId Person() => CurrentActor.PersonOf(Context.User!) ?? throw Refused(Refusal.NotFound);

    private static async Task<T> Answering<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (Outage.Is(e))
        {
            throw new HubException("outage: The database does not answer. Nothing was lost. Send the same again, with the same client key.", e);
        }
    }

    private static HubException Refused(Refusal refusal) => new($"{refusal.Code}: {refusal.Sentence}");
}
