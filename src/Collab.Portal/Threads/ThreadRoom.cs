using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Threads;
using Collab.Portal.Store;
using Npgsql;

namespace Collab.Portal.Threads;

/// <summary>
/// One thread on this node. A commit loads what is new once and renders it once, however many look; everybody is
/// handed the same strings. At every delivery each receiver is asked who they are now, and Domain whether they may
/// still see the thread.
/// </summary>
internal sealed class ThreadRoom
{
    private const int MostRendered = 1_000;
    private static readonly TimeSpan PresencePause = TimeSpan.FromMilliseconds(300);

    private readonly string id;
    private readonly RoomParts parts;
    private readonly Action<ThreadRoom> onClosed;
    private readonly System.Threading.Lock gate = new();
    private readonly SortedDictionary<int, PostHtml> rendered = [];
    private readonly List<IDisposable> subscriptions = [];
    private readonly Task first;
    private ImmutableList<ThreadSeat> seats = [];
    private ImmutableDictionary<string, PersonId> connections = ImmutableDictionary<string, PersonId>.Empty;
    private ThreadView? view;
    private long version;
    private int generation;
    private bool loading = true;
    private bool stale;
    private bool closed;
    private bool presencePending;

    public ThreadRoom(string id, RoomParts parts, Action<ThreadRoom> onClosed)
    {
        (this.id, this.parts, this.onClosed) = (id, parts, onClosed);
        // Subscribed before the first load: a commit in between leads to a second load, never to a gap.
        subscriptions.Add(parts.Feed.Subscribe(id, _ => Refresh()));
        if (SubjectAudience.SubjectOf(id) is { } subject)
            subscriptions.Add(parts.Feed.Subscribe(subject, _ => Refresh()));
        first = Open();
    }

    /// <summary>The thread.</summary>
    public string Id => id;

    /// <summary>What it works with.</summary>
    public RoomParts Parts => parts;

    public async Task<(bool Open, IThreadSeat? Seat)> Enter(IThreadListener listener, CancellationToken cancellation)
    {
        await Opened(cancellation);
        var actor = await listener.Who();
        lock (gate)
        {
            if (closed)
                return (false, null);
            if (view is null || actor is null || !view.Audience.Admits(actor))
                return (true, null);
            var seat = new ThreadSeat(this, view, listener, parts.Presence.Arrive(id, actor.Person), actor.Person);
            seats = seats.Add(seat);
            return (true, seat);
        }
    }

    public async Task<(bool Open, CatchUp? CatchUp)> Join(string connection, PersonId person, long since, CancellationToken cancellation)
    {
        await Opened(cancellation);
        var found = await parts.Facts.Find(person, cancellation);
        ThreadView seen;
        long upTo;
        lock (gate)
        {
            if (closed)
                return (false, null);
            if (view is null || found is null || !view.Audience.Admits(found.Value.Actor))
                return (true, null);
            // What commits later than this version comes by the hub; what is up to it, below: nothing twice, nothing lost.
            (seen, upTo) = (view, version);
            connections = connections.SetItem(connection, person);
        }

        await using var session = parts.Store.QuerySession();
        var rows = await ThreadReads.Between(session, id, since, upTo, ThreadReads.ChangesLimit, cancellation);
        var reached = rows.Count == ThreadReads.ChangesLimit ? rows[^1].ChangedIn : upTo;
        return (true, new CatchUp(ThreadAnswer.Of(seen), reached, reached == upTo, await Answers(rows)));
    }

    public void Leave(string connection)
    {
        lock (gate)
            connections = connections.Remove(connection);
    }

    public void Leave(ThreadSeat seat)
    {
        lock (gate)
            seats = seats.Remove(seat);
    }

    public void CloseIfEmpty() => Close(onlyIfEmpty: true);

    public void Close(bool onlyIfEmpty = false)
    {
        lock (gate)
        {
            if (closed || (onlyIfEmpty && (seats.Count > 0 || connections.Count > 0)))
                return;
            closed = true;
        }

        subscriptions.ForEach(s => s.Dispose());
        onClosed(this);
    }

    public void ForgetRendered()
    {
        lock (gate)
        {
            generation++;
            rendered.Clear();
        }
    }

