using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// A moderator proposes to admit, suspend, reinstate or affiliate a company that is not their own or related; a
/// moderator of another unrelated company confirms it (<see cref="ConfirmMotion"/>). A motion whose company is not
/// in good standing any more makes room for another. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>,
/// <c>member.own_company</c>, <c>member.wrong_status</c>, <c>member.motion_pending</c>, <c>member.group</c>,
/// <c>text.*</c>.
/// </summary>
public sealed record ProposeMotion(MemberMotion Motion, string Reasons, string? Group = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Member? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Moderator)
            ?? MemberChecks.Unrelated(state, Group, actor, roll)
            ?? MemberChecks.Fits(state, Motion)
            ?? Free(state, roll)
            ?? Grouped()
            ?? Text.Statement(Reasons, "reasons", "Reasons")) is { } refusal)
            return refusal;
        return Decision.Accept(new MemberMotionProposed(actor.By, now, Motion, Reasons, Motion == MemberMotion.Affiliate ? Group : null));
    }

    private static Refusal? Free(Member state, MemberRoll roll) => state.Motion is { } pending && roll.Find(pending.By.Company) is { Status: MemberStatus.Admitted }
        ? Refusal.Conflict("member.motion_pending", $"A motion by {roll.Name(pending.By.Company)} to {MemberChecks.Verb(pending.Motion)} {state.Name} waits for a second company. One at a time.")
        : null;

    private Refusal? Grouped() => Motion != MemberMotion.Affiliate || MemberChecks.IsName(Group) ? null
        : Refusal.Invalid("member.group", "Name the group of affiliates in lower-case letters, digits and dashes.", "group");
}
