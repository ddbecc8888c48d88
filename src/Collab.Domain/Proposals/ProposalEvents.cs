using System.Collections.Immutable;
using Collab.Domain.Sharing;

namespace Collab.Domain.Proposals;

/// <summary>Something that happened to a proposal.</summary>
public interface IProposalEvent : IEvent;

/// <summary>A draft was started; <paramref name="Supersedes"/> names the published proposal whose place it is to take.</summary>
public sealed record DraftStarted(By By, DateTimeOffset At, string Title, ProposalText Text, string? Supersedes) : IProposalEvent;

/// <summary>The draft was edited.</summary>
public sealed record DraftEdited(By By, DateTimeOffset At, string Title, ProposalText Text) : IProposalEvent;

/// <summary>One section of the draft was written anew; <paramref name="Markdown"/> is all of it, with what others wrote merged in.</summary>
public sealed record DraftSectionEdited(By By, DateTimeOffset At, string Section, string Markdown) : IProposalEvent;

/// <summary>The draft was given another title.</summary>
public sealed record DraftRenamed(By By, DateTimeOffset At, string Title) : IProposalEvent;

/// <summary>The author's company invited another, which may read the draft from now on.</summary>
public sealed record CompanyInvited(By By, DateTimeOffset At, MemberId Company, InvitedAs As) : IProposalEvent;

/// <summary>An invited company accepted to be a co-author: the proposal is its own too.</summary>
public sealed record CoAuthorJoined(By By, DateTimeOffset At) : IProposalEvent;

/// <summary>An engineer of an unrelated company seconded the draft: it is worth the room's time.</summary>
public sealed record ProposalSeconded(By By, DateTimeOffset At) : IProposalEvent;

/// <summary>The draft was opened to this audience; its text as it stands is revision 1.</summary>
public sealed record ProposalOpened(By By, DateTimeOffset At, Audience Audience) : IProposalEvent;

/// <summary>
/// The text was revised. A substantive revision un-counts every position. <paramref name="Credits"/> names the suggestions
/// that it takes in and who made them; null where it takes in none.
/// </summary>
public sealed record ProposalRevised(
    By By, DateTimeOffset At, int Revision, RevisionKind Kind, ProposalText Text, string Summary, ImmutableList<SuggestionCredit>? Credits = null) : IProposalEvent;

/// <summary>Whom a revision owes a wording to.</summary>
/// <param name="Remark">The suggestion.</param>
/// <param name="By">Who made it, for which company.</param>
public sealed record SuggestionCredit(string Remark, By By);

/// <summary>The author's company withdrew the proposal.</summary>
public sealed record ProposalWithdrawn(By By, DateTimeOffset At, string Reason) : IProposalEvent;

/// <summary>A company recorded its position on a revision.</summary>
public sealed record PositionRecorded(By By, DateTimeOffset At, int Revision, Position Position, string? Statement) : IProposalEvent;

/// <summary>A company took its position back: no record.</summary>
public sealed record PositionWithdrawn(By By, DateTimeOffset At, int Revision) : IProposalEvent;

/// <summary>A company objected: to what, why, and what change would cure it.</summary>
public sealed record ObjectionRaised(By By, DateTimeOffset At, string Objection, int Revision, string What, string Why, string Cure) : IProposalEvent;

/// <summary>An author answered the objection.</summary>
public sealed record ObjectionAnswered(By By, DateTimeOffset At, string Objection, string Answer) : IProposalEvent;

/// <summary>The objecting company withdrew its objection.</summary>
public sealed record ObjectionWithdrawn(By By, DateTimeOffset At, string Objection, string? Statement) : IProposalEvent;

/// <summary>The objecting company says that its objection is met.</summary>
public sealed record ObjectionAccommodated(By By, DateTimeOffset At, string Objection, string? Statement) : IProposalEvent;

/// <summary>An unrelated moderator found, in writing, that the objection is addressed; it is printed as dissent.</summary>
public sealed record ObjectionAddressed(By By, DateTimeOffset At, string Objection, string Finding) : IProposalEvent;

/// <summary>The objection was escalated to a poll of all eligible companies.</summary>
public sealed record ObjectionEscalated(By By, DateTimeOffset At, string Objection, DateTimeOffset PollEnds) : IProposalEvent;

