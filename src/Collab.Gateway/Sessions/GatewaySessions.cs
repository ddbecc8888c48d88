using System.Security.Claims;
using Collab.Gateway.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;

namespace Collab.Gateway.Sessions;

/// <summary>The browser's session: the cookie names a row, the row says who it is and whether it still counts.</summary>
public sealed class GatewaySessions(GatewayDb db, TimeProvider time)
{
    /// <summary>Length of a session, from sign-in.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(12);

    /// <summary>The session of this browser, or null when there is none that counts.</summary>
    public async Task<GatewaySession?> Of(HttpContext http)
    {
        var cookie = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (cookie.Principal?.FindFirstValue("sid") is not { } sid)
            return null;
        var now = time.GetUtcNow();
        return await db.Sessions.SingleOrDefaultAsync(s => s.Sid == sid && s.EndedAt == null && s.ExpiresAt > now, http.RequestAborted);
    }

    /// <summary>Whether tokens of that session may still be renewed.</summary>
    public Task<bool> Lives(string sid, CancellationToken ct) => db.Sessions.AnyAsync(s => s.Sid == sid && s.EndedAt == null, ct);

    /// <summary>Writes the cookie of a session.</summary>
    public static Task Keep(HttpContext http, GatewaySession session) => http.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        new ClaimsPrincipal(new ClaimsIdentity([new Claim("sid", session.Sid)], "gateway")),
        new AuthenticationProperties { ExpiresUtc = session.ExpiresAt, AllowRefresh = false });
}
