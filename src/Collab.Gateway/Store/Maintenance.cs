using System.Data.Common;
using Collab.Gateway.Keys;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenIddict.Abstractions;

namespace Collab.Gateway.Store;

/// <summary>Every hour: what has expired is deleted, and a key that grew old gets a successor.</summary>
public sealed class Maintenance(
    IServiceScopeFactory scopes, NpgsqlDataSource source, KeyRing keys, GatewaySettings settings, TimeProvider time, ILogger<Maintenance> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Redeemed refresh tokens stay that long, so that one used twice is recognised.
    private static readonly TimeSpan KeepTokens = TimeSpan.FromDays(1);

    // Renewal asks the session's row: it stays as long as the longest refresh token.
    private static readonly TimeSpan KeepSessions = TimeSpan.FromDays(15);

    /// <summary>Does it once, unless another node is at it.</summary>
    public async Task Run(CancellationToken ct)
    {
        await using var held = await AdvisoryLock.TryTake(source, AdvisoryLock.Maintenance, ct);
        if (held is null)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var now = time.GetUtcNow();
        var pruned = await services.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(now - KeepTokens, ct);
        pruned += await services.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(now - KeepTokens, ct);
        var db = services.GetRequiredService<GatewayDb>();
        var oldest = now - KeepSessions;
        await db.Sessions.Where(s => s.ExpiresAt < oldest || s.EndedAt < oldest).ExecuteDeleteAsync(ct);
        await db.SeenLogoutTokens.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(ct);
        if (pruned > 0)
            log.LogInformation("{Count} expired tokens and authorizations deleted.", pruned);

        if (keys.Current().Where(k => k.Use == "sig").Max(k => k.CreatedAt) < now - settings.Keys.RotateAfter && await keys.Rotate(ct))
            log.LogInformation("The next keys are announced.");
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException or TimeoutException)
            {
                log.LogWarning(e, "Maintenance did not finish; the next try is in an hour.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
