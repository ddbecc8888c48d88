using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// An admin sets the roles that a company grants to its own; Engineer always stays, Moderator is not the company's
/// to grant or take. Nobody drops their own Admin role, so that a company keeps one. Refusals: <c>not_found</c>,
/// <c>actor.other_company</c>, <c>actor.not_admin</c>, <c>participant.moderator_role</c>,
/// <c>participant.own_admin</c>.
/// </summary>
public sealed record SetRoles(Roles Roles)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.OwnCompany(actor, state.Company) ?? Authority.Needs(actor, Roles.Admin)) is { } refusal)
            return refusal;
        if ((Roles & ~Grantable) != 0)
            return Refusal.Invalid("participant.moderator_role", "A company grants Engineer, Representative, ReleaseOfficer and Admin. Two moderators of other companies grant Moderator.", "roles");
        if (actor.Person == state.Person && (Roles & Roles.Admin) == 0)
            return Refusal.Conflict("participant.own_admin", "Another admin takes your Admin role; so the company keeps one.");
        var roles = Roles | Roles.Engineer;
        return (state.Roles & Grantable) == roles ? Decision.Accept() : Decision.Accept(new RolesChanged(actor.By, now, roles));
    }

    private const Roles Grantable = Roles.Engineer | Roles.Representative | Roles.ReleaseOfficer | Roles.Admin;
}
