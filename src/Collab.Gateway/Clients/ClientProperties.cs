using System.Collections.Immutable;
using System.Text.Json;

namespace Collab.Gateway.Clients;

/// <summary>What the gateway keeps with a client beyond OpenIddict's own fields.</summary>
public static class ClientProperties
{
    /// <summary>The member on whose behalf an API client acts; its presence makes a client an API client.</summary>
    public const string Company = "company";

    /// <summary>Where a client takes logout tokens.</summary>
    public const string BackChannelLogoutUri = "backchannel_logout_uri";

    /// <summary>The company of an API client, or null for another client.</summary>
    public static string? CompanyOf(ImmutableDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(Company, out var value) ? value.GetString() : null;
}

/// <summary>Names that clients and tokens share; see docs/gateway-contract.md.</summary>
public static class Names
{
    /// <summary>Scope of the portal's API.</summary>
    public const string ApiScope = "collab.api";

    /// <summary>Audience of the portal's API.</summary>
    public const string ApiAudience = "collab-api";

    /// <summary>Scope of the gateway's admin API.</summary>
    public const string AdminScope = "gateway.admin";

    /// <summary>Audience of the gateway's admin API.</summary>
    public const string AdminAudience = "collab-gateway";

    /// <summary>Claim: the member's slug.</summary>
    public const string Company = "company";

    /// <summary>Claim: the session at the gateway.</summary>
    public const string Sid = "sid";
}
