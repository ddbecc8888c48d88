using System.Collections.Immutable;
using System.Diagnostics;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;
using static Collab.Domain.Tests.Proposals.ExplorationAlphabet;

namespace Collab.Domain.Tests.Proposals;

/// <summary>Every state of the proposal's machine within the bounds of a scope, and every step between them.</summary>
public class ExplorationTests
{
    private static readonly ImmutableList<ProposalStatus> BeforeOutcome = [ProposalStatus.Draft, ProposalStatus.Open, ProposalStatus.LastCall, ProposalStatus.Tally];

    private static readonly Scope Drafting = new("drafting", Seed(Story.Drafted()), p =>
        p is { Revision: <= 1, Positions.IsEmpty: true, Recused.IsEmpty: true, Challenges.IsEmpty: true, Sources.IsEmpty: true, Status: not ProposalStatus.LastCall });

    /// <summary>Positions without objections, last calls of two kinds, a hold, the tally, and every outcome.</summary>
    private static readonly Scope Counting = new("counting", Seed(Story.Opened()), p =>
        p is { Revision: 1, Objections.IsEmpty: true, Recused.IsEmpty: true, Challenges.IsEmpty: true, Sources.IsEmpty: true, Approval: null, Publication: null, Appeal: null }
        && p.LastCall is null or { HeldBy.IsEmpty: true } or { HeldBy: [{ Value: "fabrikam" }], Disposition: Disposition.Agree }
        && p.Positions.All(x => (x.Key != Adatum && x.Key != Wingtip && x.Value.Position == Position.Support) || (x.Key == Fabrikam && x.Value.Position == Position.Abstain)));

    /// <summary>Revisions of both kinds, and the positions and the objection that they leave behind.</summary>
    private static readonly Scope Revising = new("revising", Seed(Supported()), p =>
        p is { Revision: <= 2, Objections.Count: <= 1, Recused.IsEmpty: true, Challenges.IsEmpty: true, Sources.IsEmpty: true, Positions.Count: >= 4 }
        && BeforeOutcome.Contains(p.Status) && Plain(p.LastCall) && p.Objections.All(o => o is { By.Company.Value: "litware", State: ObjectionState.Raised or ObjectionState.Withdrawn })
        && Standing(p, Contoso, Fabrikam) && Only(p, (Northwind, Position.Support), (Wingtip, Position.Support), (Litware, Position.Object)));

    /// <summary>The whole life of Litware's objection, and what the outcome makes of it.</summary>
    private static readonly Scope Objecting = new("objecting", Seed(Supported().Object(Litware)), p =>
        p is { Revision: 1, Objections.Count: 1, Recused.IsEmpty: true, Challenges.IsEmpty: true, Sources.IsEmpty: true, Approval: null, Publication: null, Appeal: null }
        && p.Status != ProposalStatus.Withdrawn && Plain(p.LastCall) && Standing(p, Contoso, Fabrikam, Northwind, Wingtip)
        && p.Objections[0].Sustain.Keys.All(c => c == Litware || c == Wingtip || c == Tailspin)
        && Only(p, (Litware, Position.Support), (Litware, Position.Object)));

    /// <summary>Two objections of two companies, one of them with an affiliate, raised at any time.</summary>
    private static readonly Scope Disputing = new("disputing", Seed(Supported()), p =>
        p is { Revision: 1, Objections.Count: <= 2, Recused.IsEmpty: true, Challenges.IsEmpty: true, Sources.IsEmpty: true }
        && BeforeOutcome.Contains(p.Status) && Plain(p.LastCall) && Standing(p, Contoso, Fabrikam, Wingtip)
        && p.Objections.All(o => o.State is ObjectionState.Raised or ObjectionState.Answered || (o is { State: ObjectionState.Addressed or ObjectionState.Withdrawn, By.Company.Value: "litware" }))
        && p.Objections.DistinctBy(o => o.By.Company).Count() == p.Objections.Count
        && Only(p, (Litware, Position.Object), (Northwind, Position.Object)) && p.Positions.Count >= 4);

    /// <summary>The recusal of a company with an affiliate: declared, presumed, contested, challenged and voted on; and the tally under it.</summary>
    private static readonly Scope Recusing = new("recusing", Seed(InLastCall()), p =>
        p is { Revision: 1, Objections.IsEmpty: true, Challenges.Count: <= 1, Sources.IsEmpty: true }
        && BeforeOutcome.Contains(p.Status) && Plain(p.LastCall) && Standing(p, Contoso, Fabrikam, Wingtip)
        && p.Recused.Keys.All(c => c == Northwind)
        && p.Challenges.All(c => !c.Replied && c.Company == Northwind && c.Votes.Keys.All(v => v == Fabrikam || v == Litware))
        && Only(p, (Northwind, Position.Recuse)));

    /// <summary>From the tally to publication, correction and succession, with a source that is quoted.</summary>
    private static readonly Scope Publishing = new("publishing", Seed(InLastCall().After(14)), p =>
        p is { Challenges.IsEmpty: true, Recused.IsEmpty: true, Appeal: null, Sources.Count: <= 1, Publication: null or { Version: <= 2 }, Approval: null or { Kind: OutcomeKind.Decision } });

