using System.Text.Json.Serialization;

namespace Collab.Domain.Members;

/// <summary>What a person may do for their company. Granted by the company's own admins, but for <see cref="Moderator"/>.</summary>
[Flags]
[JsonConverter(typeof(JsonStringEnumConverter<Roles>))]
public enum Roles
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Reads, discusses, proposes, reports. Every participant has it.</summary>
    Engineer = 1,

    /// <summary>Records the company's position.</summary>
    Representative = 2,

    /// <summary>Shares and releases incident reports.</summary>
    ReleaseOfficer = 4,

    /// <summary>Runs the company's people, roles, identity provider and API clients.</summary>
    Admin = 8,

    /// <summary>Runs last calls, records and publishes outcomes; granted by two moderators of other, unrelated companies.</summary>
    Moderator = 16,
}

/// <summary>
/// Who acts, as a value: a person or program of an admitted company, with the roles in force now. Somebody who is
/// disabled, or whose company is suspended or has left, is no actor: there is none to pass.
/// </summary>
/// <param name="Person">The person or program.</param>
/// <param name="Company">Their one company.</param>
/// <param name="Roles">The roles in force at this moment.</param>
public sealed record Actor(PersonId Person, MemberId Company, Roles Roles)
{
    /// <summary>The clock, acting under the room's rules: ends last calls and embargoes. Has no role and no company.</summary>
    public static readonly Actor System = new(Domain.By.System.Person, Domain.By.System.Company, Roles.None);

    /// <summary>True for the clock.</summary>
    [JsonIgnore]
    public bool IsSystem => this == System;

    /// <summary>This actor as events record it.</summary>
    [JsonIgnore]
    public By By => new(Person, Company);

    /// <summary>True when the actor holds the role.</summary>
    public bool Is(Roles role) => (Roles & role) == role;
}
