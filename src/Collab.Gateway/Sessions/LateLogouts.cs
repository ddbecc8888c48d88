using System.Data.Common;
using Collab.Gateway.Store;
using Npgsql;

namespace Collab.Gateway.Sessions;

/// <summary>Every 15 seconds, on one node at a time: sends the logout tokens that their clients, being away, did not take.</summary>
public sealed class LateLogouts(IServiceScopeFactory scopes, NpgsqlDataSource source, TimeProvider time, ILogger<LateLogouts> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Does it once, unless another node is at it.</summary>
    public async Task Run(CancellationToken ct)
    {
        await using var held = await AdvisoryLock.TryTake(source, AdvisoryLock.LateLogouts, ct);
        if (held is null)
            return;
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SessionEnd>().TellLate(ct);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                log.LogWarning("Logout tokens could not be sent again: {Reason}", e.Message);
            }
        }
    }
}
