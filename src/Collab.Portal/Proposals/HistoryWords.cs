using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;

namespace Collab.Portal.Proposals;

/// <summary>One event of a proposal in words.</summary>
/// <param name="Event">Its number in the proposal.</param>
/// <param name="Name">The event's name.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Sentence">What happened, to follow the company's name.</param>
public sealed record HistoryLine(long Event, string Name, DateTimeOffset At, By By, string Sentence);

/// <summary>What happened to a proposal, one sentence for each event. The texts themselves stand in the proposal, not here.</summary>
internal static class HistoryWords
{
    /// <summary>The event in words.</summary>
    public static HistoryLine Line(long number, IProposalEvent @event, MemberRoll roll) => new(number, @event.GetType().Name, @event.At, @event.By, Sentence(@event, roll));

    private static string Sentence(IProposalEvent @event, MemberRoll roll) =>
        Drafting(@event, roll) ?? Objecting(@event, roll) ?? Deciding(@event, roll) ?? Publishing(@event, roll) ?? Shell.TroubleNote.Words(@event.GetType().Name);

    private static string? Drafting(IProposalEvent @event, MemberRoll roll) => @event switch
    {
        DraftStarted { Supersedes: { } before } => $"started the draft, to supersede {before}",
        DraftStarted => "started the draft",
        DraftEdited => "edited the draft",
        DraftSectionEdited e => $"edited {ProposalWords.Heading(e.Section)}",
        DraftRenamed e => $"gave the draft the title “{e.Title}”",
        CompanyInvited { As: InvitedAs.CoAuthor } e => $"invited {roll.Name(e.Company)} as co-author",
        CompanyInvited e => $"invited {roll.Name(e.Company)} to second it",
        CoAuthorJoined => "joined as co-author",
        ProposalSeconded => "seconded it",
        ProposalOpened e => $"opened it as revision 1 under {e.Audience.Label.Text()}",
        ProposalRevised { Kind: RevisionKind.Substantive } e => $"wrote revision {e.Revision}, substantive: earlier positions no longer count{Credited(e, roll)}",
        ProposalRevised e => $"wrote revision {e.Revision}, editorial{Credited(e, roll)}",
        ProposalWithdrawn => "withdrew the proposal",
        PositionRecorded e => $"recorded {Shell.PositionMark.Words(e.Position)} on revision {e.Revision}",
        PositionWithdrawn e => $"took its position on revision {e.Revision} back",
        _ => null,
    };

    private static string? Objecting(IProposalEvent @event, MemberRoll roll) => @event switch
    {
        ObjectionRaised e => $"raised {e.Objection} on revision {e.Revision}",
        ObjectionAnswered e => $"answered {e.Objection}",
        ObjectionWithdrawn e => $"withdrew {e.Objection}",
        ObjectionAccommodated e => $"says that {e.Objection} is accommodated",
        ObjectionAddressed e => $"found {e.Objection} addressed; it is printed as dissent",
        ObjectionEscalated e => $"escalated {e.Objection}; the poll ends {Say.Instant(e.PollEnds, e.At)}",
        SustainVoted { Sustains: true } e => $"sustains {e.Objection}",
        SustainVoted e => $"does not sustain {e.Objection}",
        SustainPollEnded { Overruled: true } e => $"ended the poll on {e.Objection}: {e.Sustaining} of {e.Eligible} sustain it, so it is overruled",
        SustainPollEnded e => $"ended the poll on {e.Objection}: {e.Sustaining} of {e.Eligible} sustain it, so a panel decides",
        RecusalPresumed e => $"found {roll.Name(e.Company)} presumed recused",
        RecusalChallenged e => $"asks for a vote on the recusal of {roll.Name(e.Company)} ({e.Challenge}), which ends {Say.Instant(e.VoteEnds, e.At)}",
        RecusalReplied e => $"replied to {e.Challenge}",
        RecusalVoted { Recuse: true } e => $"voted to recuse in {e.Challenge}",
        RecusalVoted e => $"voted against recusing in {e.Challenge}",
        RecusalVoteEnded e => $"ended the vote {e.Challenge}: {e.For} for, {e.Against} against; {roll.Name(e.Company)} {(e.Recused ? "is recused" : "is not recused")}",
        _ => null,
    };

