using Collab.Gateway.Clients;
using Collab.Gateway.Pages;
using Collab.Gateway.Providers;
using Collab.Gateway.Sessions;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using OpenIddict.Abstractions;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;
using OpenIddict.Server.AspNetCore;

namespace Collab.Gateway.SignIn;

/// <summary>
/// Sign-out begun by a client (OpenID Connect RP-Initiated Logout 1.0): the gateway's session ends, the
/// person goes on to their provider's sign-out, and from there back to the client.
/// </summary>
public static class SignOutEndpoint
{
    /// <summary>Its path.</summary>
    public const string Path = "/connect/logout";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Post], SignOut).DisableAntiforgery();
        routes.MapGet("/signed-out", () => SignInPages.SignedOut());
    }

    private static async Task<IResult> SignOut(
        HttpContext http, GatewaySessions sessions, SessionEnd ending, ProviderCatalog catalog, HomeRealm realm,
        OpenIddictClientService client, IdTokenProtector idTokens, IAntiforgery antiforgery)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a sign-out request.");
        var back = Results.SignOut(new AuthenticationProperties { RedirectUri = "/signed-out" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        if (await sessions.Of(http) is not { } session)
            return back;

        var hint = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (hint.Principal?.GetClaim(Names.Sid) != session.Sid && !await Confirmed(http, antiforgery))
        {
            // Nobody signs another person out by a link.
            return SignInPages.ConfirmSignOut(http, request.GetParameters()
                .Where(p => p.Key != "confirmed" && (string?)p.Value is not null)
                .Select(p => KeyValuePair.Create(p.Key, (string)p.Value!)));
        }

        await ending.One(session, http.RequestAborted);
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (catalog.Find(session.MemberId) is not { } entry || !await realm.Answers(entry, http.RequestAborted)
            || (await client.GetServerConfigurationByRegistrationIdAsync(session.MemberId, http.RequestAborted)).EndSessionEndpoint is null)
            return back;

        // Back here afterwards, where no session is found and the client gets its answer.
        var properties = new AuthenticationProperties
        {
            RedirectUri = Path + QueryString.Create(request.GetParameters()
                .Where(p => (string?)p.Value is not null).Select(p => KeyValuePair.Create(p.Key, (string?)p.Value))),
        };
        properties.Items[OpenIddictClientAspNetCoreConstants.Properties.RegistrationId] = session.MemberId;
        properties.Items[OpenIddictClientAspNetCoreConstants.Properties.IdentityTokenHint] = idTokens.Read(session.ProtectedIdToken);
        return Results.SignOut(properties, [OpenIddictClientAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static async Task<bool> Confirmed(HttpContext http, IAntiforgery antiforgery) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType
        && (await http.Request.ReadFormAsync(http.RequestAborted))["confirmed"] == "yes" && await antiforgery.IsRequestValidAsync(http);
}
