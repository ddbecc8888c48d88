namespace Collab.Domain.Members;

/// <summary>The questions about an actor that commands ask first.</summary>
internal static class Authority
{
    /// <summary>Refuses who does not hold the role.</summary>
    public static Refusal? Needs(Actor actor, Roles role) => actor.Is(role) ? null : role switch
    {
        Roles.Engineer => Refusal.Forbidden("actor.not_engineer", "This needs the role Engineer. Ask an admin of your company for it."),
        Roles.Representative => Refusal.Forbidden("actor.not_representative", "Only a representative speaks for the company. Ask one, or ask an admin of your company for the role."),
        Roles.ReleaseOfficer => Refusal.Forbidden("actor.not_release_officer", "Only a release officer of the company does this. Ask one, or ask an admin of your company for the role."),
        Roles.Admin => Refusal.Forbidden("actor.not_admin", "Only an admin of the company does this. Ask one."),
        Roles.Moderator => Refusal.Forbidden("actor.not_moderator", "Only a moderator does this. Ask a moderator of a company that is not a party."),
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>Refuses everybody but the clock and the installation's own start.</summary>
    public static Refusal? System(Actor actor) =>
        actor.IsSystem ? null : Refusal.Forbidden("actor.not_system", "The clock does this by itself, when its time has come.");

    /// <summary>Refuses who is not of this company.</summary>
    public static Refusal? OwnCompany(Actor actor, MemberId company) =>
        actor.Company == company ? null : Refusal.Forbidden("actor.other_company", "Only the company's own people decide this.");
}
