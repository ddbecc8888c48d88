using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The second moderator, of a company unrelated to the first and to the company concerned, confirms the motion: it
/// takes effect. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>, <c>member.own_company</c>,
/// <c>member.no_motion</c>, <c>member.motion_lapsed</c>, <c>member.same_company</c>, <c>member.wrong_status</c>.
/// </summary>
public sealed record ConfirmMotion(MemberMotion Motion)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Member? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Moderator) ?? MemberChecks.Unrelated(state, state.Motion?.Group, actor, roll)) is { } unfit)
            return unfit;
        if (state.Motion is not { } motion || motion.Motion != Motion)
            return Refusal.Conflict("member.no_motion", $"No motion to {MemberChecks.Verb(Motion)} {state.Name} waits for a second company.");
        if (roll.Find(motion.By.Company) is not { Status: MemberStatus.Admitted })
            return Refusal.Conflict("member.motion_lapsed", $"{roll.Name(motion.By.Company)}, which proposed this, is not in good standing any more. Propose it anew.");
        if (roll.Related(motion.By.Company, actor.Company))
            return Refusal.Forbidden("member.same_company", $"{roll.Name(motion.By.Company)} proposed this. A moderator of a company unrelated to it confirms.");
        if (MemberChecks.Fits(state, Motion) is { } refusal)
            return refusal;
        return Decision.Accept(Motion switch
        {
            MemberMotion.Admit => new MemberAdmitted(actor.By, now, motion.By),
            MemberMotion.Suspend => new MemberSuspended(actor.By, now, motion.By, motion.Reasons),
            MemberMotion.Reinstate => new MemberReinstated(actor.By, now, motion.By),
            MemberMotion.Affiliate => new AffiliationRecorded(actor.By, now, motion.Group!, motion.By),
            MemberMotion.EndAffiliation => (IEvent)new AffiliationEnded(actor.By, now, state.Group!, motion.By),
            _ => throw new InvalidOperationException($"No event for {Motion}."),
        });
    }
}
