using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using Collab.Gateway.Clients;
using Collab.Gateway.Sessions;
using Collab.Gateway.Store;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Collab.Gateway.SignIn;

/// <summary>The authorization endpoint: answers from the session, or begins a sign-in.</summary>
public static class AuthorizeEndpoint
{
    /// <summary>Its path.</summary>
    public const string Path = "/connect/authorize";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Post], Authorize).DisableAntiforgery();

    private static async Task<IResult> Authorize(
        HttpContext http, GatewaySessions sessions, HomeRealm realm, Flows flows, GatewayDb db, GatewaySettings settings,
        IOpenIddictApplicationManager applications, IOpenIddictAuthorizationManager authorizations, TimeProvider time)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an authorization request.");
        var returnUrl = Path + (HttpMethods.IsPost(http.Request.Method)
            ? QueryString.Create(await http.Request.ReadFormAsync(http.RequestAborted)) : http.Request.QueryString);
        var session = await sessions.Of(http);
        var satisfied = session?.SatisfiedRequest == Flow.Hash(returnUrl);
        var fresh = !satisfied && (request.HasPromptValue(PromptValues.Login)
            || (session is not null && request.MaxAge is { } age && time.GetUtcNow() - session.AuthenticatedAt > TimeSpan.FromSeconds(age))
            || request.MaxAge == 0);
        var choose = !satisfied && request.HasPromptValue(PromptValues.SelectAccount);
        if (session is null || fresh || choose)
        {
            if (request.HasPromptValue(PromptValues.None))
                return Refuse(Errors.LoginRequired, "The person is not signed in.");
            var flow = new Flow(returnUrl, fresh);
            return !choose && Providers.MailDomain.Of(request.LoginHint) is not null
                ? await realm.Send(http, flow, request.LoginHint!.Trim(), confirmed: false)
                : Results.Redirect($"/signin?flow={Uri.EscapeDataString(flows.Protect(flow))}");
        }

        var ct = http.RequestAborted;
        var application = await applications.FindByClientIdAsync(request.ClientId!, ct) ?? throw new InvalidOperationException("The client is gone.");
        var identity = Identity(session, request.GetScopes(), settings);
        var authorization = await authorizations.CreateAsync(
            identity, session.Subject, (await applications.GetIdAsync(application, ct))!, AuthorizationTypes.AdHoc, identity.GetScopes(), ct);
        var authorizationId = (await authorizations.GetIdAsync(authorization, ct))!;
        identity.SetAuthorizationId(authorizationId);
        db.Grants.Add(new SessionGrant { AuthorizationId = authorizationId, Sid = session.Sid, ClientId = request.ClientId! });
        session.SatisfiedRequest = null;
        await db.SaveChangesAsync(ct);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>The claims of a person; docs/gateway-contract.md says what each means.</summary>
    private static ClaimsIdentity Identity(GatewaySession session, ImmutableArray<string> scopes, GatewaySettings settings)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, session.Subject)
            .SetClaim(Names.Company, session.MemberId)
            .SetClaim(Claims.Name, session.Name)
            .SetClaim(Claims.Email, session.Email)
            .SetClaim(Names.Sid, session.Sid)
            .SetClaim(Claims.AuthenticationTime, session.AuthenticatedAt.ToUnixTimeSeconds())
            .SetClaims(Claims.AuthenticationMethodReference, [.. session.Amr])
            .SetScopes(scopes);
        // The portal is an audience too, else introspection would keep the company from it.
        if (scopes.Contains(Names.ApiScope))
            identity.SetResources(Names.ApiAudience, settings.Portal.ClientId);
        identity.SetDestinations(claim => claim.Type switch
        {
            Names.Company or Names.Sid or Claims.Subject => [Destinations.AccessToken, Destinations.IdentityToken],
            Claims.Name => scopes.Contains(Scopes.Profile) ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.AccessToken],
            Claims.Email => scopes.Contains(Scopes.Email) ? [Destinations.IdentityToken] : [],
            _ => [Destinations.IdentityToken],
        });
        return identity;
    }

    /// <summary>An OAuth error answer to the client.</summary>
    public static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
