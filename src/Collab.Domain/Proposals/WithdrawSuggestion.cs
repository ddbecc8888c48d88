using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Takes a suggestion back while no text has taken it in; who made it. Refusals: <c>not_found</c>, <c>remark.not_author</c>,
/// <c>remark.not_a_suggestion</c>, <c>remark.proposal_settled</c>, <c>remark.wrong_state</c>.
/// </summary>
public sealed record WithdrawSuggestion
{
    /// <summary>Decides.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Actor actor, DateTimeOffset now)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        return (RemarkGuard.Writer(state, actor)
            ?? RemarkGuard.Suggested(state)
            ?? RemarkGuard.Discussed(proposal)
            ?? RemarkGuard.In(state, RemarkState.Open, RemarkState.Accepted)) is { } refusal
            ? refusal
            : Decision.Accept(new SuggestionWithdrawn(actor.By, now));
    }
}
