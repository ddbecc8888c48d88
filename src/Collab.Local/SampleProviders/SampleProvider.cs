using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Collab.Gateway.Pages;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Collab.Local.SampleProviders;

/// <summary>What a sample provider is made of.</summary>
/// <param name="Issuer">Its own issuer, for example <c>http://localhost:5090/</c>.</param>
/// <param name="Gateway">The gateway's issuer; its callbacks are the only ones allowed.</param>
public sealed record SampleProviderOptions(
    string MemberSlug, string CompanyName, Uri Issuer, Uri Gateway, string ClientSecret, IReadOnlyList<SamplePerson> People)
{
    /// <summary>The gateway's client id at this provider.</summary>
    public string ClientId { get; init; } = "collab-gateway";
}

/// <summary>
/// The identity provider of a sample company: a real OpenID Connect provider with a sign-in page that asks
/// for no password. For one machine alone.
/// </summary>
public static class SampleProvider
{
    /// <summary>Builds it. Keys and sessions live as long as the process.</summary>
    public static WebApplication Create(SampleProviderOptions o, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder();
        configure?.Invoke(builder);
        builder.WebHost.UseUrls(o.Issuer.GetLeftPart(UriPartial.Authority));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(o);
        builder.Services.AddSingleton<SampleLogout>();
        builder.Services.AddHttpClient();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            // Browsers share cookies between the ports of localhost: each provider has its own name.
            .AddCookie(cookie => cookie.Cookie.Name = $"sample-idp-{o.MemberSlug}");
        builder.Services.AddOpenIddict().AddServer(server => Server(server, o));

        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://localhost:* http://127.0.0.1:*";
            context.Response.Headers.CacheControl = "no-store";
            return next();
        });
        app.UseAuthentication();
        Stylesheet.Map(app);
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize);
        app.MapMethods("/connect/logout", [HttpMethods.Get, HttpMethods.Post], EndSession);
        app.MapPost("/signin", SignIn);
        app.MapGet("/", (HttpContext http, SampleProviderOptions options) => SamplePages.Home(options, http.User.GetClaim(Claims.Name)));
        app.MapPost("/signout", SignOut);
        return app;
    }

    private static void Server(OpenIddictServerBuilder server, SampleProviderOptions o)
    {
        // One client, known beforehand: no database, so the checks that it would make stand here.
        server.EnableDegradedMode();
        server.SetIssuer(o.Issuer)
            .SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token")
            .SetUserInfoEndpointUris("connect/userinfo")
            .SetEndSessionEndpointUris("connect/logout");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.Profile, Scopes.Email);
        server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
        server.UseAspNetCore().DisableTransportSecurityRequirement()
            .EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();

        var callback = new Uri(o.Gateway, $"callback/login/{o.MemberSlug}").AbsoluteUri;
        var afterLogout = new Uri(o.Gateway, $"callback/logout/{o.MemberSlug}").AbsoluteUri;
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != o.ClientId || context.RedirectUri != callback)
                context.Reject(Errors.InvalidRequest, "The client or its redirect URI is not known.");
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != o.ClientId || !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(context.ClientSecret ?? ""), Encoding.UTF8.GetBytes(o.ClientSecret)))
                context.Reject(Errors.InvalidClient, "The client is not known, or its secret is wrong.");
            return default;
        }));
        server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.PostLogoutRedirectUri is { Length: > 0 } uri && uri != afterLogout)
                context.Reject(Errors.InvalidRequest, "The post-logout redirect URI is not known.");
            return default;
        }));
    }

    private static IResult Authorize(HttpContext http, SampleProviderOptions o)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var returnUrl = http.Request.Path + http.Request.QueryString;
        if (http.Request.Query["denied"] == "yes")
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The person cancelled.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var person = o.People.SingleOrDefault(p => p.Subject == http.User.GetClaim(Claims.Subject));
        var again = request.HasPromptValue(PromptValues.Login) || request.MaxAge == 0;
        if (person is null || (again && http.User.GetClaim("request") != Hash(returnUrl)))
            return SamplePages.SignIn(o, returnUrl, request.LoginHint);

        var identity = new ClaimsIdentity("sample", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Subject).SetClaim(Claims.Name, person.Name).SetClaim(Claims.Email, person.Email)
            .SetClaim(Claims.EmailVerified, true).SetClaim("sid", http.User.GetClaim("sid"))
            .SetClaim(Claims.AuthenticationTime, long.Parse(http.User.GetClaim(Claims.AuthenticationTime)!, CultureInfo.InvariantCulture))
            .SetClaims(Claims.AuthenticationMethodReference, ["pwd"])
            .SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> SignIn(HttpContext http, SampleProviderOptions o, TimeProvider time)
    {
        var form = await http.Request.ReadFormAsync();
        string returnUrl = form["returnUrl"].ToString(), subject = form["subject"].ToString();
        if (!returnUrl.StartsWith("/connect/authorize?", StringComparison.Ordinal) || o.People.SingleOrDefault(p => p.Subject == subject) is not { } person)
            return Results.BadRequest();
        var identity = new ClaimsIdentity("sample", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Subject).SetClaim(Claims.Name, person.Name).SetClaim("sid", Guid.NewGuid().ToString("N"))
            .SetClaim(Claims.AuthenticationTime, time.GetUtcNow().ToUnixTimeSeconds()).SetClaim("request", Hash(returnUrl));
        await http.SignInAsync(new ClaimsPrincipal(identity));
        return Results.LocalRedirect(returnUrl);
    }

    private static async Task<IResult> EndSession(HttpContext http, SampleProviderOptions o)
    {
        await http.SignOutAsync();
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static async Task<IResult> SignOut(HttpContext http, SampleLogout logout)
    {
        if (http.User.GetClaim(Claims.Subject) is { } subject)
            await logout.Tell(subject, http.User.GetClaim("sid"), http.RequestAborted);
        await http.SignOutAsync();
        return Results.LocalRedirect("/");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
