using System.Collections.Concurrent;
using Collab.Domain;
using Collab.Portal.Store;
using Marten;
using Microsoft.AspNetCore.SignalR;

namespace Collab.Portal.Threads;

/// <summary>What every room of this node works with.</summary>
internal sealed record RoomParts(
    IDocumentStore Store, LiveFeed Feed, RoomFacts Facts, Presence Presence, TimeProvider Clock, IHubContext<ThreadHub, IThreadClient> Hub, ILogger Log)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    /// <summary>Who receives must be known before anything is delivered, and nothing is skipped: while PostgreSQL is away the question waits.</summary>
    public async ValueTask<T> WhenItAnswers<T>(string id, Func<ValueTask<T>> ask)
    {
        for (; ; )
        {
            try
            {
                return await ask();
            }
            catch (Exception e) when (Outage.Is(e))
            {
                Log.LogWarning("A delivery of {Id} waits for PostgreSQL: {Reason}", id, e.Message);
                await Task.Delay(Retry, Clock);
            }
        }
    }

    /// <summary>Delivers. What fails there is a bug, and logged as one; nobody awaits it.</summary>
    public async Task Told(string id, Func<Task> tell)
    {
        try
        {
            await tell();
        }
#pragma warning disable CA1031 // Nobody awaits a delivery; what fails there is logged as the bug it is.
        catch (Exception e)
        {
            Log.LogError(e, "A delivery of the thread {Id} failed", id);
        }
#pragma warning restore CA1031
    }
}

/// <summary>
/// The rooms of this node, one per thread that somebody here looks at. A room that everybody left stays until
/// something happens in its thread, so that a page that opens twice, or many pages one after another, load it once.
/// </summary>
internal sealed class ThreadFeed : IThreadFeed, IDisposable
{
    private const int MostEmpty = 256;

    private readonly ConcurrentDictionary<string, ThreadRoom> rooms = new(StringComparer.Ordinal);
    private readonly RoomParts parts;

    public ThreadFeed(IDocumentStore store, LiveFeed feed, RoomFacts facts, Presence presence, TimeProvider clock, IHubContext<ThreadHub, IThreadClient> hub, ILogger<ThreadFeed> log)
    {
        parts = new RoomParts(store, feed, facts, presence, clock, hub, log);
        facts.Changed += ForgetNames;
        presence.Changed += TellPresence;
    }

    /// <inheritdoc/>
    public async Task<IThreadSeat?> Enter(string threadId, IThreadListener listener, CancellationToken cancellation = default) =>
        await Room(threadId, room => room.Enter(listener, cancellation));

    /// <summary>Takes a place for a hub connection, and gives what it missed since a version.</summary>
    /// <returns>Null where there is nothing, or nothing that the person may see.</returns>
    public Task<CatchUp?> Join(string threadId, string connection, PersonId person, long since, CancellationToken cancellation) =>
        Room(threadId, room => room.Join(connection, person, since, cancellation));

    /// <summary>Ends a hub connection's place.</summary>
    public void Leave(string threadId, string connection)
    {
        if (rooms.TryGetValue(threadId, out var room))
            room.Leave(connection);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parts.Facts.Changed -= ForgetNames;
        parts.Presence.Changed -= TellPresence;
        foreach (var room in rooms.Values)
            room.Close();
    }

    private async Task<T?> Room<T>(string threadId, Func<ThreadRoom, Task<(bool Open, T? Result)>> enter)
        where T : class
    {
        for (; ; )
        {
            var room = rooms.GetOrAdd(threadId, id => new ThreadRoom(id, parts, closed => rooms.TryRemove(KeyValuePair.Create(id, closed))));
            var (open, result) = await enter(room);
            if (!open)
                continue;
            if (rooms.Count > MostEmpty)
                DropEmpty();
            return result;
        }
    }

    private void DropEmpty()
    {
        foreach (var room in rooms.Values)
            room.CloseIfEmpty();
    }

    private void ForgetNames()
    {
        foreach (var room in rooms.Values)
            room.ForgetRendered();
    }

    private void TellPresence(string threadId)
    {
        if (rooms.TryGetValue(threadId, out var room))
            room.PresenceChanged();
    }
}
