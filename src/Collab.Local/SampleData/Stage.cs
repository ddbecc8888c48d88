using System.Collections.Concurrent;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Marten;

namespace Collab.Local.SampleData;

/// <summary>Where a story is played: the only writer, at the times that the story gives, and who may act.</summary>
internal sealed class Stage : IDisposable
{
    /// <summary>The name under which the clock acts.</summary>
    public const string Clock = "the clock";

    private readonly RoomFacts facts;
    private readonly ConcurrentDictionary<string, Actor> actors = new();
    private readonly ConcurrentDictionary<string, List<IEvent>> written = new();

    /// <summary>Sets the stage on a portal's store.</summary>
    public Stage(IServiceProvider portal, DateTimeOffset now)
    {
        var store = portal.GetRequiredService<IDocumentStore>();
        facts = new RoomFacts(store, portal.GetRequiredService<LiveFeed>());
        Commands = new Commands(store, facts, new StoppedClock(now));
    }

    /// <summary>The only writer.</summary>
    public Commands Commands { get; }

    /// <summary>What was written into a stream from this stage.</summary>
    public IReadOnlyList<IEvent> Before(string stream) => written.TryGetValue(stream, out var events) ? events : [];

    /// <summary>Remembers what was written.</summary>
    public void Remember(string stream, IReadOnlyList<IEvent> events)
    {
        written.GetOrAdd(stream, _ => []).AddRange(events);
        if (stream.StartsWith("person-", StringComparison.Ordinal))
            actors.Clear();
    }

    /// <summary>The person as they may act now, with the roles that the portal has on record.</summary>
    public async ValueTask<Actor> ActorOf(string name, IQuerySession session, CancellationToken cancellation)
    {
        if (name == Clock)
            return Actor.System;
        if (actors.TryGetValue(name, out var known))
            return known;
        var (person, company) = People.Find(name);
        var participant = await session.LoadAsync<Participant>(Ids.OfPerson(person), cancellation);
        var member = await session.LoadAsync<Member>(Ids.OfMember(company), cancellation);
        // Somebody who joins is no actor yet, and JoinRoom asks for none.
        var actor = Participant.ActorOf(participant, member) ?? new Actor(person, company, Roles.None);
        return actors[name] = actor;
    }

    /// <inheritdoc/>
    public void Dispose() => facts.Dispose();

    // Stands still: the time of each step is the step's own.
    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>What a command is decided on, beside the state.</summary>
/// <param name="Actor">Who gives it.</param>
/// <param name="Room">The time, the roll and the rules.</param>
/// <param name="Session">Reads other states.</param>
/// <param name="Before">What happened in the stream before.</param>
internal sealed record Moment(Actor Actor, Room Room, IQuerySession Session, IReadOnlyList<IEvent> Before);
