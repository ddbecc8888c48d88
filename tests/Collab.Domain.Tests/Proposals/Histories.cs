using System.Collections.Immutable;
using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

/// <summary>One question put to the rules in a generated history, and where it stood then.</summary>
internal sealed record Question(int EventsBefore, object Command, Actor Actor, DateTimeOffset Now, MemberRoll Roll);

/// <summary>A generated history: what happened, and the questions that were put on the way, answered yes or no.</summary>
internal sealed class History
{
    private readonly Random random;
    private readonly ImmutableList<MemberId> companies;

    private History(int seed, ImmutableList<MemberId> companies) => (random, this.companies) = (new Random(seed), companies);

    /// <summary>Fourteen companies.</summary>
    public static readonly ImmutableList<MemberId> Many =
    [
        .. Companies.Concat(new[] { "adatum", "bellows", "cohovine", "lucerne", "munson", "proseware", "relecloud", "vanarsdel" }.Select(c => new MemberId(c))).Order(),
    ];

    public List<IEvent> Events { get; } = [];

    public List<Question> Questions { get; } = [];

    /// <summary>The state after k events, for all k; none after none.</summary>
    public IReadOnlyList<Proposal?> States => field ??= Fold(Events);

    /// <summary>A history of so many steps; the same for the same seed.</summary>
    public static History Generate(int seed, int steps) => Generate(seed, Companies, (_, step) => step < steps, _ => true);

    /// <summary>A history of many companies and at least so many events: the first from this seed on that does not end before.</summary>
    public static History Long(int seed, int events)
    {
        for (; ; seed++)
        {
            var history = Generate(seed, Many, (h, step) => h.Events.Count < events && step < 3 * events, command => command is not (WithdrawProposal or RecordOutcome { Result: OutcomeResult.Postponed }));
            if (history.Events.Count >= events)
                return history;
        }
    }

    private static History Generate(int seed, ImmutableList<MemberId> companies, Func<History, int, bool> goesOn, Func<object, bool> wanted)
    {
        var history = new History(seed, companies);
        var state = Proposal.Evolve(null, Id, history.Add(new DraftStarted(Of(history.Any(companies)).By, Start, "Parse in user mode", Written, null)));
        var now = Start;
        var roll = new MemberRoll(companies.ConvertAll(c => Entry(c)));
        for (var step = 0; goesOn(history, step); step++)
        {
            now += TimeSpan.FromMinutes(history.random.Next(1, 4000));
            roll = history.Changed(roll);
            var accepted = history.Candidates(state, roll)
                .Where(c => wanted(c.Command))
                .Select(c => (c.Command, c.Actor, Decision: Decide(c.Command, state, c.Actor, now, roll, Rules)))
                .Select(c =>
                {
                    if (history.random.Next(25) == 0)
                        history.Questions.Add(new(history.Events.Count, c.Command, c.Actor, now, roll));
                    return c;
                })
                .Where(c => c.Decision is Decision.Accepted { Events.Count: > 0 } && history.random.Next(Rarity(c.Command, state)) == 0)
                .ToList();
            if (accepted.Count == 0)
                continue;
            var (command, actor, decision) = accepted[history.random.Next(accepted.Count)];
            history.Questions.Add(new(history.Events.Count, command, actor, now, roll));
            foreach (var e in ((Decision.Accepted)decision).Events)
                state = Proposal.Evolve(state, Id, history.Add(e));
        }

        return history;
    }

    /// <summary>What sets a proposal back is taken once in so many times, so that histories go far.</summary>
    private static int Rarity(object command, Proposal state) => command switch
    {
        RecordPosition { Position: Position.Object } => state.Status == ProposalStatus.Open ? 6 : 30,
        WithdrawProposal or WithdrawPosition or ReviseProposal { Kind: RevisionKind.Substantive } or RecordPosition { Position: Position.Recuse } => 25,
        PresumeRecused or ChallengeRecusal or QuoteSource or RecordOutcome { Result: OutcomeResult.NotAgreed or OutcomeResult.Postponed } => 25,
        WithdrawObjection or AccommodateObjection or EditDraftSection or RenameDraft => 4,
        _ => 1,
    };

    /// <summary>The state after each of the events, with none at first.</summary>
    public static IReadOnlyList<Proposal?> Fold(IEnumerable<IEvent> events) => Fold(events, (state, e) => Proposal.Evolve(state, Id, e));

    /// <inheritdoc cref="Fold(IEnumerable{IEvent})"/>
    public static IReadOnlyList<Proposal?> Fold(IEnumerable<IEvent> events, Func<Proposal?, IEvent, Proposal> evolve)
    {
        List<Proposal?> states = [null];
        foreach (var e in events)
            states.Add(evolve(states[^1], e));
        return states;
    }

