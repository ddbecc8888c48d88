using System.Security.Claims;
using Collab.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Collab.Portal.Tests.Incidents;

/// <summary>A browser with a session of the real cookie scheme, as sign-in leaves it.</summary>
internal static class SignedInBrowser
{
    /// <summary>A client that carries the person's cookie.</summary>
    public static async Task<HttpClient> For(PortalNode node, PersonId person, MemberId company)
    {
        var options = node.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var expires = node.Clock.GetUtcNow().AddHours(8);
        var identity = new ClaimsIdentity([new("sub", person.Value), new("company", company.Value), new("name", person.Value), new("sid", "s-" + person.Value)], CookieAuthenticationDefaults.AuthenticationScheme);
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = expires, IssuedUtc = node.Clock.GetUtcNow() }, CookieAuthenticationDefaults.AuthenticationScheme);
        var key = await options.SessionStore!.StoreAsync(ticket);
        var reference = new ClaimsPrincipal(new ClaimsIdentity([new Claim("Microsoft.AspNetCore.Authentication.Cookies-SessionId", key)], CookieAuthenticationDefaults.AuthenticationScheme));
        var cookie = options.TicketDataFormat.Protect(new AuthenticationTicket(reference, new AuthenticationProperties { ExpiresUtc = expires, IssuedUtc = node.Clock.GetUtcNow() }, CookieAuthenticationDefaults.AuthenticationScheme));
        var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = node.Address };
        client.DefaultRequestHeaders.Add("Cookie", $"{options.Cookie.Name}={cookie}");
        return client;
    }
}
