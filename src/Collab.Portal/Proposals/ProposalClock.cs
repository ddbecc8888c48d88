using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;
using Npgsql;

namespace Collab.Portal.Proposals;

/// <summary>
/// Does what the rules set an instant for: ends last calls, polls and votes, notes late appeals, and marks an outcome
/// as superseded once its successor is published. Every node looks; the one that holds the lock works. What is due
/// stands in the rows, so nothing is lost with a node, and each deed asks the state first, so nothing happens twice.
/// </summary>
internal sealed class ProposalClock(IDocumentStore store, NpgsqlDataSource database, Commands commands, LiveFeed feed, TimeProvider clock, ILogger<ProposalClock> log)
    : BackgroundService
{
    private const long LockKey = 0x436f6c6c_50524f; // "CollPRO"

    /// <summary>The longest rest: a clock that was moved is noticed within it.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var woken = new Wake();
        using var subscription = feed.SubscribeAll(commit =>
        {
            if (commit.Stream.StartsWith("P-", StringComparison.Ordinal) || commit.Version == Commit.Unknown)
                woken.Set();
        });
        while (!stoppingToken.IsCancellationRequested)
        {
            var rest = LongestRest;
            try
            {
                await DoWhatIsDue(stoppingToken);
                rest = await UntilNext(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (Outage.Is(e))
            {
                log.LogWarning("The clock of proposals could not look: {Reason}", e.Message);
            }

            await woken.Wait(rest, clock, stoppingToken);
        }
    }

    private async Task DoWhatIsDue(CancellationToken cancellation)
    {
        if (!(await Find(cancellation)).Any)
            return;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var claim = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = LockKey } } })
        {
            if (await claim.ExecuteScalarAsync(cancellation) is not true)
                return;
        }

        var (due, replaced) = await Find(cancellation);
        foreach (var id in due)
            await PassTimeAt(id, cancellation);
        foreach (var (id, successor) in replaced)
        {
            await commands.Run<Proposal>(
                id,
                null,
                async given => new Supersede().Decide(given.State, Actor.System, given.Room.Now, await given.Session.LoadAsync<Proposal>(successor, cancellation)),
                cancellation: cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private async Task PassTimeAt(string id, CancellationToken cancellation)
    {
        while (await commands.Run<Proposal>(
            id, null, (proposal, room) => new PassTime().Decide(proposal, Actor.System, room.Now, room.Roll, room.Rules), cancellation: cancellation)
            is CommandResult.Done { Events.Count: > 0 })
        {
            // One deed at a time, until nothing is due.
        }
    }

    private async Task<Found> Find(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var session = store.QuerySession();
        var due = await session.Query<ProposalRow>().Where(r => r.DueAt <= now).OrderBy(r => r.DueAt).Take(100).Select(r => r.Id).ToListAsync(cancellation);
        var successors = await session.QueryAsync<ProposalRow>(
            "where exists (select 1 from collab.mt_doc_proposalrow as before where before.id = d.replaces and before.status = 'Published') and d.status = 'Published' limit 100",
            cancellation);
        return new Found(due, [.. successors.Select(s => (s.Replaces!, s.Id))]);
    }

    private async Task<TimeSpan> UntilNext(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var now = clock.GetUtcNow();
        var next = await session.Query<ProposalRow>().Where(r => r.DueAt > now).OrderBy(r => r.DueAt).FirstOrDefaultAsync(cancellation);
        return next?.DueAt is { } at && at - now < LongestRest ? at - now + TimeSpan.FromMilliseconds(1) : LongestRest;
    }

    private sealed record Found(IReadOnlyList<string> Due, IReadOnlyList<(string Id, string Successor)> Replaced)
    {
        public bool Any => Due.Count + Replaced.Count > 0;
    }

    /// <summary>Wakes one sleeper; being woken many times while awake is being woken once.</summary>
    private sealed class Wake
    {
        private TaskCompletionSource signal = New();

        public void Set() => Volatile.Read(ref signal).TrySetResult();

        public async Task Wait(TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
        {
            using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(Volatile.Read(ref signal).Task, Task.Delay(atMost, clock, rest.Token));
            await rest.CancelAsync();
            Volatile.Write(ref signal, New());
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
