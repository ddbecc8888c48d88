using System.Collections.Immutable;
using Collab.Domain.Outcomes;

namespace Collab.Domain.Proposals;

public sealed partial record Proposal
{
    /// <inheritdoc/>
    public static Proposal Evolve(Proposal? state, string id, IEvent @event) => (state, @event) switch
    {
        (null, DraftStarted e) => new()
        {
            Id = id, Title = e.Title, Status = ProposalStatus.Draft, Since = e.At, Author = e.By, StartedAt = e.At, RevisedAt = e.At,
            MissingSections = e.Text.Missing, Supersedes = e.Supersedes,
        },
        ({ } s, IProposalEvent e) => s.Drafting(e) ?? s.Positioning(e) ?? s.Objecting(e) ?? s.Deciding(e) ?? s.Recusing(e) ?? s.Publishing(e) ?? s.Appealing(e)
            ?? throw Misplaced(id, e),
        _ => throw Misplaced(id, @event),
    };

    private static InvalidOperationException Misplaced(string id, IEvent e) => new($"{e.GetType().Name} cannot follow in the stream {id} of a proposal.");

    private Proposal? Drafting(IProposalEvent @event) => @event switch
    {
        DraftEdited e => this with { Title = e.Title, RevisedAt = e.At, MissingSections = e.Text.Missing },
        DraftSectionEdited e => this with { RevisedAt = e.At, MissingSections = ProposalText.MissingAfter(MissingSections, e.Section, e.Markdown) },
        DraftRenamed e => this with { Title = e.Title },
        CompanyInvited e => this with { Invited = Invited.SetItem(e.Company, e.As) },
        CoAuthorJoined e => this with { CoAuthors = CoAuthors.Add(e.By.Company) },
        ProposalSeconded e => this with { Seconder = e.By },
        ProposalOpened e => At(ProposalStatus.Open, e) with { Revision = 1, SubstantiveRevision = 1, OpenedAt = e.At, OpenedTo = e.Audience },
        ProposalRevised e => this with
        {
            Revision = e.Revision,
            SubstantiveRevision = e.Kind == RevisionKind.Substantive ? e.Revision : SubstantiveRevision,
            RevisedAt = e.At,
        },
        ProposalWithdrawn e => At(ProposalStatus.Withdrawn, e),
        _ => null,
    };

    private Proposal? Positioning(IProposalEvent @event) => @event switch
    {
        PositionRecorded e => this with
        {
            Positions = Positions.SetItem(e.By.Company, new(e.Position, e.Revision, e.By, e.At)),
            Recused = e.Position == Position.Recuse ? Recused.SetItem(e.By.Company, new(RecusalGround.SelfDeclared, e.At)) : Recused,
        },
        PositionWithdrawn e => this with
        {
            Positions = Positions.Remove(e.By.Company),
            Recused = Recused.TryGetValue(e.By.Company, out var recusal) && recusal.Ground == RecusalGround.SelfDeclared ? Recused.Remove(e.By.Company) : Recused,
        },
        _ => null,
    };

    private Proposal? Objecting(IProposalEvent @event) => @event switch
    {
        ObjectionRaised e => this with
        {
            Objections = Objections.Add(new() { Id = e.Objection, By = e.By, Revision = e.Revision, State = ObjectionState.Raised, RaisedAt = e.At }),
        },
        ObjectionAnswered e => With(e.Objection, o => o with
        {
            State = o.State == ObjectionState.Raised ? ObjectionState.Answered : o.State,
            AnsweredAt = o.AnsweredAt ?? e.At,
        }),
        ObjectionWithdrawn e => With(e.Objection, o => o with { State = ObjectionState.Withdrawn }) with { Panels = Panels.Remove(e.Objection) },
        ObjectionAccommodated e => With(e.Objection, o => o with { State = ObjectionState.Accommodated }) with { Panels = Panels.Remove(e.Objection) },
        ObjectionAddressed e => With(e.Objection, o => o with { State = ObjectionState.Addressed }),
        ObjectionEscalated e => With(e.Objection, o => o with { State = ObjectionState.Escalated, PollEnds = e.PollEnds }),
        SustainVoted e => With(e.Objection, o => o with { Sustain = o.Sustain.SetItem(e.By.Company, e.Sustains) }),
        SustainPollEnded e => With(e.Objection, o => o with { State = e.Overruled ? ObjectionState.Overruled : ObjectionState.Sustained }),
        _ => null,
    };

    private Proposal? Deciding(IProposalEvent @event) => @event switch
    {
        LastCallOpened e => At(ProposalStatus.LastCall, e) with { LastCall = new(e.By, e.At, e.Ends, e.Revision, e.Disposition, e.Binding, []) },
        LastCallHeld e => this with { LastCall = LastCall! with { Ends = e.Ends, HeldBy = LastCall.HeldBy.Add(e.By.Company) } },
        LastCallEnded { Because: LastCallEnd.Elapsed } e => At(ProposalStatus.Tally, e),
        LastCallEnded e => At(ProposalStatus.Open, e) with { LastCall = null },
        TallyTaken e => this with { Tally = new(e.At, e.Revision, e.Entries, e.Count) },
        QuorumMissed e => At(ProposalStatus.Open, e) with { LastCall = null, Tally = null },
        OutcomeRecorded e => At(StatusOf(e.Result), e) with { Outcome = new(e.Result, e.By, e.At, e.Dissent) },
        _ => null,
    };

