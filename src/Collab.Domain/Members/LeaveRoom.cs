using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The company leaves, by its own admin. What it said stays. Refusals: <c>not_found</c>, <c>actor.not_admin</c>,
/// <c>actor.other_company</c>, <c>member.wrong_status</c>, <c>text.*</c>.
/// </summary>
public sealed record LeaveRoom(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Member? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.OwnCompany(actor, state.Company)
            ?? Authority.Needs(actor, Roles.Admin)
            ?? MemberChecks.In(state, MemberStatus.Admitted)
            ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal)
            return refusal;
        return Decision.Accept(new MemberLeft(actor.By, now, Reason));
    }
}
