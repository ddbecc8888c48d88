using Collab.Domain;
using Marten;

namespace Collab.Portal.Store;

/// <summary>What a decision may bring about beside the events of its own stream, in the same transaction: all of it, or nothing.</summary>
public static class Beside
{
    /// <summary>
    /// Decides about a second stream. Its events are written with those of the stream that is decided on, and only if there
    /// are some; when somebody else wrote to either meanwhile, both are decided again. For decisions taken one at a time.
    /// </summary>
    /// <param name="given">The stream that is decided on.</param>
    /// <param name="id">The second stream's id.</param>
    /// <param name="decide">The decision on it, with its version before.</param>
    public static async ValueTask<Decision> AlsoDecide<T, TOther>(this Given<T> given, string id, Func<TOther?, long, ValueTask<Decision>> decide)
        where T : class, IState<T>
        where TOther : class, IState<TOther>
    {
        var session = Writing(given);
        var stream = await session.Events.FetchForWriting<TOther>(id);
        stream.RefuseTorn(id);
        var version = stream.CurrentVersion ?? 0;
        var decision = await decide(stream.Aggregate, version);
        if (decision is Decision.Accepted { Events: { Count: > 0 } events })
        {
            stream.AppendMany(events);
            Tell(session, id, version + events.Count);
        }

        return decision;
    }

    /// <summary>Tells who listens under this name of the commit, as if it were a stream.</summary>
    public static void AlsoTell<T>(this Given<T> given, string name)
        where T : class => Tell(Writing(given), name, 0);

    private static void Tell(IDocumentSession session, string name, long version) => session.QueueSqlCommand("call collab.notify_commit(?, ?)", name, version);

    private static IDocumentSession Writing<T>(Given<T> given)
        where T : class => (IDocumentSession)given.Session;
}
