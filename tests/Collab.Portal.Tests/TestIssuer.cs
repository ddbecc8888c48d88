using System.Security.Cryptography;
using Collab.Domain;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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
        var manager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration);
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => options.ConfigurationManager = manager);
        services.PostConfigure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options => options.ConfigurationManager = manager);
    }

    /// <summary>Publishes the issuer's document and keys on a port of its own, for nodes that run as processes; the address to give them is its <c>Urls</c>.</summary>
    public static async Task<WebApplication> Publish()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", (HttpContext context) =>
            Results.Json(new Dictionary<string, object> { ["issuer"] = Authority, ["jwks_uri"] = $"http://{context.Request.Host}/keys" }));
        app.MapGet("/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(Key.Rsa.ExportParameters(false)) { KeyId = Key.KeyId });
            return Results.Json(new { keys = new[] { new { kty = key.Kty, kid = key.KeyId, n = key.N, e = key.E, use = "sig", alg = "RS256" } } });
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>A token of this issuer, or of whom has that key.</summary>
    public static string Sign(SecurityTokenDescriptor token, RSA? key = null)
    {
        token.SigningCredentials = new SigningCredentials(key is null ? Key : new RsaSecurityKey(key) { KeyId = Key.KeyId }, SecurityAlgorithms.RsaSha256);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    /// <summary>An access token as docs/gateway-contract.md describes it.</summary>
    public static string Token(PersonId person, MemberId company, string? name = null, TimeSpan? lifetime = null) =>
        Sign(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = "collab-api",
            TokenType = "at+jwt",
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime + (lifetime ?? TimeSpan.FromHours(1)),
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
