using System.Text.Json.Serialization;

namespace Collab.Domain;

/// <summary>Who did something: a person together with the company they acted for at that time.</summary>
/// <param name="Person">The person or program.</param>
/// <param name="Company">The company they acted for.</param>
public sealed record By(PersonId Person, MemberId Company)
{
    /// <summary>The system, as the named actor of what the clock does.</summary>
    public static readonly By System = new(new PersonId("system"), new MemberId("system"));

    /// <summary>True for what the clock did.</summary>
    [JsonIgnore]
    public bool IsSystem => this == System;
}
