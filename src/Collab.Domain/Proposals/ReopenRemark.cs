using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Says that a comment is not settled after all; its author's company or the proposal's authors. Refusals: <c>not_found</c>,
/// <c>remark.not_party</c>, <c>remark.not_a_comment</c>, <c>remark.proposal_settled</c>.
/// </summary>
public sealed record ReopenRemark
{
    /// <summary>Decides.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        if ((RemarkGuard.Party(state, proposal, actor, roll) ?? RemarkGuard.Commented(state) ?? RemarkGuard.Discussed(proposal)) is { } refusal)
            return refusal;
        return state.State == RemarkState.Open ? Decision.Accept() : Decision.Accept(new RemarkReopened(actor.By, now));
    }
}
