using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Marten;
using Npgsql;

namespace Collab.Portal.Incidents;

/// <summary>
/// Ends embargoes when their end has come. Any node may do it, one at a time: who holds the lock. Wakes at the earliest
/// end, at commits to reports, and every few seconds all the same; asks the state first, so waking for nothing does nothing.
/// </summary>
internal sealed class IncidentClock(IDocumentStore store, NpgsqlDataSource database, Commands commands, LiveFeed feed, TimeProvider clock, ILogger<IncidentClock> log)
    : BackgroundService
{
    private const long LockKey = 0x436f6c6c_494e43; // "CollINC"

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var heard = new SemaphoreSlim(0, 1);
        using var subscription = feed.SubscribeAll(commit =>
        {
            if (commit.Stream.StartsWith("IR-", StringComparison.Ordinal) && heard.CurrentCount == 0)
                Release(heard);
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = LongestWait;
            try
            {
                await EndWhatIsDue(stoppingToken);
                wait = await UntilNext(stoppingToken);
            }
            catch (Exception e) when (Outage.Is(e))
            {
                log.LogWarning("The clock of embargoes could not look: {Reason}", e.Message);
            }

            using var rest = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(heard.WaitAsync(rest.Token), Task.Delay(wait, clock, rest.Token));
            await rest.CancelAsync();
        }
    }

    /// <summary>Ends every embargo that is due, unless another node is at it.</summary>
    private async Task EndWhatIsDue(CancellationToken cancellation)
    {
        var due = await Due(clock.GetUtcNow(), cancellation);
        if (due.Count == 0)
            return;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = LockKey } } };
        if (await command.ExecuteScalarAsync(cancellation) is not true)
            return;
        foreach (var id in await Due(clock.GetUtcNow(), cancellation))
        {
            await commands.Run<IncidentReport>(
                id, null, (report, room) => new EndEmbargo().Decide(report, Actor.System, room.Roll, room.Now), cancellation: cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private async Task<IReadOnlyList<string>> Due(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.Query<IncidentReport>().Where(r => r.DueAt <= now).OrderBy(r => r.DueAt).Take(100).Select(r => r.Id).ToListAsync(cancellation);
    }

    private async Task<TimeSpan> UntilNext(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var now = clock.GetUtcNow();
        var next = await session.Query<IncidentReport>().Where(r => r.DueAt > now).OrderBy(r => r.DueAt).FirstOrDefaultAsync(cancellation);
        return next?.DueAt is { } at && at - now < LongestWait ? at - now + TimeSpan.FromMilliseconds(1) : LongestWait;
    }

    private static void Release(SemaphoreSlim heard)
    {
        try
        {
            heard.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another commit woke it in the same moment: once is enough.
        }
    }
}