    /// <summary>Appeals against every outcome with dissent, their panels, and what comes after.</summary>
    private static readonly Scope Appealing = new("appealing", Seed(Disagreed()), p => Appealed(p) && p.Objections is [{ IsDissent: true }]);

    /// <summary>The same without dissent.</summary>
    private static readonly Scope Contesting = new("contesting", Seed(InLastCall().After(14)), p => Appealed(p) && p is { Objections.IsEmpty: true, Publication: null });

    /// <summary>Members that are suspended, and affiliated, at any moment.</summary>
    private static readonly Scope Moving = new("moving", Seed(InLastCall()), p =>
        p is { Revision: 1, Objections.IsEmpty: true, Challenges.IsEmpty: true, Recused.IsEmpty: true, Sources.IsEmpty: true, Correction: null, Appeal: null, Publication: null }
        && p.Status is not (ProposalStatus.Open or ProposalStatus.Withdrawn) && Plain(p.LastCall)
        && Standing(p, Contoso, Fabrikam, Northwind, Wingtip) && Only(p) && p.Approval is null or { Kind: OutcomeKind.Decision })
    {
        Rolls =
        [
            Room,
            new(Room.Members.ConvertAll(m => m.Id == Fabrikam ? m with { Status = MemberStatus.Suspended } : m)),
            new(Room.Members.ConvertAll(m => m.Id == Wingtip ? m with { Group = "home" } : m)),
            new(Room.Members.ConvertAll(m => m.Id == Fabrikam || m.Id == Litware ? m with { Group = "new" } : m)),
        ],
    };

    private static readonly ImmutableList<(Scope Scope, int States, int Transitions)> Scopes =
    [
        (Drafting, 875, 1598), (Counting, 7238, 20862), (Revising, 10668, 29766), (Objecting, 11358, 28908), (Disputing, 6312, 18053),
        (Recusing, 12896, 28408), (Publishing, 2361, 5695), (Appealing, 647, 4019), (Contesting, 555, 3570), (Moving, 3716, 9351),
    ];

    /// <summary>
    /// The counts are exact: an exploration that shrinks without a word proves less. Who changes a rule or a scope sees
    /// here how much it changes, and writes the new count down.
    /// </summary>
    [Fact]
    public void The_rules_hold_in_every_state_and_every_row_of_the_table_is_taken()
    {
        var watch = Stopwatch.StartNew();
        var taken = ImmutableHashSet<Step>.Empty;
        List<(string, int, int)> counts = [];
        foreach (var (scope, _, _) in Scopes)
        {
            var found = Exploration.Run(scope);
            found.Broken.ShouldBeNull();
            taken = taken.Union(found.Steps);
            counts.Add((scope.Name, found.States, found.Transitions));
            Console.WriteLine($"{scope.Name}: {found.States} states, {found.Transitions} transitions, {found.Decisions} decisions, {found.Compared} merged states compared ({watch.Elapsed.TotalSeconds:F1} s)");
        }

        Console.WriteLine($"all: {counts.Sum(c => c.Item2)} states, {counts.Sum(c => c.Item3)} transitions, {taken.Count} of {ExplorationTable.Rows.Count} rows of the table ({watch.Elapsed.TotalSeconds:F1} s)");
        ExplorationTable.Rows.Except(taken).ShouldBeEmpty();
        counts.ShouldBe(Scopes.Select(s => (s.Scope.Name, s.States, s.Transitions)));
    }

    [Fact]
    public void Nothing_leaves_what_is_postponed_withdrawn_or_superseded() =>
        ExplorationTable.Ends.ShouldBe([ProposalStatus.Postponed, ProposalStatus.Withdrawn, ProposalStatus.Superseded], ignoreOrder: true);

    [Fact]
    public void An_outcome_over_an_open_objection_is_found() => Finds(Objecting, "No outcome is recorded over an open objection.", (command, state, actor, now, roll, rules) =>
        Decide(command, state, actor, now, roll, rules) is Decision.Refused { Refusal.Code: "proposal.objection_open" } && command is RecordOutcome outcome
            ? Decision.Accept(new OutcomeRecorded(actor.By, now, outcome.Result, outcome.Reasons, []))
            : Decide(command, state, actor, now, roll, rules));

    [Theory]
    [InlineData("contoso")]
    [InlineData("adatum")]
    public void A_moderator_who_decides_on_their_own_or_an_affiliates_proposal_is_found(string company) =>
        Finds(Publishing, "No moderator decides on a proposal of their own company", (command, state, actor, now, roll, rules) =>
            command is RecordOutcome { Result: OutcomeResult.NotAgreed } outcome && actor.Company.Value == company && state!.Status == ProposalStatus.Tally
                ? Decision.Accept(new OutcomeRecorded(actor.By, now, outcome.Result, outcome.Reasons, []))
                : Decide(command, state, actor, now, roll, rules));