    /// <summary>Posts of a range of numbers, from memory where this node rendered them already.</summary>
    public async Task<IReadOnlyList<PostHtml>> Posts(int from, int to, CancellationToken cancellation)
    {
        lock (gate)
        {
            var known = new List<PostHtml>();
            for (var number = from; number <= to && rendered.TryGetValue(number, out var post); number++)
                known.Add(post);
            if (known.Count >= to - from + 1)
                return known;
        }

        await using var session = parts.Store.QuerySession();
        return await Render(await ThreadReads.After(session, id, from - 1, to + 1, to - from + 1, cancellation));
    }

    public async Task<IReadOnlyList<PostHtml>> SubThread(int subThread, int before, int limit, CancellationToken cancellation)
    {
        if (view?.State is not { } thread)
            return [];
        var numbers = thread.SubThreads.Select(s => s.Number).Where(n => thread.Resolve(n) == subThread).ToArray();
        await using var session = parts.Store.QuerySession();
        return await Render(await ThreadReads.InSubThreads(session, id, numbers, before, limit, cancellation));
    }

    /// <summary>Who is here, of those who may read the thread, in the order of companies and names.</summary>
    public async Task<IReadOnlyList<Reader>> Readers(CancellationToken cancellation = default) =>
        view is { } present ? await parts.Presence.Readers(id, present.Audience, parts.Facts, cancellation) : [];

    public void Writing(PersonId person) => parts.Presence.Writing(id, person);

    /// <summary>Tells who is here, a moment later and once: people come in crowds.</summary>
    public void PresenceChanged()
    {
        lock (gate)
        {
            if (presencePending || closed)
                return;
            presencePending = true;
        }

        _ = parts.Told(id, async () =>
        {
            await Task.Delay(PresencePause, parts.Clock);
            lock (gate)
                presencePending = false;
            var readers = await Readers();
            foreach (var seat in seats)
                seat.Deliver(view, listener => listener.Here(readers));
            await ToHub(client => client.Presence(new PresenceFrame(id, [.. readers.Select(r => new PresentPerson(r.Person, r.Name, r.Company, r.Writing))])));
        });
    }

    private async Task Opened(CancellationToken cancellation)
    {
        try
        {
            await first.WaitAsync(cancellation);
        }
        catch (Exception e) when (Outage.Is(e)) // The next one to enter opens the room anew.
        {
            Close();
            throw;
        }
    }

    private async Task Open()
    {
        await using (var session = parts.Store.QuerySession())
        {
            var loaded = await ThreadReads.Load(session, id);
            lock (gate)
                (view, version) = (loaded, loaded?.Version ?? 0);
            if (loaded?.Subject is { } subject && subject.Id != SubjectAudience.SubjectOf(id))
            {
                subscriptions.Add(parts.Feed.Subscribe(subject.Id, _ => Refresh()));
                stale = true;
            }
        }

        await LoadUntilFresh(already: true);
    }

    private void Refresh()
    {
        bool watched;
        lock (gate)
        {
            stale = true;
            if (loading || closed)
                return;
            watched = loading = seats.Count > 0 || connections.Count > 0;
        }

        if (watched)
            _ = Task.Run(() => parts.Told(id, () => LoadUntilFresh(already: false)));
        else
            Close(onlyIfEmpty: true);
    }

    private async Task LoadUntilFresh(bool already)
    {
        for (; ; )
        {
            lock (gate)
            {
                if (already && (!stale || closed))
                {
                    loading = false;
                    return;
                }

                stale = false;
            }

            already = true;
            try
            {
                await LoadNew();
            }
            catch (Exception e) when (Outage.Is(e))
            {
                // The feed tells everybody to catch up when PostgreSQL is back.
                parts.Log.LogWarning("The room of {Id} could not load: {Reason}", id, e.Message);
            }
        }
    }

    private async Task LoadNew()
    {
        await using var session = parts.Store.QuerySession();
        for (; ; )
        {
            var changes = await ThreadReads.LoadSince(session, id, version);
            if (changes.View is null)
            {
                await Gone();
                return;
            }

            var full = changes.Posts.Count == ThreadReads.ChangesLimit;
            await Take(changes.View, changes.Posts, full);
            if (!full)
                return;
        }
    }

