using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

/// <summary>Who acts in an exploration, and all they may say.</summary>
internal static class ExplorationAlphabet
{
    /// <summary>The author's affiliate.</summary>
    public static readonly MemberId Adatum = new("adatum");

    /// <summary>Seven companies, five voices: the author with its affiliate, a pair of affiliates, and three more.</summary>
    public static readonly MemberRoll Room = new(
    [
        Entry(Adatum, group: "home"), Entry(Contoso, group: "home"), Entry(Fabrikam), Entry(Litware),
        Entry(Northwind, group: "wind"), Entry(Tailspin, group: "wind"), Entry(Wingtip),
    ]);

    /// <summary>One person with every role, moderator among them, of each company; a second moderator; an engineer of the author; the clock.</summary>
    public static readonly ImmutableList<Actor> Actors =
    [
        .. Room.Members.Select(m => Of(m.Id)),
        new(new("wingtip-second"), Wingtip, Roles.Moderator),
        Engineer(Contoso),
        Actor.System,
    ];

    private static readonly Proposal Successor = Story.Published().State! with { Id = "P-NEXT1", Supersedes = Id };

    /// <summary>Every command that people may give, in this state.</summary>
    public static IEnumerable<object> OfPeople(Proposal p) =>
    [
        new EditDraft("Parse in user mode", Written),
        new EditDraftSection("rollout", "In two stages.", 1), new RenameDraft("Parse in user mode", p.Title),
        new InviteCompany(Fabrikam, InvitedAs.Seconder), new InviteCompany(Litware, InvitedAs.CoAuthor), new InviteCompany(Adatum, InvitedAs.Seconder),
        new JoinAsCoAuthor(), new SecondProposal(),
        new OpenProposal(Audience.Green), new OpenProposal(Audience.Amber(Northwind, Tailspin, Wingtip)),
        new ReviseProposal(RevisionKind.Editorial, Written, "S"), new ReviseProposal(RevisionKind.Substantive, Written, "S"),
        new WithdrawProposal("R"),
        .. Enum.GetValues<Position>().Except([Position.NoRecord]).Select(x => new RecordPosition(p.Revision, x, null, "A", "B", "C")),
        new RecordPosition(p.Revision, Position.Object), new RecordPosition(p.Revision - 1, Position.Support), new WithdrawPosition(),
        .. p.Objections.SelectMany(o => OnObjection(o.Id)),
        new OpenLastCall(Disposition.Agree, "S"), new OpenLastCall(Disposition.Postpone, "S"), new HoldLastCall(TimeSpan.FromDays(5), "R"),
        new TakeTally(),
        .. Enum.GetValues<OutcomeResult>().Select(r => new RecordOutcome(r, "R")),
        .. new[] { Contoso, Litware, Northwind }.SelectMany(c => new object[] { new PresumeRecused(c, RecusalGround.AssignsCost, "R"), new ChallengeRecusal(c, "R") }),
        .. p.Challenges.SelectMany(c => new object[] { new ReplyToChallenge(c.Id, "R"), new VoteOnRecusal(c.Id, true), new VoteOnRecusal(c.Id, false) }),
        new FileAppeal(["G"]),
        .. p.Objections.Select(o => o.Id).Append(Panel.OnAppeal).SelectMany(OnMatter),
        new QuoteSource(Litware, "W"),
        .. p.Sources.SelectMany(s => new object[] { new ConsentToQuotation(s.Id), new RemoveSource(s.Id) }),
        new ApprovePublication(OutcomeKind.Decision, "O-1"), new ApprovePublication(OutcomeKind.Record, "O-1"),
        new ProposeCorrection(Written, "S"), new ApproveCorrection(),
    ];

    /// <summary>What the clock and the publication of a successor do.</summary>
    public static IEnumerable<object> OfSystem(Proposal p) =>
    [
        new PassTime(), new EndLastCall(), new NoteLateAppeal(),
        .. p.Objections.Select(o => new EndSustainPoll(o.Id)),
        .. p.Challenges.Select(c => new EndRecusalVote(c.Id)),
        new Succession(Successor),
    ];

    /// <summary>What a command is about, as <see cref="ProposalCommands"/> lists it.</summary>
    public static string? Target(object command) => command switch
    {
        ReviseProposal c => c.Kind.ToString(),
        RecordPosition c => c.Position.ToString(),
        AnswerObjection c => c.Objection,
        WithdrawObjection c => c.Objection,
        AccommodateObjection c => c.Objection,
        AddressObjection c => c.Objection,
        EscalateObjection c => c.Objection,
        SustainObjection c => c.Objection,
        OpenLastCall c => c.Disposition.ToString(),
        RecordOutcome c => c.Result.ToString(),
        PresumeRecused c => c.Company.Value,
        ChallengeRecusal c => c.Company.Value,
        ReplyToChallenge c => c.Challenge,
        VoteOnRecusal c => c.Challenge,
        AppointPanel c => c.Matter,
        WritePanelDecision c => c.Matter,
        ConfirmPanelDecision c => c.Matter,
        ConsentToQuotation c => c.Source,
        RemoveSource c => c.Source,
        ApprovePublication c => c.Kind.ToString(),
        _ => null,
    };

    /// <summary>Instants at which a rule may begin to answer otherwise.</summary>
    public static IEnumerable<DateTimeOffset> Instants(Node node, RoomRules rules)
    {
        var p = node.State;
        if (p.OpenedAt is { } opened && p.Status == ProposalStatus.Open)
            yield return opened + rules.OpenBeforeLastCall;
        if (p is { Status: ProposalStatus.LastCall, LastCall: { } call })
            yield return call.Ends;
        if (p is { Status: ProposalStatus.UnderAppeal, Appeal: { } appeal })
            yield return appeal.AnswerBy;
        if (p.Outcome is not null && p.Status is not ProposalStatus.UnderAppeal)
            yield return AppealUntil(p, rules);
        if (p.IsSettled)
            yield break;
        foreach (var o in p.Objections)
        {
            if (o is { State: ObjectionState.Answered, AnsweredAt: { } answered })
                yield return answered + rules.ObjectionEscalation;
            if (o is { State: ObjectionState.Escalated, PollEnds: { } ends })
                yield return ends;
        }

        foreach (var c in p.Challenges.Where(c => !c.Ended))
            yield return c.VoteEnds;
    }

    /// <summary>Until when the outcome may be appealed.</summary>
    public static DateTimeOffset AppealUntil(Proposal p, RoomRules rules) =>
        new[] { p.Outcome!.At, p.Publication?.FirstAt ?? p.Outcome.At }.Max() + rules.AppealWindow;

    private static IEnumerable<object> OnObjection(string id) =>
    [
        new AnswerObjection(id, "A"), new WithdrawObjection(id), new AccommodateObjection(id), new AddressObjection(id, "F"),
        new EscalateObjection(id), new SustainObjection(id, true), new SustainObjection(id, false),
    ];

    private static IEnumerable<object> OnMatter(string matter) =>
    [
        new AppointPanel(matter, [Fabrikam, Northwind, Wingtip]), new AppointPanel(matter, [Fabrikam, Northwind, Tailspin]), new AppointPanel(matter, [Adatum, Northwind, Wingtip]),
        new WritePanelDecision(matter, PanelResult.Upheld, ["R"]), new WritePanelDecision(matter, PanelResult.Dismissed, ["R"]), new ConfirmPanelDecision(matter),
    ];
}
