using Collab.Domain;
using Marten;

namespace Collab.Portal.SignIn;

/// <summary>Ends sessions, and tells whether one still lives.</summary>
internal sealed class Sessions(IDocumentStore store)
{
    /// <summary>True while the person has a session of this gateway session, or any when it has no name.</summary>
    public async Task<bool> Lives(PersonId person, string? gatewaySession, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        return gatewaySession is { Length: > 0 }
            ? await session.Query<SignInSession>().AnyAsync(s => s.Subject == person.Value && s.GatewaySession == gatewaySession, cancellation)
            : await session.Query<SignInSession>().AnyAsync(s => s.Subject == person.Value, cancellation);
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
