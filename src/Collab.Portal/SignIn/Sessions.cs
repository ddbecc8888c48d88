using Collab.Domain;
using Marten;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Collab.Portal.SignIn;

/// <summary>Ends sessions, and tells whether one still lives.</summary>
internal sealed class Sessions(IDocumentStore store, IOptionsMonitor<CookieAuthenticationOptions> cookies)
{
    /// <summary>True while the person has a session of this gateway session, or any when it has no name, that has not ended by its time.</summary>
    public async Task<bool> Lives(PersonId person, string? gatewaySession, CancellationToken cancellation = default)
    {
        // The clock that dated the ticket, which is not the room's where that one was moved.
        var now = (cookies.Get(CookieAuthenticationDefaults.AuthenticationScheme).TimeProvider ?? TimeProvider.System).GetUtcNow();
        await using var session = store.QuerySession();
        var living = session.Query<SignInSession>().Where(s => s.Subject == person.Value && s.ExpiresAt > now);
        return await (gatewaySession is { Length: > 0 } ? living.Where(s => s.GatewaySession == gatewaySession) : living).AnyAsync(cancellation);
    }

    /// <summary>Ends what a back-channel logout names: one session of the gateway, or all of a subject.</summary>
    public async Task End(string? gatewaySession, string? subject, CancellationToken cancellation = default)
    {
        await using var session = store.LightweightSession();
        if (gatewaySession is { Length: > 0 })
            session.DeleteWhere<SignInSession>(s => s.GatewaySession == gatewaySession);
        else if (subject is { Length: > 0 })
            session.DeleteWhere<SignInSession>(s => s.Subject == subject);
        await session.SaveChangesAsync(cancellation);
    }
}
