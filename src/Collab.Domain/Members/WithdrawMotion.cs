using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The company that proposed a motion takes it back. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>,
/// <c>member.no_motion</c>, <c>actor.other_company</c>.
/// </summary>
public sealed record WithdrawMotion
{
    /// <summary>Decides.</summary>
    public Decision Decide(Member? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if (Authority.Needs(actor, Roles.Moderator) is { } unfit)
            return unfit;
        if (state.Motion is not { } motion)
            return Refusal.Conflict("member.no_motion", $"No motion about {state.Name} waits.");
        return Authority.OwnCompany(actor, motion.By.Company) is { } refusal ? refusal : Decision.Accept(new MemberMotionWithdrawn(actor.By, now, motion.Motion));
    }
}
