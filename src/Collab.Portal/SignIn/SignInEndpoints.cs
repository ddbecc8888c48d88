using Collab.Portal.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Collab.Portal.SignIn;

/// <summary>The way in and out.</summary>
internal static class SignInEndpoints
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost("/sign-in/start", Start).AllowAnonymous().RequireRateLimiting(Limits.SignIn).ExcludeFromDescription();
        app.MapPost("/sign-out", (Delegate)SignOut).ExcludeFromDescription();
        // Without a limit: all of a company's sessions may end at once, each by a token of the same sender, and a token not taken is a session not ended.
        app.MapPost("/sign-in/backchannel-logout", BackChannelLogout).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    private static IResult Start([Microsoft.AspNetCore.Mvc.FromForm] string? email, [Microsoft.AspNetCore.Mvc.FromForm] string? returnUrl)
    {
        var address = email?.Trim() ?? "";
        var at = address.LastIndexOf('@');
        if (at < 1 || at == address.Length - 1 || address.Length > 254 || address.Any(char.IsControl))
            return Results.Redirect("/sign-in?problem=email&returnUrl=" + Uri.EscapeDataString(Local(returnUrl)));
        return Results.Challenge(
            new AuthenticationProperties { RedirectUri = Local(returnUrl), Items = { ["login_hint"] = address } },
            [OpenIdConnectDefaults.AuthenticationScheme]);
    }

    // Ends the portal's session here, then the gateway's and the member provider's by the end-session redirect.
    private static async Task<IResult> SignOut(HttpContext context)
    {
        var idToken = await context.GetTokenAsync(CookieAuthenticationDefaults.AuthenticationScheme, "id_token");
        var properties = new AuthenticationProperties { RedirectUri = "/sign-in?out=1" };
        if (idToken is not null)
            properties.StoreTokens([new AuthenticationToken { Name = "id_token", Value = idToken }]);
        return Results.SignOut(properties, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);
    }

    /// <summary>OpenID Connect Back-Channel Logout 1.0: the gateway says that a session, or all of a person, ended.</summary>
    private static async Task<IResult> BackChannelLogout(HttpContext context, IOptionsMonitor<OpenIdConnectOptions> oidc, Sessions sessions, ILoggerFactory logs)
    {
        var options = oidc.Get(OpenIdConnectDefaults.AuthenticationScheme);
        context.Response.Headers.CacheControl = "no-store";
        var token = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"].ToString() : "";
        var configuration = await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = options.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidTypes = ["logout+jwt"],
            ClockSkew = TimeSpan.FromSeconds(60),
        });
        if (!result.IsValid)
        {
            logs.CreateLogger("Collab.SignIn").LogWarning("A logout token was refused: {Reason}", result.Exception?.Message);
            // The keys may be new: ask for them before the gateway's next try.
            options.ConfigurationManager.RequestRefresh();
            return Results.BadRequest();
        }

        var claims = (JsonWebToken)result.SecurityToken;
        if (claims.TryGetClaim("nonce", out _) || !claims.TryGetPayloadValue<System.Text.Json.JsonElement>("events", out var events) || !events.TryGetProperty(LogoutEvent, out _))
            return Results.BadRequest();
        claims.TryGetPayloadValue<string>("sid", out var sid);
        claims.TryGetPayloadValue<string>("sub", out var sub);
        if (string.IsNullOrEmpty(sid) && string.IsNullOrEmpty(sub))
            return Results.BadRequest();
        await sessions.End(sid, sub, context.RequestAborted);
        return Results.Ok();
    }

    private static string Local(string? url) =>
        url is { Length: > 0 } && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";
}
