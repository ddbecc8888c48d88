using System.Security.Claims;
using Collab.Gateway.Clients;
using Collab.Gateway.Sessions;
using Collab.Gateway.Store;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Collab.Gateway.SignIn;

/// <summary>The token and the userinfo endpoint.</summary>
public static class TokenEndpoint
{
    /// <summary>Maps both.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/connect/token", Token).DisableAntiforgery();
        routes.MapMethods("/connect/userinfo", [HttpMethods.Get, HttpMethods.Post], UserInfo).DisableAntiforgery();
    }

    private static async Task<IResult> Token(HttpContext http, GatewaySessions sessions, IOpenIddictApplicationManager applications)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a token request.");
        if (request.IsClientCredentialsGrantType())
            return await ForClient(request, applications, http.RequestAborted);

        var result = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (result.Principal is not { } principal || principal.GetClaim(Names.Sid) is not { } sid || !await sessions.Lives(sid, http.RequestAborted))
            return AuthorizeEndpoint.Refuse(Errors.InvalidGrant, "The session has ended.");
        return Results.SignIn(principal, null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> ForClient(OpenIddictRequest request, IOpenIddictApplicationManager applications, CancellationToken ct)
    {
        var application = await applications.FindByClientIdAsync(request.ClientId!, ct) ?? throw new InvalidOperationException("The client is gone.");
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, request.ClientId)
            .SetClaim(Claims.Name, await applications.GetDisplayNameAsync(application, ct))
            .SetClaim(Names.Company, ClientProperties.CompanyOf(await applications.GetPropertiesAsync(application, ct)))
            .SetScopes(request.GetScopes());
        var audiences = new List<string>();
        if (identity.HasScope(Names.ApiScope))
            audiences.AddRange([Names.ApiAudience, request.ClientId!]);
        if (identity.HasScope(Names.AdminScope))
            audiences.Add(Names.AdminAudience);
        identity.SetResources(audiences);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static async Task<IResult> UserInfo(HttpContext http, GatewayDb db)
    {
        var result = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var sid = result.Principal?.GetClaim(Names.Sid);
        if (sid is null || await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Sid == sid && s.EndedAt == null, http.RequestAborted) is not { } session)
        {
            return Results.Challenge(
                new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var claims = new Dictionary<string, object> { [Claims.Subject] = session.Subject, [Names.Company] = session.MemberId };
        if (result.Principal!.HasScope(Scopes.Profile))
            claims[Claims.Name] = session.Name;
        if (result.Principal!.HasScope(Scopes.Email) && session.Email is { } email)
            claims[Claims.Email] = email;
        return Results.Ok(claims);
    }
}
