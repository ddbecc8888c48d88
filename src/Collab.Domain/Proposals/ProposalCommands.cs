using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Sharing;

namespace Collab.Domain.Proposals;

/// <summary>Whether a command is possible now.</summary>
/// <param name="Command">The command's name: <c>OpenLastCall</c>.</param>
/// <param name="Target">What it is about, where there are several: <c>OBJ-1</c>, <c>REC-1</c>, <c>SRC-1</c>, <c>appeal</c>, or the value it would record.</param>
/// <param name="Refusal">Why it is not possible; null when it is.</param>
public sealed record Possibility(string Command, string? Target, Refusal? Refusal)
{
    /// <summary>What a decision on placeholders says about the command.</summary>
    internal static Possibility Of(string command, Decision decision, string? target = null) => new(command, target, decision switch
    {
        Decision.Refused refused => refused.Refusal,
        Decision.Accepted { Events.Count: 0 } => Refusal.Conflict("already_so", "This is so already."),
        _ => null,
    });
}

/// <summary>Every command that people may give to a proposal, and whether it is possible now: the commands' own guards, asked with placeholders for what is typed.</summary>
public static class ProposalCommands
{
    private const string Words = "…";
    private static readonly bool[] YesOrNo = [true, false];
    private static readonly ProposalText Complete = new(Words, Words, Words, Words, Words, Words);

    /// <summary>Asks every command. Empty when the actor may not see the proposal.</summary>
    public static ImmutableList<Possibility> Possible(Proposal proposal, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules) =>
        Guard.MaySee(proposal, actor) ? [.. Ask(proposal, actor, now, roll, rules)] : [];

    private static IEnumerable<Possibility> Ask(Proposal p, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules) =>
    [
        Of(nameof(EditDraft), new EditDraft(p.Title, Complete).Decide(p, actor, now, roll)),
        Of(nameof(EditDraftSection), new EditDraftSection("problem", Words, 1).Decide(p, actor, now, roll, "", "")),
        Of(nameof(RenameDraft), new RenameDraft(Words).Decide(p, actor, now, roll)),
        But("proposal.no_such_company", Of(nameof(InviteCompany), new InviteCompany(default, InvitedAs.CoAuthor).Decide(p, actor, now, roll))),
        Of(nameof(JoinAsCoAuthor), new JoinAsCoAuthor().Decide(p, actor, now, roll)),
        Of(nameof(SecondProposal), new SecondProposal().Decide(p, actor, now, roll)),
        Of(nameof(OpenProposal), new OpenProposal(Audience.Green).Decide(p, actor, now, roll)),
        .. Each<RevisionKind>(nameof(ReviseProposal), k => new ReviseProposal(k, Complete, Words).Decide(p, actor, now, roll)),
        Of(nameof(WithdrawProposal), new WithdrawProposal(Words).Decide(p, actor, now, roll)),
        .. new[] { Position.Support, Position.NoObjection, Position.Object, Position.Abstain, Position.Recuse }.Select(x =>
            Of(nameof(RecordPosition), new RecordPosition(p.Revision, x, Words, Words, Words, Words).Decide(p, actor, now, roll), x.ToString())),
        Of(nameof(WithdrawPosition), new WithdrawPosition().Decide(p, actor, now, roll)),
        .. p.Objections.Where(o => o.State is not (ObjectionState.Withdrawn or ObjectionState.Accommodated)).SelectMany(o => OnObjection(o.Id, p, actor, now, roll, rules)),
        .. Each<Disposition>(nameof(OpenLastCall), d => new OpenLastCall(d, Words).Decide(p, actor, now, roll, rules)),
        Of(nameof(HoldLastCall), new HoldLastCall(rules.HoldMaximum, Words).Decide(p, actor, now, roll, rules)),
        Of(nameof(TakeTally), new TakeTally().Decide(p, actor, now, roll, rules)),
        .. Each<OutcomeResult>(nameof(RecordOutcome), r => new RecordOutcome(r, Words).Decide(p, actor, now, roll)),
        .. Electorate.Of(p, roll).Companies.Where(c => c != actor.Company).SelectMany(c => OnStanding(c, p, actor, now, roll, rules)),
        .. p.Recused.Keys.Where(c => c == actor.Company).Select(c => Of(nameof(ChallengeRecusal), new ChallengeRecusal(c, Words).Decide(p, actor, now, roll, rules), c.Value)),
        .. p.Challenges.Where(c => !c.Ended).SelectMany(c => OnChallenge(c.Id, p, actor, now, roll)),
        Of(nameof(FileAppeal), new FileAppeal([Words]).Decide(p, actor, now, roll, rules)),
        .. Matters(p).SelectMany(m => OnMatter(m, p, actor, now, roll)),
        But("proposal.no_such_company", Of(nameof(QuoteSource), new QuoteSource(default, Words).Decide(p, actor, now, roll))),
        .. p.Sources.Where(s => !s.Removed).SelectMany(s => OnSource(s.Id, p, actor, now, roll)),
        .. Each<OutcomeKind>(nameof(ApprovePublication), k => new ApprovePublication(k, "O-0").Decide(p, actor, now, roll)),
        Of(nameof(ProposeCorrection), new ProposeCorrection(Complete, Words).Decide(p, actor, now, roll)),
        Of(nameof(ApproveCorrection), new ApproveCorrection().Decide(p, actor, now, roll)),
    ];