    private IEvent Add(IEvent e)
    {
        Events.Add(e);
        return e;
    }

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    /// <summary>Now and then a company is suspended or reinstated, or affiliated or not.</summary>
    private MemberRoll Changed(MemberRoll roll)
    {
        if (random.Next(40) != 0)
            return roll;
        var entry = Any(roll.Members);
        var changed = random.Next(2) == 0
            ? entry with { Status = entry.Status == MemberStatus.Admitted ? MemberStatus.Suspended : MemberStatus.Admitted }
            : entry with { Group = entry.Group is null ? "wind" : null };
        return new(roll.Members.Replace(entry, changed));
    }

    private IEnumerable<(object Command, Actor Actor)> Candidates(Proposal p, MemberRoll roll)
    {
        yield return (new PassTime(), Actor.System);
        var admitted = roll.Admitted.Select(m => m.Id).ToList();
        if (admitted.Count == 0)
            yield break;
        var objections = p.Objections.Select(o => o.Id).DefaultIfEmpty("OBJ-1").ToList();
        var challenges = p.Challenges.Select(c => c.Id).DefaultIfEmpty("REC-1").ToList();
        var sources = p.Sources.Select(s => s.Id).DefaultIfEmpty("SRC-1").ToList();
        for (var i = 0; i < 3; i++)
        {
            var actor = random.Next(8) == 0 ? Engineer(Any(admitted)) : Of(Any(admitted));
            var matter = random.Next(2) == 0 ? Panel.OnAppeal : Any(objections);
            object[] commands =
            [
                new EditDraft("T", Written), new EditDraftSection("security", Any(["", "Better for all."]), 1), new RenameDraft(Any(["T", "U"])),
                new InviteCompany(Any(companies), Any(Enum.GetValues<InvitedAs>())), new JoinAsCoAuthor(), new SecondProposal(),
                new OpenProposal(random.Next(4) == 0 ? Audience.Amber(Any(companies), Any(companies), Any(companies)) : Audience.Green),
                new ReviseProposal(Any(Enum.GetValues<RevisionKind>()), Written, "S"), new WithdrawProposal("R"),
                new RecordPosition(p.Revision, Position.Support), new RecordPosition(p.Revision, Position.NoObjection),
                new RecordPosition(p.Revision, Any(Enum.GetValues<Position>()), null, "A", "B", "C"), new WithdrawPosition(),
                new AnswerObjection(Any(objections), "A"), new WithdrawObjection(Any(objections)), new AccommodateObjection(Any(objections)),
                new AddressObjection(Any(objections), "F"), new EscalateObjection(Any(objections)), new SustainObjection(Any(objections), random.Next(2) == 0),
                new OpenLastCall(random.Next(4) == 0 ? Disposition.Reject : Disposition.Agree, "S"), new HoldLastCall(TimeSpan.FromDays(2), "R"),
                new TakeTally(), new RecordOutcome(Any(Enum.GetValues<OutcomeResult>()), "R"), new RecordOutcome(OutcomeResult.Agreed, "R"),
                new PresumeRecused(Any(companies), RecusalGround.AssignsCost, "R"), new ChallengeRecusal(Any(companies), "R"),
                new ReplyToChallenge(Any(challenges), "R"), new VoteOnRecusal(Any(challenges), random.Next(2) == 0),
                new FileAppeal(["G"]), new AppointPanel(matter, [Any(companies), Any(companies), Any(companies)]), new AppointPanel(matter, [.. companies.OrderBy(_ => random.Next()).Take(3)]),
                new WritePanelDecision(matter, Any(Enum.GetValues<PanelResult>()), ["R"]), new ConfirmPanelDecision(matter),
                new QuoteSource(Any(companies), "W"), new ConsentToQuotation(Any(sources)), new RemoveSource(Any(sources)),
                new ApprovePublication(OutcomeKind.Decision, "O-1"), new ProposeCorrection(Written, "S"), new ApproveCorrection(),
            ];
            foreach (var command in commands)
                yield return (command, actor);
        }
    }
}

/// <summary>Companies renamed everywhere: in events, states, commands, people and sentences. A value is renamed by its JSON.</summary>
internal sealed class Permutation(IReadOnlyList<MemberId> image, IReadOnlyList<MemberId> companies)
{
    public MemberRoll Of(MemberRoll roll) => new([.. Of<ImmutableList<RollEntry>>(roll.Members).OrderBy(m => m.Id)]);

    public T Of<T>(T value) => (T)JsonSerializer.Deserialize(Rename(JsonSerializer.Serialize(value, value!.GetType())), value.GetType())!;

    public string Rename(string text)
    {
        foreach (var (name, i) in Names())
            text = text.Replace(name, $"<{i}>", StringComparison.Ordinal);
        foreach (var (name, i) in Names())
            text = text.Replace($"<{i}>", i < image.Count ? image[i].Value : Capital(image[i - image.Count].Value), StringComparison.Ordinal);
        return text;

        IEnumerable<(string Name, int Index)> Names() =>
            companies.Select(c => c.Value).Concat(companies.Select(c => Capital(c.Value))).Select((name, i) => (name, i));
    }

    private static string Capital(string value) => char.ToUpperInvariant(value[0]) + value[1..];
}
