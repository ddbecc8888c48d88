using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Takes the company's own position, or its own recusal, back: no record. Refusals: <c>not_found</c>,
/// <c>actor.not_representative</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>, <c>proposal.last_call_over</c>,
/// <c>proposal.no_position</c>, <c>proposal.own_objection_open</c>.
/// </summary>
public sealed record WithdrawPosition
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        var held = state.Positions.GetValueOrDefault(actor.Company);
        var selfRecused = state.Recused.TryGetValue(actor.Company, out var recusal) && recusal.Ground == RecusalGround.SelfDeclared;
        if ((Authority.Needs(actor, Roles.Representative)
            ?? (selfRecused ? null : Guard.NotRecused(state, actor, roll))
            ?? Guard.In(state, ProposalStatus.Open, ProposalStatus.LastCall)
            ?? Guard.LastCallRuns(state, now)) is { } refusal)
            return refusal;
        if (held is null || !(selfRecused || state.IsCurrent(held)))
            return Refusal.Conflict("proposal.no_position", $"{roll.Name(actor.Company)} has no position on revision {state.Revision} to withdraw.");
        return Guard.OwnOpenObjection(state, actor, roll) is { } own && held.Position == Position.Object
            ? Refusal.Conflict("proposal.own_objection_open", $"Objection {own.Id} is open. Withdraw it or say that it is accommodated first.")
            : Decision.Accept(new PositionWithdrawn(actor.By, now, held.Revision));
    }
}