    private static string? Deciding(IProposalEvent @event, MemberRoll roll) => @event switch
    {
        LastCallOpened e => $"opened{(e.Binding ? " a binding" : "")} last call on revision {e.Revision}, to {Seek(e.Disposition)}, until {Say.Instant(e.Ends, e.At)}",
        LastCallHeld e => $"asked for more time; last call ends {Say.Instant(e.Ends, e.At)}",
        LastCallEnded { Because: LastCallEnd.Elapsed } => "ended last call: its time passed",
        LastCallEnded { Because: LastCallEnd.Objection } => "ended last call by an objection",
        LastCallEnded { Because: LastCallEnd.Revised } => "ended last call by a substantive revision",
        LastCallEnded => "ended last call by withdrawing the proposal",
        TallyTaken e => $"took the tally: {e.Count.Support} Support, {e.Count.NoObjection} No objection, {e.Count.Object} Object, {e.Count.Abstain} Abstain, of {e.Count.Eligible} eligible",
        QuorumMissed e => $"found no quorum ({e.Have} of {e.Need}); silent: {Say.Names(roll, e.Missing)}",
        OutcomeRecorded e => $"recorded the outcome: {OutcomeOf(e.Result)}",
        AppealFiled e => $"appealed; answered by {Say.Instant(e.AnswerBy, e.At)}",
        AppealLate => "noted that the answer to the appeal is late",
        PanelAppointed e => $"appointed a panel on {Matter(e.Matter)}: {Say.Names(roll, e.Seats)}",
        PanelDecisionWritten e => $"wrote down what the panel on {Matter(e.Matter)} decided",
        PanelDecisionConfirmed e => $"confirmed the wording of the panel on {Matter(e.Matter)}",
        PanelDecided e => $"the panel on {Matter(e.Matter)} decided: {(e.Result == PanelResult.Upheld ? "upheld" : "dismissed")}",
        _ => null,
    };

    private static string? Publishing(IProposalEvent @event, MemberRoll roll) => @event switch
    {
        SourceQuoted e => $"quotes {roll.Name(e.Company)} ({e.Source})",
        SourceConsented e => $"consents to the quotation {e.Source}",
        SourceRemoved e => $"took the quotation {e.Source} out",
        PublicationApproved => "approved the publication",
        ProposalPublished e => $"approved the publication: published as {e.Number}, version {e.Version}",
        CorrectionProposed => "proposed an editorial correction",
        CorrectionApproved => "approved the correction",
        CorrectionPublished e => $"approved the correction: published as version {e.Version}",
        ProposalSuperseded e => $"superseded by {e.SuccessorNumber}",
        _ => null,
    };

    /// <summary>What a last call seeks, as a verb.</summary>
    public static string Seek(Disposition disposition) => disposition.ToString().ToLowerInvariant();

    /// <summary>An outcome's result as words.</summary>
    public static string OutcomeOf(OutcomeResult result) => result switch
    {
        OutcomeResult.AgreedWithDissent => "agreed with dissent",
        OutcomeResult.NotAgreed => "not agreed",
        _ => result.ToString().ToLowerInvariant(),
    };

    private static string Credited(ProposalRevised e, MemberRoll roll) => e.Credits is { IsEmpty: false } credits
        ? $"; it takes in {Say.Count(credits.Count, "suggestion", "suggestions")} of {Say.Names(roll, credits.Select(c => c.By.Company).Distinct())}"
        : "";

    private static string Matter(string matter) => matter == Panel.OnAppeal ? "the appeal" : matter;
}
