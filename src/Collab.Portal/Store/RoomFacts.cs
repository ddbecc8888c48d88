using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Members;
using Marten;

namespace Collab.Portal.Store;

/// <summary>
/// The facts that every decision needs (who is a member, which rules are in force, who acts) kept in this node's
/// memory and forgotten at the commit that changes them. While the live feed is away nothing is kept: every
/// question goes to PostgreSQL.
/// </summary>
public sealed class RoomFacts : IDisposable
{
    private readonly IDocumentStore store;
    private readonly LiveFeed feed;
    private readonly IDisposable subscription;
    private Snapshot kept = new();

    /// <summary>Starts to listen for what makes the facts stale.</summary>
    public RoomFacts(IDocumentStore store, LiveFeed feed)
    {
        this.store = store;
        this.feed = feed;
        subscription = feed.SubscribeAll(Forget);
    }

    /// <summary>The room at this instant.</summary>
    public async ValueTask<Room> Now(DateTimeOffset now, CancellationToken cancellation = default)
    {
        // The snapshot is taken before loading, so that a commit in between is not overwritten by what was older.
        var snapshot = kept;
        var connected = feed.IsConnected;
        if (snapshot.Roll is not { } roll || snapshot.Rules is not { } rules || !connected)
        {
            await using var session = store.QuerySession();
            var members = await session.Query<Member>().ToListAsync(cancellation);
            snapshot.Roll = roll = new MemberRoll([.. members.Select(m => m.RollEntry).OrderBy(m => m.Id)]);
            snapshot.Rules = rules = (await session.LoadAsync<RoomRulesState>(Ids.RoomRules, cancellation))?.Rules ?? new RoomRules();
        }

        if (snapshot.Moderating is not { } moderating || !connected)
        {
            await using var session = store.QuerySession();
            var moderators = await session.QueryAsync<Participant>("where d.data ->> 'roles' like '%Moderator%'", cancellation);
            snapshot.Moderating = moderating = [.. moderators
                .Where(p => p is { DisabledBecause: null } && p.Roles.HasFlag(Roles.Moderator) && roll.Find(p.Company)?.Status == MemberStatus.Admitted)
                .Select(p => p.Company)];
        }

        return new Room(now, roll, rules) { Moderating = moderating };
    }

    /// <summary>The room as it stood at an instant of the past: its members and rules then, folded from their events.</summary>
    public async ValueTask<Room> At(DateTimeOffset at, CancellationToken cancellation = default)
    {
        var snapshot = kept;
        if (snapshot.Story is not { } story || !feed.IsConnected)
        {
            await using var session = store.QuerySession();
            string[] streams = [Ids.RoomRules, .. await session.Query<Member>().Select(m => m.Id).ToListAsync(cancellation)];
            var events = await session.Events.QueryAllRawEvents().Where(e => e.StreamKey!.IsOneOf(streams)).OrderBy(e => e.Sequence).ToListAsync(cancellation);
            snapshot.Story = story = events.Where(e => e.Data is IEvent).ToLookup(e => e.StreamKey!, e => (IEvent)e.Data);
        }

        var members = story.Where(s => s.Key != Ids.RoomRules).Select(s => Fold<Member>(s, at)).OfType<Member>();
        return new Room(at, new MemberRoll([.. members.Select(m => m.RollEntry).OrderBy(m => m.Id)]), Fold<RoomRulesState>(Ids.RoomRules, story[Ids.RoomRules], at)?.Rules ?? new RoomRules());
    }

    private static T? Fold<T>(IGrouping<string, IEvent> stream, DateTimeOffset at)
        where T : class, IState<T> =>
        Fold<T>(stream.Key, stream, at);

    private static T? Fold<T>(string id, IEnumerable<IEvent> events, DateTimeOffset at)
        where T : class, IState<T> =>
        events.TakeWhile(e => e.At <= at).Aggregate((T?)null, (state, e) => T.Evolve(state, id, e));

    /// <summary>The person or program as it stands with its company, or null where nobody of this id may act.</summary>
    public async ValueTask<(Actor Actor, Participant Participant, Member Member)?> Find(PersonId person, CancellationToken cancellation = default)
    {
        var snapshot = kept;
        if (!feed.IsConnected || !snapshot.People.TryGetValue(person, out var found))
        {
            await using var session = store.QuerySession();
            var participant = await session.LoadAsync<Participant>(Ids.OfPerson(person), cancellation);
            var member = participant is null ? null : await session.LoadAsync<Member>(Ids.OfMember(participant.Company), cancellation);
            found = (participant, member);
            // Nobody is not remembered: the next moment they may have joined.
            if (found.Participant is not null)
                snapshot.People[person] = found;
        }

        return Participant.ActorOf(found.Participant, found.Member) is { } actor
            ? (actor, found.Participant!, found.Member!)
            : null;
    }

    /// <summary>Names of people, for showing who wrote what; a person's id where none is known.</summary>
    public async ValueTask<IReadOnlyDictionary<PersonId, string>> Names(IEnumerable<PersonId> people, CancellationToken cancellation = default)
    {
        var snapshot = kept;
        var wanted = people.Distinct().ToList();
        var missing = wanted.Where(p => !snapshot.Names.ContainsKey(p)).ToList();
        if (missing.Count > 0)
        {
            await using var session = store.QuerySession();
            foreach (var participant in await session.LoadManyAsync<Participant>(cancellation, missing.Select(Ids.OfPerson)))
                snapshot.Names[participant.Person] = participant.Name;
        }

        return wanted.ToDictionary(p => p, p => snapshot.Names.TryGetValue(p, out var name) ? name : p == By.System.Person ? "The clock" : p.Value);
    }

    /// <summary>Told whenever somebody's right to act may have changed.</summary>
    public event Action? Changed;

    /// <inheritdoc/>
    public void Dispose() => subscription.Dispose();

    private void Forget(Commit commit)
    {
        var people = commit.Stream.StartsWith("person-", StringComparison.Ordinal);
        var facts = people || commit.Stream.StartsWith("member-", StringComparison.Ordinal) || commit.Stream == Ids.RoomRules;
        if (!facts && commit.Version != Commit.Unknown)
            return;
        // A person's own commit leaves the roll alone; anything else forgets all.
        kept = people ? new Snapshot { Roll = kept.Roll, Rules = kept.Rules, Story = kept.Story } : new Snapshot();
        Changed?.Invoke();
    }

    private sealed class Snapshot
    {
        public MemberRoll? Roll { get; set; }

        public RoomRules? Rules { get; set; }

        public ImmutableSortedSet<MemberId>? Moderating { get; set; }

        public ILookup<string, IEvent>? Story { get; set; }

        public System.Collections.Concurrent.ConcurrentDictionary<PersonId, (Participant? Participant, Member? Member)> People { get; } = new();

        public System.Collections.Concurrent.ConcurrentDictionary<PersonId, string> Names { get; } = new();
    }
}
