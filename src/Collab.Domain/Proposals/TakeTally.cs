using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Takes the tally again, where the eligible companies changed since it was taken: a member was admitted, suspended
/// or recused, or affiliates changed. A moderator unrelated to the authors. Positions stand still in tally.
/// Refusals: <c>not_found</c>, <c>actor.not_moderator</c>, <c>proposal.own_proposal</c>, <c>proposal.recused</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.tally_holds</c>.
/// </summary>
public sealed record TakeTally
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.UnrelatedModerator(state, actor, roll) ?? Guard.In(state, ProposalStatus.Tally)) is { } refusal)
            return refusal;
        return Guard.TallyHolds(state, roll) is null
            ? Refusal.Conflict("proposal.tally_holds", "The tally holds: nobody's standing changed since it was taken.")
            : Decision.Accept([.. EndLastCall.Tallied(state, actor.By, now, roll, rules)]);
    }
}
