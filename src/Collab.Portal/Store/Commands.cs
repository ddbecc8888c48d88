using System.Collections.Concurrent;
using Collab.Domain;
using Collab.Domain.Members;
using JasperFx;
using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Npgsql;

namespace Collab.Portal.Store;

/// <summary>What became of a command.</summary>
public abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>It happened, and is safe on disk.</summary>
    /// <param name="Id">The stream's id.</param>
    /// <param name="Version">The stream's version now; unchanged when the wish already held.</param>
    /// <param name="Events">What happened; empty when nothing had to, or when a repeated request is answered.</param>
    public sealed record Done(string Id, long Version, IReadOnlyList<Domain.IEvent> Events) : CommandResult;

    /// <summary>It was refused, by a rule.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Refused(Refusal Refusal) : CommandResult;

    /// <summary>The thing changed since the version the command was made for. Nothing happened.</summary>
    /// <param name="Version">The version it has now.</param>
    /// <param name="Since">
    /// What happened since, oldest first, and of much the newest <see cref="Told"/>; nothing where the actor could not see it at
    /// the version they name.
    /// </param>
    /// <param name="Roll">Names the companies that did it.</param>
    public sealed record Changed(long Version, IReadOnlyList<Domain.IEvent> Since, MemberRoll Roll) : CommandResult
    {
        /// <summary>The most events that are told.</summary>
        public const int Told = 200;
    }
}

/// <summary>What a decision is given, beside its command and actor.</summary>
/// <typeparam name="T">The state decided on.</typeparam>
/// <param name="State">The state now, or null where the stream does not exist.</param>
/// <param name="Room">The time, the roll and the rules.</param>
/// <param name="Session">Reads inside the same transaction, for what the state does not hold.</param>
public sealed record Given<T>(T? State, Room Room, IQuerySession Session);

/// <summary>A program's own name for one request, so that a repeated request is answered and not done again.</summary>
/// <param name="Person">Whose request it is.</param>
/// <param name="Key">The Idempotency-Key.</param>
/// <param name="Fingerprint">A hash of the request; another request under the same key is refused.</param>
public sealed record RequestKey(PersonId Person, string Key, string Fingerprint);

/// <summary>How writers of one stream meet.</summary>
public enum Writers
{
    /// <summary>They seldom meet: the version tells, and a loser decides again.</summary>
    Optimistic,

    /// <summary>They meet all the time, as in a thread: each waits for the one before.</summary>
    OneAtATime,
}

/// <summary>
/// The only writer. Loads a state, asks Domain to decide, and appends the events, their read models and one
/// notification in a single transaction.
/// </summary>
public sealed class Commands(IDocumentStore store, RoomFacts facts, TimeProvider clock)
{
    private const int Attempts = 8;

    private readonly ConcurrentDictionary<Type, object> turns = new();

    /// <summary>Runs one command.</summary>
    /// <param name="id">The stream's id.</param>
    /// <param name="expectedVersion">The version the person saw; null when any will do.</param>
    /// <param name="decide">The decision, pure but for reads through the session it is given.</param>
    /// <param name="writers">How writers of this stream meet.</param>
    /// <param name="key">The request's own name, where it has one.</param>
    /// <param name="cancellation">Gives up before anything is written.</param>
    /// <exception cref="NpgsqlException">PostgreSQL does not answer. Nothing is known to be written; the same command may be sent again.</exception>
    public async Task<CommandResult> Run<T>(
        string id,
        long? expectedVersion,
        Func<Given<T>, ValueTask<Decision>> decide,
        Writers writers = Writers.Optimistic,
        RequestKey? key = null,
        CancellationToken cancellation = default)
        where T : class, IState<T>
    {
        using var activity = Telemetry.Source.StartActivity("command");
        activity?.SetTag("collab.stream", id);

        var turn = new Turn<T>(expectedVersion, decide, key, cancellation);
        if (writers == Writers.OneAtATime)
            return await ((Turns<T>)turns.GetOrAdd(typeof(T), _ => new Turns<T>(CommitTogether))).Take(id, turn);
        await CommitAlone(id, turn, writers);
        return await turn.Result.Task;
    }

    /// <summary>Runs one command whose decision needs nothing but the state.</summary>
    /// <inheritdoc cref="Run{T}(string, long?, Func{Given{T}, ValueTask{Decision}}, Writers, RequestKey?, CancellationToken)"/>
    public Task<CommandResult> Run<T>(
        string id,
        long? expectedVersion,
        Func<T?, Room, Decision> decide,
        RequestKey? key = null,
        CancellationToken cancellation = default)
        where T : class, IState<T> =>
        Run<T>(id, expectedVersion, given => ValueTask.FromResult(decide(given.State, given.Room)), Writers.Optimistic, key, cancellation);

    private async Task CommitTogether<T>(string id, IReadOnlyList<Turn<T>> batch)
        where T : class, IState<T>
    {
        if (batch.Count > 1)
        {
            try
            {
                await Commit(id, batch, Writers.OneAtATime, CancellationToken.None);
                return;
            }
#pragma warning disable CA1031 // Handed to whoever sent a command, or met again by the one that caused it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // Whether it was written is not known when the connection broke: each is told, and may send again.
                if (Outage.Is(e) && !IsRace(e))
                {
                    foreach (var turn in batch)
                        turn.Result.TrySetException(e);
                    return;
                }

                // Nothing of it is written. One at a time, so that the others do not share the one's fate.
            }
        }

