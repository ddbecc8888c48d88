using Collab.Gateway.Store;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Collab.Gateway.Sessions;

/// <summary>Ends sessions: what was granted in them is revoked, and the clients concerned are told.</summary>
public sealed class SessionEnd(
    GatewayDb db, IOpenIddictAuthorizationManager authorizations, IOpenIddictTokenManager tokens,
    BackChannel backChannel, TimeProvider time, ILogger<SessionEnd> log)
{
    private const int MostLate = 500;

    /// <summary>Ends one session.</summary>
    public Task One(GatewaySession session, CancellationToken ct) => End([session], ct);

    /// <summary>Ends all sessions of a member's people.</summary>
    public async Task OfMember(string memberId, CancellationToken ct) =>
        await End(await db.Sessions.Where(s => s.MemberId == memberId && s.EndedAt == null).ToListAsync(ct), ct);

    /// <summary>
    /// Ends the sessions that a provider's logout token names: by its session id when it gives one, and by
    /// its subject (OpenID Connect Back-Channel Logout 1.0, section 2.6).
    /// </summary>
    public async Task OfUpstream(string memberId, string? subject, string? sid, CancellationToken ct) =>
        await End(await db.Sessions.Where(s => s.MemberId == memberId && s.EndedAt == null
            && (subject == null || s.UpstreamSubject == subject) && (sid == null || s.UpstreamSid == sid)).ToListAsync(ct), ct);

    private async Task End(List<GatewaySession> sessions, CancellationToken ct)
    {
        if (sessions.Count == 0)
            return;
        var sids = sessions.Select(s => s.Sid).ToList();
        var grants = await db.Grants.Where(g => sids.Contains(g.Sid)).ToListAsync(ct);
        foreach (var session in sessions)
            session.EndedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);

        foreach (var grant in grants)
        {
            if (await authorizations.FindByIdAsync(grant.AuthorizationId, ct) is { } authorization)
                await authorizations.TryRevokeAsync(authorization, ct);
            await tokens.RevokeByAuthorizationIdAsync(grant.AuthorizationId, ct);
        }

        log.LogInformation("{Count} sessions ended.", sessions.Count);
        var subjects = sessions.ToDictionary(s => s.Sid, s => s.Subject, StringComparer.Ordinal);
        await Told(await backChannel.Tell([.. grants.Select(g => new EndedGrant(g.ClientId, g.Sid, subjects[g.Sid])).Distinct()], ct), ct);
    }

    /// <summary>Tells clients that could not be told when a session ended, for as long as the session would have lasted.</summary>
    public async Task TellLate(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var late = await (
            from g in db.Grants
            join s in db.Sessions on g.Sid equals s.Sid
            where g.ToldAt == null && s.EndedAt != null && s.ExpiresAt > now
            orderby s.EndedAt
            select new EndedGrant(g.ClientId, g.Sid, s.Subject)).Take(MostLate).ToListAsync(ct);
        if (late.Count > 0)
            await Told(await backChannel.TellAgain([.. late.Distinct()], ct), ct);
    }

    private async Task Told(IReadOnlyCollection<EndedGrant> done, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var client in done.GroupBy(d => d.ClientId, d => d.Sid, StringComparer.Ordinal))
        {
            var sids = client.ToList();
            await db.Grants.Where(g => g.ClientId == client.Key && sids.Contains(g.Sid)).ExecuteUpdateAsync(set => set.SetProperty(g => g.ToldAt, now), ct);
        }
    }
}
