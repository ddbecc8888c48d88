using System.Security.Cryptography;
using Collab.Domain;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Collab.Portal.Tests;

/// <summary>
/// An issuer whose tokens a node under test trusts, by its signing key. Only where the gateway is not what is tested:
/// the journeys in Collab.EndToEnd sign in through the real one.
/// </summary>
public static class TestIssuer
{
    /// <summary>The issuer's name.</summary>
    public const string Authority = "http://issuer.test/";

    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "test" };

    /// <summary>Makes a node trust this issuer instead of asking its address for keys.</summary>
    public static void Trust(IServiceCollection services)
    {
        var configuration = new OpenIdConnectConfiguration { Issuer = Authority };
        configuration.SigningKeys.Add(Key);
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
            options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration));
    }

    /// <summary>An access token as docs/gateway-contract.md describes it.</summary>
    public static string Token(PersonId person, MemberId company, string? name = null, TimeSpan? lifetime = null) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = "collab-api",
            TokenType = "at+jwt",
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime + (lifetime ?? TimeSpan.FromHours(1)),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = person.Value,
                ["company"] = company.Value,
                ["client_id"] = person.Value,
                ["name"] = name ?? person.Value,
                ["scope"] = "collab.api",
            },
        });
}