    private static IEnumerable<Possibility> OnObjection(string id, Proposal p, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules) =>
    [
        Of(nameof(AnswerObjection), new AnswerObjection(id, Words).Decide(p, actor, now, roll), id),
        Of(nameof(WithdrawObjection), new WithdrawObjection(id).Decide(p, actor, now, roll), id),
        Of(nameof(AccommodateObjection), new AccommodateObjection(id).Decide(p, actor, now, roll), id),
        Of(nameof(AddressObjection), new AddressObjection(id, Words).Decide(p, actor, now, roll), id),
        Of(nameof(EscalateObjection), new EscalateObjection(id).Decide(p, actor, now, roll, rules), id),
        .. YesOrNo.Select(x => Of(nameof(SustainObjection), new SustainObjection(id, x).Decide(p, actor, now, roll), id)).OrderBy(x => x.Refusal is not null).Take(1),
    ];

    private static IEnumerable<Possibility> OnStanding(MemberId company, Proposal p, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules) =>
    [
        Of(nameof(ChallengeRecusal), new ChallengeRecusal(company, Words).Decide(p, actor, now, roll, rules), company.Value),
        Of(nameof(PresumeRecused), new PresumeRecused(company, RecusalGround.AssignsFault, Words).Decide(p, actor, now, roll), company.Value),
    ];

    private static IEnumerable<Possibility> OnChallenge(string id, Proposal p, Actor actor, DateTimeOffset now, MemberRoll roll) =>
    [
        Of(nameof(ReplyToChallenge), new ReplyToChallenge(id, Words).Decide(p, actor, now, roll), id),
        .. YesOrNo.Select(x => Of(nameof(VoteOnRecusal), new VoteOnRecusal(id, x).Decide(p, actor, now, roll), id)).OrderBy(x => x.Refusal is not null).Take(1),
    ];

    private static IEnumerable<Possibility> OnMatter(string matter, Proposal p, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        var reasons = Enumerable.Repeat(Words, matter == Panel.OnAppeal ? p.Appeal!.Grounds : 1).ToImmutableList();
        return
        [
            But("proposal.panel_size", Of(nameof(AppointPanel), new AppointPanel(matter, []).Decide(p, actor, now, roll), matter)),
            Of(nameof(WritePanelDecision), new WritePanelDecision(matter, PanelResult.Dismissed, reasons).Decide(p, actor, now, roll), matter),
            Of(nameof(ConfirmPanelDecision), new ConfirmPanelDecision(matter).Decide(p, actor, now, roll), matter),
        ];
    }

    private static IEnumerable<Possibility> OnSource(string id, Proposal p, Actor actor, DateTimeOffset now, MemberRoll roll) =>
    [
        Of(nameof(ConsentToQuotation), new ConsentToQuotation(id).Decide(p, actor, now, roll), id),
        Of(nameof(RemoveSource), new RemoveSource(id).Decide(p, actor, now, roll), id),
    ];

    private static IEnumerable<string> Matters(Proposal p) =>
        p.Objections.Where(o => o.State == ObjectionState.Sustained).Select(o => o.Id).Concat(p.Status == ProposalStatus.UnderAppeal ? [Panel.OnAppeal] : []);

    /// <summary>A refusal of the placeholder alone is none: every other guard passed.</summary>
    private static Possibility But(string placeholder, Possibility possibility) =>
        possibility.Refusal?.Code == placeholder ? possibility with { Refusal = null } : possibility;

    private static IEnumerable<Possibility> Each<T>(string command, Func<T, Decision> decide)
        where T : struct, Enum =>
        Enum.GetValues<T>().Select(value => Of(command, decide(value), value.ToString()));

    private static Possibility Of(string command, Decision decision, string? target = null) => Possibility.Of(command, decision, target);
}
