using System.Collections.Immutable;
using Collab.Domain;
using Collab.Portal.Store;

namespace Collab.Portal.Threads;

/// <summary>
/// What one screen shows of a thread: pages of posts that were there, the tail of what came since, and what waits
/// because the reader is elsewhere. Every list holds strings that all screens of the node share.
/// </summary>
/// <param name="subThread">The sub-thread shown; null for the whole thread.</param>
/// <param name="window">How many posts a page holds.</param>
public sealed class ThreadScreen(int? subThread, int window)
{
    private IThreadSeat? seat;

    /// <summary>The thread as it is now.</summary>
    public ThreadView View { get; private set; } = default!;

    /// <summary>Pages of posts, oldest first.</summary>
    public ImmutableList<ImmutableList<PostHtml>> Pages { get; private set; } = [];

    /// <summary>Posts that came while the screen was open.</summary>
    public ImmutableList<PostHtml> Tail { get; private set; } = [];

    /// <summary>Posts that came while the reader was not at the end.</summary>
    public ImmutableList<PostHtml> Held { get; private set; } = [];

    /// <summary>True while the reader sees the end.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>True when posts between those shown and the latest are not loaded.</summary>
    public bool HasLater { get; private set; }

    /// <summary>True when posts before those shown are not loaded.</summary>
    public bool HasEarlier { get; private set; }

    /// <summary>The first post that the person had not read when the screen opened; null when there is none, or all are.</summary>
    public int? UnreadFrom { get; private set; }

    /// <summary>How many had not been read.</summary>
    public int UnreadCount { get; private set; }

    /// <summary>Who is here.</summary>
    public IReadOnlyList<Reader> Readers { get; private set; } = [];

    /// <summary>The first number shown; 0 when nothing is.</summary>
    public int First => Pages.FirstOrDefault(p => !p.IsEmpty)?[0].Number ?? Tail.FirstOrDefault()?.Number ?? 0;

    /// <summary>The last number shown; 0 when nothing is.</summary>
    public int Last => Tail.LastOrDefault()?.Number ?? Pages.LastOrDefault(p => !p.IsEmpty)?[^1].Number ?? 0;

    /// <summary>How many newer posts wait to be shown.</summary>
    public int Waiting => HasLater && subThread is null ? View.Count - Last : Held.Count;

    /// <summary>Shows the thread at its end, or around a post.</summary>
    /// <param name="at">The place.</param>
    /// <param name="read">How far the person has read.</param>
    /// <param name="around">The number of a post to show; null for the end.</param>
    public async Task Open(IThreadSeat at, int read, int? around = null)
    {
        (seat, View) = (at, at.View);
        if (read > 0 && read < View.Count && subThread is null)
            (UnreadFrom, UnreadCount) = (read + 1, View.Count - read);
        Readers = await at.Readers();
        if (around is { } number && number > 0 && number <= View.Count - window)
            await GoTo(number);
        else
            await ToEnd();
    }

    /// <summary>Shows the latest posts, and forgets what was loaded before them.</summary>
    public async Task ToEnd()
    {
        var posts = subThread is { } sub
            ? await seat!.SubThread(sub, int.MaxValue, window)
            : await seat!.Posts(Math.Max(1, View.Count - window + 1), View.Count);
        Show(posts);
        HasLater = false;
        HasEarlier = subThread is null ? First > 1 : posts.Count == window;
    }

    /// <summary>Shows the posts around a number.</summary>
    public async Task GoTo(int number)
    {
        if (subThread is not null || (number >= First && number <= Last))
            return;
        var first = Math.Max(1, number - 5);
        var last = Math.Min(View.Count, first + window - 1);
        Show(await seat!.Posts(first, last));
        HasEarlier = first > 1;
        HasLater = last < View.Count;
    }

    /// <summary>Loads the page before those shown.</summary>
    public async Task Earlier()
    {
        if (!HasEarlier)
            return;
        var posts = subThread is { } sub ? await seat!.SubThread(sub, First, window) : await seat!.Posts(Math.Max(1, First - window), First - 1);
        Pages = Pages.Insert(0, [.. posts]);
        HasEarlier = subThread is null ? First > 1 : posts.Count == window;
    }

    /// <summary>Loads the page after those shown.</summary>
    public async Task Later()
    {
        if (!HasLater)
            return;
        var last = Math.Min(View.Count, Last + window);
        Pages = Pages.Add([.. await seat!.Posts(Last + 1, last)]);
        HasLater = last < View.Count;
        if (!HasLater)
            Held = [];
    }

    /// <summary>Shows what waited.</summary>
    public async Task ShowWaiting()
    {
        if (HasLater)
        {
            await ToEnd();
            return;
        }

        Tail = Tail.AddRange(Held);
        Held = [];
    }

    /// <summary>The reader reached or left the end. What waited is shown once they are there.</summary>
    /// <returns>True when something new is shown.</returns>
    public bool ReaderAtEnd(bool atEnd)
    {
        AtEnd = atEnd && !HasLater;
        if (!AtEnd || Held.IsEmpty)
            return false;
        Tail = Tail.AddRange(Held);
        Held = [];
        return true;
    }

    /// <summary>Takes in what is new: replaces what is shown, appends at the end, and holds back what would move the reader.</summary>
    /// <param name="news">The news.</param>
    /// <param name="own">Posts of the reader's own are appended wherever they are.</param>
    public async Task Take(ThreadNews news, bool own = false)
    {
        View = news.View;
        foreach (var post in news.Posts)
        {
            if (Replace(post) || post.Number <= Math.Max(Last, Held.LastOrDefault()?.Number ?? 0))
                continue;
            if (subThread is { } sub && post.SubThread != sub)
                continue;
            if (HasLater)
                continue;
            if (AtEnd || own)
                Tail = Tail.AddRange(Held).Add(post);
            else
                Held = Held.Add(post);
            if (AtEnd || own)
                Held = [];
        }

        if (news.Reshaped)
            await Reload();
    }

    /// <summary>Takes in who is here.</summary>
    public void TakeReaders(IReadOnlyList<Reader> readers) => Readers = readers;

    // Sub-threads changed: what is shown is rendered anew, in the same place.
    private async Task Reload()
    {
        if (subThread is not null || Last == 0)
        {
            await ToEnd();
            return;
        }

        var (first, last) = (First, Last);
        Show(await seat!.Posts(first, last));
    }

    private void Show(IReadOnlyList<PostHtml> posts) => (Pages, Tail, Held) = ([[.. posts]], [], []);

    private bool Replace(PostHtml post)
    {
        for (var i = 0; i < Pages.Count; i++)
        {
            if (Replaced(Pages[i], post) is not { } page)
                continue;
            Pages = Pages.SetItem(i, page);
            return true;
        }

        if (Replaced(Tail, post) is { } tail)
        {
            Tail = tail;
            return true;
        }

        if (Replaced(Held, post) is not { } held)
            return false;
        Held = held;
        return true;
    }

    // What is older than what is shown changes nothing.
    private static ImmutableList<PostHtml>? Replaced(ImmutableList<PostHtml> posts, PostHtml post)
    {
        var at = posts.FindIndex(p => p.Number == post.Number);
        return at < 0 ? null : posts[at].ChangedIn >= post.ChangedIn ? posts : posts.SetItem(at, post);
    }
}