    private async Task Take(ThreadView loaded, IReadOnlyList<PostRow> rows, bool full)
    {
        var reshaped = view?.State is { } before && loaded.State is { } after && !before.SubThreads.SequenceEqual(after.SubThreads);
        lock (gate)
        {
            view = loaded;
            if (reshaped)
            {
                generation++;
                rendered.Clear();
            }
        }

        var posts = await Render([.. rows.OrderBy(r => r.Number)]);
        var lastRow = rows.Count == 0 ? 0 : rows[^1].ChangedIn;
        var since = version;
        // In a full page only its rows are known; else everything up to the version that was read first.
        var reached = full ? lastRow : Math.Max(since, Math.Max(loaded.Version, lastRow));
        ImmutableList<ThreadSeat> told;
        ImmutableDictionary<string, PersonId> connected;
        lock (gate)
        {
            version = reached;
            (told, connected) = (seats, connections);
        }

        var news = new ThreadNews(loaded, posts, reshaped);
        foreach (var seat in told)
            seat.Deliver(loaded, listener => listener.News(news));
        if (!connected.IsEmpty)
        {
            var frame = new ThreadFrame(id, reached, ThreadAnswer.Of(loaded), await Answers(rows));
            await ToHub(frame.Posts.Any(p => p.WrittenIn > since) ? client => client.Posted(frame) : client => client.Changed(frame), connected);
        }
    }

    private async Task Gone()
    {
        ImmutableList<ThreadSeat> told;
        ImmutableDictionary<string, PersonId> connected;
        lock (gate)
        {
            (told, connected) = (seats, connections);
            (seats, connections) = ([], ImmutableDictionary<string, PersonId>.Empty);
            view = null;
        }

        foreach (var seat in told)
            seat.Deliver(null, _ => Task.CompletedTask);
        if (!connected.IsEmpty)
            await parts.Hub.Clients.Clients([.. connected.Keys]).Lost(id);
        Close();
    }

    private Task ToHub(Func<IThreadClient, Task> send) => ToHub(send, connections);

    private async Task ToHub(Func<IThreadClient, Task> send, ImmutableDictionary<string, PersonId> connected)
    {
        List<string> allowed = [];
        List<string> lost = [];
        foreach (var (connection, person) in connected)
        {
            var found = await parts.WhenItAnswers(id, () => parts.Facts.Find(person));
            (found is not null && view?.Audience.Admits(found.Value.Actor) == true ? allowed : lost).Add(connection);
        }

        if (lost.Count > 0)
        {
            lock (gate)
                connections = connections.RemoveRange(lost);
            await parts.Hub.Clients.Clients(lost).Lost(id);
        }

        // Not awaited: a client that reads slowly must not hold up the others. The order within a connection stays.
        if (allowed.Count > 0)
            _ = parts.Told(id, () => send(parts.Hub.Clients.Clients(allowed)));
    }

    private async Task<IReadOnlyList<PostHtml>> Render(IReadOnlyList<PostRow> rows)
    {
        if (rows.Count == 0 || view?.State is not { } thread)
            return [];
        var now = parts.Clock.GetUtcNow();
        int asOf;
        lock (gate)
            asOf = generation;
        var names = await parts.Facts.Names(rows.SelectMany(PostMarkup.People));
        var roll = (await parts.Facts.Now(now)).Roll;
        var posts = new List<PostHtml>(rows.Count);
        lock (gate)
        {
            foreach (var row in rows)
            {
                if (!rendered.TryGetValue(row.Number, out var post) || post.ChangedIn < row.ChangedIn)
                {
                    post = PostMarkup.Render(row, thread, names, roll, now);
                    if (asOf == generation)
                        rendered[row.Number] = post;
                }

                posts.Add(post);
            }

            while (rendered.Count > MostRendered)
                rendered.Remove(rendered.First().Key);
        }

        return posts;
    }

    private async Task<IReadOnlyList<PostAnswer>> Answers(IReadOnlyList<PostRow> rows)
    {
        var names = await parts.Facts.Names(rows.Select(r => r.Post.Author.Person));
        return [.. rows.Select(r => PostAnswer.Of(r, names))];
    }
}
