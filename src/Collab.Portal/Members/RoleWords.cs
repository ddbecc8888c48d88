using Collab.Domain.Members;

namespace Collab.Portal.Members;

/// <summary>Roles as words.</summary>
internal static class RoleWords
{
    /// <summary>The roles that a company's own admins grant, with what each may do.</summary>
    public static readonly IReadOnlyList<(Roles Role, string Name, string May)> Granted =
    [
        (Roles.Engineer, "Engineer", "reads, discusses, proposes, reports"),
        (Roles.Representative, "Representative", "records the company's position"),
        (Roles.ReleaseOfficer, "Release officer", "shares and releases reports"),
        (Roles.Admin, "Admin", "people, roles, identity provider, API clients"),
    ];

    /// <summary>All roles held, in words.</summary>
    public static string Of(Roles roles)
    {
        var names = Granted.Where(r => roles.HasFlag(r.Role)).Select(r => r.Name).ToList();
        if (roles.HasFlag(Roles.Moderator))
            names.Add("Moderator");
        return names.Count == 0 ? "No role" : string.Join(", ", names);
    }
}
