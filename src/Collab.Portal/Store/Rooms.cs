using System.Collections.Concurrent;
using Marten;

namespace Collab.Portal.Store;

/// <summary>
/// One view of one stream, shared by all screens of this node that show it. A commit loads the view once, however
/// many screens are open, and every screen is handed the same immutable value.
/// </summary>
/// <typeparam name="TView">The view: immutable.</typeparam>
/// <param name="feed">Where commits are heard.</param>
/// <param name="store">Where views are loaded from.</param>
/// <param name="load">Loads the view of a stream.</param>
/// <param name="log">Says when it cannot be loaded.</param>
/// <param name="also">What else changes the view, beside commits of its stream: another name under which commits are told.</param>
public sealed class Rooms<TView>(
    LiveFeed feed, IDocumentStore store, Func<IQuerySession, string, CancellationToken, Task<TView?>> load, ILogger<Rooms<TView>> log, Func<string, string>? also = null)
    where TView : class
{
    private readonly ConcurrentDictionary<string, Room> open = new(StringComparer.Ordinal);
    private readonly LiveFeed feed = feed;
    private readonly ILogger<Rooms<TView>> log = log;
    private readonly Func<string, string>? also = also;

    /// <summary>Opens the view of a stream for one screen.</summary>
    /// <param name="id">The stream's id.</param>
    /// <param name="onChange">Called with each new view, null once there is none. The caller checks at every call that its actor may still see it.</param>
    /// <param name="cancellation">Gives up loading.</param>
    /// <returns>The seat: the view as it is now, and the way to leave.</returns>
    public async Task<Seat> Enter(string id, Func<TView?, Task> onChange, CancellationToken cancellation = default)
    {
        for (; ; )
        {
            var room = open.GetOrAdd(id, key => new Room(this, key));
            var seat = await room.Enter(onChange, cancellation);
            if (seat is not null)
                return seat;
        }
    }

    /// <summary>Loads the view once, without staying.</summary>
    public async Task<TView?> Look(string id, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        return await load(session, id, cancellation);
    }

    /// <summary>A screen's place in a room.</summary>
    public sealed class Seat : IDisposable
    {
        private readonly Action leave;

        internal Seat(TView? view, Action leave)
        {
            View = view;
            this.leave = leave;
        }

        /// <summary>The view at the time of entering; null where there is nothing.</summary>
        public TView? View { get; }

        /// <summary>Leaves the room.</summary>
        public void Dispose() => leave();
    }

    private sealed class Room
    {
        private readonly Rooms<TView> rooms;
        private readonly string id;
        private readonly Lock gate = new();
        private readonly List<Func<TView?, Task>> seats = [];
        private readonly IDisposable subscription;
        private readonly IDisposable? other;
        private readonly Task<TView?> first;
        private bool closed;
        private bool loading;
        private bool stale;
        private TView? view;
        private bool loadedOnce;

        public Room(Rooms<TView> rooms, string id)
        {
            this.rooms = rooms;
            this.id = id;
            // Subscribed before the first load: a commit in between leads to a second load, never to a gap.
            subscription = rooms.feed.Subscribe(id, _ => Refresh());
            other = rooms.also is { } also ? rooms.feed.Subscribe(also(id), _ => Refresh()) : null;
            first = rooms.Look(id);
        }

        public async Task<Seat?> Enter(Func<TView?, Task> onChange, CancellationToken cancellation)
        {
            TView? seen;
            try
            {
                seen = await first.WaitAsync(cancellation);
            }
            catch (Exception e) when (Outage.Is(e)) // The next screen to enter opens the room anew.
            {
                Close();
                throw;
            }

            lock (gate)
            {
                if (closed)
                    return null;
                if (loadedOnce)
                    seen = view;
                seats.Add(onChange);
            }

            return new Seat(seen, () => Leave(onChange));
        }

        private void Leave(Func<TView?, Task> onChange)
        {
            lock (gate)
            {
                seats.Remove(onChange);
                if (seats.Count > 0)
                    return;
            }

            Close();
        }

        private void Close()
        {
            lock (gate)
            {
                if (closed || seats.Count > 0)
                    return;
                closed = true;
            }

            subscription.Dispose();
            other?.Dispose();
            rooms.open.TryRemove(KeyValuePair.Create(id, this));
        }

        private void Refresh()
        {
            lock (gate)
            {
                stale = true;
                if (loading || closed)
                    return;
                loading = true;
            }

            _ = Task.Run(LoadUntilFresh);
        }

        private async Task LoadUntilFresh()
        {
            for (; ; )
            {
                List<Func<TView?, Task>> told;
                lock (gate)
                    stale = false;
                try
                {
                    var loaded = await rooms.Look(id);
                    lock (gate)
                    {
                        view = loaded;
                        loadedOnce = true;
                        told = [.. seats];
                    }

                    foreach (var seat in told)
                        _ = seat(loaded);
                }
                catch (Exception e) when (Outage.Is(e))
                {
                    // The feed tells everybody to catch up when PostgreSQL is back.
                    rooms.log.LogWarning("The room of {Id} could not load: {Reason}", id, e.Message);
                }

                lock (gate)
                {
                    if (stale && !closed)
                        continue;
                    loading = false;
                    return;
                }
            }
        }
    }
}
