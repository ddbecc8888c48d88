using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Accepts a suggestion; an author. A draft takes it in at once, by an edit of the draft in the same transaction; an open
/// proposal with its next revision. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>,
/// <c>remark.not_a_suggestion</c>, <c>remark.redacted</c>, <c>proposal.wrong_status</c>, <c>remark.wrong_state</c>,
/// <c>suggestion.passage_gone</c>.
/// </summary>
public sealed record AcceptSuggestion
{
    /// <summary>Decides; <paramref name="found"/> is the passage in the text in force, null when it is gone.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Passage? found, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        if ((Guard.Author(proposal, actor, roll)
            ?? RemarkGuard.Suggested(state)
            ?? RemarkGuard.Readable(state)
            ?? Guard.In(proposal, ProposalStatus.Draft, ProposalStatus.Open, ProposalStatus.LastCall)
            ?? RemarkGuard.In(state, RemarkState.Open)
            ?? (found is null ? Refusal.Conflict("suggestion.passage_gone", "The passage is gone from the text, so its new wording has no place. Decline the suggestion, or write the change yourself.") : null)) is { } refusal)
            return refusal;
        return Decision.Accept(new SuggestionAccepted(actor.By, now, proposal.Status == ProposalStatus.Draft));
    }
}
