using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Takes the proposal back, for the company that started it. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>,
/// <c>proposal.not_author</c>, <c>proposal.wrong_status</c>, <c>proposal.last_call_over</c>, and those of <see cref="Text"/>.
/// </summary>
public sealed record WithdrawProposal(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.FirstAuthor(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Draft, ProposalStatus.Open, ProposalStatus.LastCall)
            ?? Guard.LastCallRuns(state, now)
            ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal)
            return refusal;
        var withdrawn = new ProposalWithdrawn(actor.By, now, Reason);
        return state.Status == ProposalStatus.LastCall
            ? Decision.Accept(new LastCallEnded(actor.By, now, LastCallEnd.Withdrawn), withdrawn)
            : Decision.Accept(withdrawn);
    }
}
