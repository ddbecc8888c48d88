using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Declines a suggestion with a reason, also one that was accepted and is not recorded yet; an author. Refusals:
/// <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>, <c>remark.not_a_suggestion</c>,
/// <c>remark.proposal_settled</c>, <c>remark.wrong_state</c>, and those of <see cref="Text"/>.
/// </summary>
/// <param name="Reason">Why, in Markdown.</param>
public sealed record DeclineSuggestion(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        return (Guard.Author(proposal, actor, roll)
            ?? RemarkGuard.Suggested(state)
            ?? RemarkGuard.Discussed(proposal)
            ?? RemarkGuard.In(state, RemarkState.Open, RemarkState.Accepted)
            ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal
            ? refusal
            : Decision.Accept(new SuggestionDeclined(actor.By, now, Reason));
    }
}