/// <summary>A company said in the poll whether it sustains the objection.</summary>
public sealed record SustainVoted(By By, DateTimeOffset At, string Objection, bool Sustains) : IProposalEvent;

/// <summary>The poll ended: under a third sustaining overrules the objection, else a panel decides.</summary>
public sealed record SustainPollEnded(By By, DateTimeOffset At, string Objection, int Sustaining, int Eligible, bool Overruled) : IProposalEvent;

/// <summary>Last call opened on the current revision.</summary>
public sealed record LastCallOpened(By By, DateTimeOffset At, int Revision, Disposition Disposition, string Summary, bool Binding, DateTimeOffset Ends) : IProposalEvent;

/// <summary>A company asked for more time, once.</summary>
public sealed record LastCallHeld(By By, DateTimeOffset At, string Reason, DateTimeOffset Ends) : IProposalEvent;

/// <summary>Last call ended, and why.</summary>
public sealed record LastCallEnded(By By, DateTimeOffset At, LastCallEnd Because) : IProposalEvent;

/// <summary>Every eligible company with its position or its silence, so that silence too can be proven.</summary>
public sealed record TallyTaken(By By, DateTimeOffset At, int Revision, ImmutableSortedDictionary<MemberId, TallyEntry> Entries, TallyCount Count) : IProposalEvent;

/// <summary>The tally found no quorum; the proposal is open again. <paramref name="Missing"/> names the eligible companies without a current position.</summary>
public sealed record QuorumMissed(By By, DateTimeOffset At, int Have, int Need, ImmutableSortedSet<MemberId> Missing) : IProposalEvent;

/// <summary>An unrelated moderator recorded the outcome; the objections of <paramref name="Dissent"/> are printed with it.</summary>
public sealed record OutcomeRecorded(By By, DateTimeOffset At, OutcomeResult Result, string Reasons, ImmutableList<string> Dissent) : IProposalEvent;

/// <summary>An unrelated moderator found a ground on which the company is presumed recused.</summary>
public sealed record RecusalPresumed(By By, DateTimeOffset At, MemberId Company, RecusalGround Ground, string Reasons) : IProposalEvent;

/// <summary>A company's standing was challenged, or its presumed recusal contested; unrelated companies vote.</summary>
public sealed record RecusalChallenged(By By, DateTimeOffset At, string Challenge, MemberId Company, string Reasons, DateTimeOffset VoteEnds) : IProposalEvent;

/// <summary>The challenged company replied.</summary>
public sealed record RecusalReplied(By By, DateTimeOffset At, string Challenge, string Reply) : IProposalEvent;

/// <summary>A company voted on another's recusal.</summary>
public sealed record RecusalVoted(By By, DateTimeOffset At, string Challenge, bool Recuse) : IProposalEvent;

/// <summary>The vote on a recusal ended; a tie recuses.</summary>
public sealed record RecusalVoteEnded(By By, DateTimeOffset At, string Challenge, MemberId Company, int For, int Against, bool Recused) : IProposalEvent;

/// <summary>A member appealed the decision. <paramref name="Grounds"/> are arguments that the panel answers one by one.</summary>
public sealed record AppealFiled(By By, DateTimeOffset At, ImmutableList<string> Grounds, DateTimeOffset AnswerBy) : IProposalEvent;

/// <summary>The appeal was not answered in time; all members are told.</summary>
public sealed record AppealLate(By By, DateTimeOffset At) : IProposalEvent;

/// <summary>A panel of three or five unrelated companies was appointed for an objection (<c>OBJ-1</c>) or for the appeal (<c>appeal</c>).</summary>
public sealed record PanelAppointed(By By, DateTimeOffset At, string Matter, ImmutableSortedSet<MemberId> Seats) : IProposalEvent;

/// <summary>A seat wrote down what the panel decided; other seats confirm the wording. Nobody's vote is told.</summary>
public sealed record PanelDecisionWritten(By By, DateTimeOffset At, string Matter, PanelResult Result, ImmutableList<string> Reasons, string? MinorityOpinion) : IProposalEvent;

/// <summary>A seat confirmed that the written decision is the panel's.</summary>
public sealed record PanelDecisionConfirmed(By By, DateTimeOffset At, string Matter) : IProposalEvent;

/// <summary>The panel's decision took effect, confirmed by the majority of its seats.</summary>
public sealed record PanelDecided(By By, DateTimeOffset At, string Matter, PanelResult Result) : IProposalEvent;