    [Theory]
    [InlineData("wingtip", "wingtip")]
    [InlineData("northwind", "tailspin")]
    public void One_voice_that_publishes_alone_is_found(string first, string second) =>
        Finds(Publishing, "Two unrelated companies publish.", (command, state, actor, now, roll, rules) =>
            command is ApprovePublication c && state!.Approval is { } approval && approval.By.Company.Value == first && actor.Company.Value == second && actor.By != approval.By
                ? Decision.Accept(new ProposalPublished(actor.By, now, c.Number, 1, c.Kind, approval.By, null))
                : Decide(command, state, actor, now, roll, rules));

    [Fact]
    public void Affiliates_that_count_twice_are_found() => Finds(Counting, "The tally counts affiliates as one.", (command, state, actor, now, roll, rules) =>
        Decide(command, state, actor, now, command is EndLastCall ? new(roll.Members.ConvertAll(m => m with { Group = null })) : roll, rules));

    [Fact]
    public void A_recused_company_that_counts_is_found() => Finds(Recusing, "The tally names every eligible company exactly once, and no other.", (command, state, actor, now, roll, rules) =>
        Decide(command, command is EndLastCall ? state! with { Recused = state.Recused.Clear() } : state, actor, now, roll, rules));

    [Fact]
    public void A_stale_position_that_counts_is_found() => Finds(Revising, "The tally tells the position that counts, or silence.", (command, state, actor, now, roll, rules) =>
        Decide(command, command is EndLastCall ? state! with { SubstantiveRevision = 1 } : state, actor, now, roll, rules));

    [Fact]
    public void A_step_that_is_not_in_the_table_is_found() => Finds(Counting, "The table has no row Tally -- withdraw -> Withdrawn.", (command, state, actor, now, roll, rules) =>
        command is WithdrawProposal && state!.Status == ProposalStatus.Tally ? Decision.Accept(new ProposalWithdrawn(actor.By, now, "R")) : Decide(command, state, actor, now, roll, rules));

    [Fact]
    public void A_clock_that_sleeps_is_found() => Finds(Counting, "The clock does what is due, until nothing is.", (command, state, actor, now, roll, rules) =>
        command is PassTime ? Decision.Accept() : Decide(command, state, actor, now, roll, rules));

    [Fact]
    public void A_list_that_differs_from_the_answer_is_found() => Finds(Counting, "is listed as possible, and the answer is not_found.", (command, state, actor, now, roll, rules) =>
        command is HoldLastCall && actor.Company == Litware && state!.Status == ProposalStatus.LastCall ? Refusal.NotFound : Decide(command, state, actor, now, roll, rules));

    private static void Finds(Scope scope, string broken, Rule planted) => Exploration.Run(scope, planted).Broken.ShouldNotBeNull().ShouldContain(broken);

    private static bool Appealed(Proposal p) =>
        p is { Challenges.IsEmpty: true, Recused.IsEmpty: true, Sources.IsEmpty: true, Correction: null, Publication: null or { Version: 1 }, Revision: 1 }
        && p.Approval is null or { Kind: OutcomeKind.Decision } && (p.Appeal is null || (p.Appeal.By.Company == Litware && p.Status != ProposalStatus.Open));

    private static Node Seed(Story story) => new(story.State!, story.Now, Room, null, "the seed");

    /// <summary>Open for seven days; four of five voices support it.</summary>
    private static Story Supported() => new[] { Contoso, Fabrikam, Northwind, Wingtip }
        .Aggregate(Story.Opened().With(Room), (s, c) => s.Position(c, Position.Support)).After(7);

    private static Story InLastCall() => Supported().Do(Contoso, new OpenLastCall(Disposition.Agree, "S"));

    /// <summary>In tally, with an objection that was found addressed.</summary>
    private static Story Disagreed() => Supported().Object(Litware)
        .Do(Contoso, new AnswerObjection("OBJ-1", "A")).Do(Wingtip, new AddressObjection("OBJ-1", "F"))
        .Do(Contoso, new OpenLastCall(Disposition.Agree, "S")).After(14);

    private static bool Plain(LastCall? call) => call is null or { HeldBy.IsEmpty: true, Disposition: Disposition.Agree, Binding: false };

    /// <summary>These companies have not moved from their support of revision 1.</summary>
    private static bool Standing(Proposal p, params IReadOnlyList<MemberId> companies) =>
        companies.All(c => p.Positions.GetValueOrDefault(c) is { Position: Position.Support, Revision: 1 })
        && p.Positions.Count(x => x.Value is { Position: Position.Support, Revision: 1 }) >= companies.Count;

    /// <summary>Beside those who stand, only these positions are held.</summary>
    private static bool Only(Proposal p, params IReadOnlyList<(MemberId Company, Position Position)> held) => p.Positions
        .All(x => held.Contains((x.Key, x.Value.Position)) || (x.Value is { Position: Position.Support, Revision: 1 } && x.Key != Adatum && x.Key != Tailspin));
}