    private Proposal? Recusing(IProposalEvent @event) => @event switch
    {
        RecusalPresumed e => this with { Recused = Recused.SetItem(e.Company, new(e.Ground, e.At)) },
        RecusalChallenged e => this with
        {
            Challenges = Challenges.Add(new(e.Challenge, e.By, e.Company, e.VoteEnds, false, ImmutableSortedDictionary<MemberId, bool>.Empty, null, false)),
        },
        RecusalReplied e => WithChallenge(e.Challenge, c => c with { Replied = true }),
        RecusalVoted e => WithChallenge(e.Challenge, c => c with { Votes = c.Votes.SetItem(e.By.Company, e.Recuse) }),
        RecusalVoteEnded e => WithChallenge(e.Challenge, c => c with { Ended = true, Recused = e.Recused }) with { Recused = AfterVote(e) },
        _ => null,
    };

    /// <summary>What a company declared itself it takes back itself, unless others voted that it stands aside.</summary>
    private ImmutableSortedDictionary<MemberId, Recusal> AfterVote(RecusalVoteEnded e) => Recused.GetValueOrDefault(e.Company)?.Ground switch
    {
        RecusalGround.SelfDeclared when e.Recused && e.For + e.Against > 0 => Recused.SetItem(e.Company, new(RecusalGround.Voted, e.At)),
        RecusalGround.SelfDeclared => Recused,
        null => e.Recused ? Recused.SetItem(e.Company, new(RecusalGround.Voted, e.At)) : Recused,
        _ => e.Recused ? Recused : Recused.Remove(e.Company),
    };

    private Proposal? Publishing(IProposalEvent @event) => @event switch
    {
        SourceQuoted e => this with { Sources = Sources.Add(new(e.Source, e.Company, false, false)) },
        SourceConsented e => WithSource(e.Source, q => q with { Consented = true }),
        SourceRemoved e => WithSource(e.Source, q => q with { Removed = true }),
        PublicationApproved e => this with { Approval = new(e.By, e.At, e.Kind) },
        ProposalPublished e => At(ProposalStatus.Published, e) with
        {
            Approval = null,
            Publication = new(e.Number, e.Version, e.Kind, e.At, Publication?.FirstAt ?? e.At),
        },
        CorrectionProposed e => this with { Correction = new(e.By, e.At, null) },
        CorrectionApproved e => this with { Correction = Correction! with { ApprovedBy = e.By } },
        CorrectionPublished e => this with { Correction = null, Publication = Publication! with { Version = e.Version, At = e.At } },
        ProposalSuperseded e => At(ProposalStatus.Superseded, e) with { SupersededBy = e.Successor, Correction = null },
        _ => null,
    };

    private Proposal? Appealing(IProposalEvent @event) => @event switch
    {
        AppealFiled e => At(ProposalStatus.UnderAppeal, e) with { Appeal = new(e.By, e.At, e.AnswerBy, e.Grounds.Count, Status, false, null) },
        AppealLate => this with { Appeal = Appeal! with { Late = true } },
        PanelAppointed e => this with { Panels = Panels.SetItem(e.Matter, new(e.Matter, e.By, e.Seats, null, [])) },
        PanelDecisionWritten e => WithPanel(e.Matter, p => p with { Written = e.Result, ConfirmedBy = [e.By.Company] }),
        PanelDecisionConfirmed e => WithPanel(e.Matter, p => p with { ConfirmedBy = p.ConfirmedBy.Add(e.By.Company) }),
        PanelDecided { Matter: Panel.OnAppeal, Result: PanelResult.Dismissed } e =>
            At(Appeal!.StatusBefore, e) with { Appeal = Appeal with { Result = e.Result }, Panels = Panels.Remove(e.Matter) },
        PanelDecided { Matter: Panel.OnAppeal } e => At(ProposalStatus.Open, e) with
        {
            Appeal = Appeal! with { Result = e.Result }, Panels = Panels.Remove(e.Matter),
            LastCall = null, Tally = null, Outcome = null, Approval = null, Correction = null,
        },
        PanelDecided e => With(e.Matter, o => o with { State = e.Result == PanelResult.Upheld ? ObjectionState.Upheld : ObjectionState.Overruled }) with
        {
            Panels = Panels.Remove(e.Matter),
        },
        _ => null,
    };

    private static ProposalStatus StatusOf(OutcomeResult result) => result switch
    {
        OutcomeResult.Agreed => ProposalStatus.Agreed,
        OutcomeResult.AgreedWithDissent => ProposalStatus.AgreedWithDissent,
        OutcomeResult.NotAgreed => ProposalStatus.NotAgreed,
        OutcomeResult.Postponed => ProposalStatus.Postponed,
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private Proposal At(ProposalStatus status, IEvent e) => this with { Status = status, Since = e.At };

    private Proposal With(string objection, Func<Objection, Objection> change) =>
        this with { Objections = Objections.ConvertAll(o => o.Id == objection ? change(o) : o) };

    private Proposal WithChallenge(string challenge, Func<RecusalChallenge, RecusalChallenge> change) =>
        this with { Challenges = Challenges.ConvertAll(c => c.Id == challenge ? change(c) : c) };

    private Proposal WithSource(string source, Func<QuotedSource, QuotedSource> change) =>
        this with { Sources = Sources.ConvertAll(q => q.Id == source ? change(q) : q) };

    private Proposal WithPanel(string matter, Func<Panel, Panel> change) => this with { Panels = Panels.SetItem(matter, change(Panels[matter])) };
}