        foreach (var turn in batch)
            await CommitAlone(id, turn, Writers.OneAtATime);
    }

    private async Task CommitAlone<T>(string id, Turn<T> turn, Writers writers)
        where T : class, IState<T>
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Commit(id, [turn], writers, turn.Cancellation);
                return;
            }
            catch (Exception e) when (IsRace(e) && attempt < Attempts)
            {
                // Another writer was first. Decide again on what is true now: a stale expected version will say so.
            }
            catch (OperationCanceledException) when (turn.Cancellation.IsCancellationRequested)
            {
                turn.Result.TrySetCanceled(turn.Cancellation);
                return;
            }
#pragma warning disable CA1031 // Handed to whoever sent the command, where it is caught or logged.
            catch (Exception e)
#pragma warning restore CA1031
            {
                turn.Result.TrySetException(e);
                return;
            }
        }
    }

    /// <summary>One transaction for these turns, in their order. Completes them once it is committed; throws, and completes none, when it is not.</summary>
    private async Task Commit<T>(string id, IReadOnlyList<Turn<T>> batch, Writers writers, CancellationToken cancellation)
        where T : class, IState<T>
    {
        await using var session = store.LightweightSession();
        var stream = writers == Writers.OneAtATime
            ? await session.Events.FetchForExclusiveWriting<T>(id, cancellation)
            : await session.Events.FetchForWriting<T>(id, cancellation);
        stream.RefuseTorn(id);
        var state = stream.Aggregate;
        var began = stream.CurrentVersion ?? 0;
        var version = began;
        var now = clock.GetUtcNow();
        var room = await facts.Now(now, cancellation);

        var results = new List<CommandResult>(batch.Count);
        foreach (var turn in batch)
        {
            var result = await Answer(session, id, turn, state, version, room, cancellation);
            if (result is CommandResult.Done { Events.Count: > 0 } done)
            {
                stream.AppendMany(done.Events);
                state = done.Events.Aggregate(state, (s, e) => T.Evolve(s, id, e));
                version = done.Version;
                if (turn.Key is not null)
                    Requests.Remember(session, turn.Key, done, now);
            }

            results.Add(result);
        }

        if (version > began)
        {
            session.QueueSqlCommand("call collab.notify_commit(?, ?)", id, version);
            await session.SaveChangesAsync(cancellation);
        }

        foreach (var (turn, result) in batch.Zip(results))
        {
            if (result is CommandResult.Done done)
                Telemetry.Committed(typeof(T).Name, done.Events);
            else if (result is CommandResult.Refused refused)
                Telemetry.Refused(refused.Refusal.Code);
            turn.Result.TrySetResult(result);
        }
    }

    private static async Task<CommandResult> Answer<T>(
        IQuerySession session, string id, Turn<T> turn, T? state, long version, Room room, CancellationToken cancellation)
        where T : class, IState<T>
    {
        if (turn.Key is not null && await Requests.Find(session, turn.Key, cancellation) is { } answered)
            return answered;
        var decision = await turn.Decide(new Given<T>(state, room, session));

        // What may not be seen answers before a stale version could reveal that it exists.
        if (decision is Decision.Refused { Refusal: { Kind: RefusalKind.NotFound } hidden })
            return new CommandResult.Refused(hidden);
        if (turn.ExpectedVersion is { } expected && expected != version)
            return await ChangedSince(session, id, turn, expected, version, room, cancellation);
        if (decision is Decision.Refused refused)
            return new CommandResult.Refused(refused.Refusal);
        var events = ((Decision.Accepted)decision).Events;
        return new CommandResult.Done(id, version + events.Count, events);
    }

    private static async Task<CommandResult> ChangedSince<T>(
        IQuerySession session, string id, Turn<T> turn, long expected, long version, Room room, CancellationToken cancellation)
        where T : class, IState<T>
    {
        // Who could not see it at that version, such as a draft of others, is not told how it went on from there.
        var then = expected > 0 ? await session.Events.AggregateStreamAsync<T>(id, version: expected, token: cancellation) : null;
        if (await turn.Decide(new Given<T>(then, room, session)) is Decision.Refused { Refusal.Kind: RefusalKind.NotFound })
            return new CommandResult.Changed(version, [], room.Roll);
        var since = await session.Events.FetchStreamAsync(id, version: version, fromVersion: Math.Max(expected, version - CommandResult.Changed.Told) + 1, token: cancellation);
        return new CommandResult.Changed(version, [.. since.Select(e => e.Data).OfType<Domain.IEvent>()], room.Roll);
    }

    private static bool IsRace(Exception e) => e switch
    {
        ConcurrencyException or EventStreamUnexpectedMaxEventIdException
            or JasperFx.Events.ExistingStreamIdCollisionException or Marten.Exceptions.ExistingStreamIdCollisionException => true,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => true,
        // Marten wraps what PostgreSQL says in exceptions of several kinds.
        _ => e.InnerException is { } inner && IsRace(inner),
    };
}
