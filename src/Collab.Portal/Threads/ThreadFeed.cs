using System.Collections.Concurrent;
using Collab.Domain;
using Collab.Portal.Store;
using Marten;
using Microsoft.AspNetCore.SignalR;

namespace Collab.Portal.Threads;

/// <summary>What every room of this node works with.</summary>
internal sealed record RoomParts(
    IDocumentStore Store, LiveFeed Feed, RoomFacts Facts, Presence Presence, TimeProvider Clock, IHubContext<ThreadHub, IThreadClient> Hub, ILogger Log);

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
