using System.Security.Claims;
using System.Security.Cryptography;
using Collab.Domain;
using Collab.Portal;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Collab.Benchmarks;

/// <summary>What is measured: the portal as it is, and the least that Kestrel can do.</summary>
internal static class Servers
{
    public const string Issuer = "http://issuer.bench/";

    /// <summary>The portal, trusting tokens of the key in this file instead of a gateway's; and a way in for a browser's cookie.</summary>
    public static async Task<int> Portal(string keyFile)
    {
        var app = PortalHost.Create(["--applicationName=Collab.Portal", $"--contentRoot={AppContext.BaseDirectory}", "--environment=Local"], builder =>
        {
            builder.WebHost.UseStaticWebAssets();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Collab"] = Environment.GetEnvironmentVariable("BENCH_DATABASE"),
                ["SignIn:Authority"] = Issuer,
                ["SignIn:ClientSecret"] = "not-used",
                ["Limits:ApiPerMinute"] = "100000000",
            });
            var configuration = new OpenIdConnectConfiguration { Issuer = Issuer };
            configuration.SigningKeys.Add(Key(keyFile));
            builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
                options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(configuration));
        });
        app.MapGet("/bench/sign-in/{person}", (string person) => Results.SignIn(
            new ClaimsPrincipal(new ClaimsIdentity([new("sub", person), new("name", person), new("sid", "bench")], CookieAuthenticationDefaults.AuthenticationScheme, "name", null)),
            new AuthenticationProperties { IsPersistent = true },
            CookieAuthenticationDefaults.AuthenticationScheme)).AllowAnonymous();
        await app.StartAsync();
        Console.WriteLine("listening " + app.Urls.First());
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>One response of a page's size, from memory.</summary>
    public static async Task<int> Bare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var app = builder.Build();
        var body = new byte[16 * 1024];
        Array.Fill(body, (byte)'x');
        app.MapGet("/", () => Results.Bytes(body, "text/html; charset=utf-8"));
        await app.StartAsync();
        Console.WriteLine("listening " + app.Urls.First());
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>An access token of this run's key.</summary>
    public static string Token(string keyFile, PersonId person, MemberId company) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = "collab-api",
        TokenType = "at+jwt",
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(4),
        SigningCredentials = new SigningCredentials(Key(keyFile), SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object> { ["sub"] = person.Value, ["company"] = company.Value, ["client_id"] = person.Value, ["name"] = person.Value, ["scope"] = "collab.api" },
    });

    private static RsaSecurityKey Key(string file)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(file));
        return new RsaSecurityKey(rsa) { KeyId = "bench" };
    }
}
