using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Collab.Portal.Notifications;

/// <summary>
/// Turns reminders that are due into rows, one for each person who can do something about it. Every node looks; the one
/// that holds the lock works. A proposal is looked at when its stream grew since the last look or when the rules set an
/// instant for it, both kept in PostgreSQL: nothing is lost with a node, and after a day without any only the newest
/// reminder of each thing is made.
/// </summary>
internal sealed class ReminderClock(IDocumentStore store, NpgsqlDataSource database, RoomFacts facts, LiveFeed feed, TimeProvider clock, ILogger<ReminderClock> log)
    : BackgroundService
{
    private const long LockKey = 0x436f6c6c_52454d; // "CollREM"
    private const int Batch = 200;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(6);

    private DateTimeOffset nextAt;
    private DateTimeOffset sweptAt;
    private volatile bool heard = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.SubscribeAll(commit =>
        {
            if (commit.Version == Commit.Unknown || commit.Stream.StartsWith("P-", StringComparison.Ordinal))
                heard = true;
        });
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            do
            {
                try
                {
                    await Look(stoppingToken);
                }
                catch (Exception e) when (Outage.Is(e))
                {
                    heard = true;
                    log.LogWarning("Reminders wait for PostgreSQL: {Reason}", e.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    private async Task Look(CancellationToken cancellation)
    {
        if (!heard && clock.GetUtcNow() < nextAt)
            return;
        heard = false;
        while (await MakeDue(cancellation) is var looked && looked != 0)
        {
            if (looked < 0)
            {
                // Another node works. What it leaves is found at the next look.
                heard = true;
                return;
            }
        }

        await Plan(cancellation);
    }

    /// <summary>Looks at one batch of proposals.</summary>
    /// <returns>How many were looked at; -1 when another node holds the lock.</returns>
    private async Task<int> MakeDue(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var claim = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = LockKey } } })
        {
            if (await claim.ExecuteScalarAsync(cancellation) is not true)
                return -1;
        }

        var found = await Find(connection, now, cancellation);
        if (found.Count == 0)
            return 0;
        var room = await facts.Now(now, cancellation);
        await using var session = store.QuerySession();
        var proposals = (await session.LoadManyAsync<Proposal>(cancellation, found.Keys)).ToDictionary(p => p.Id, StringComparer.Ordinal);
        List<(Proposal Proposal, Reminder Reminder)> due = [.. proposals.Values.SelectMany(p => Reminders.For(p, room.Roll, room.Rules, now).Select(r => (p, r)))];
        await ReminderRows.Write(connection, await Rows(session, due, now, cancellation), now, cancellation);
        await Remember(connection, found, id => proposals.TryGetValue(id, out var p) ? Reminders.Next(p, room.Roll, room.Rules, now) : null, cancellation);
        await transaction.CommitAsync(cancellation);
        return found.Count;
    }

    private static async Task<Dictionary<string, long>> Find(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            select s.id, s.version from collab.mt_streams as s left join collab.reminder_looks as l on l.proposal = s.id
            where s.id like 'P-%' and (l.version is distinct from s.version or l.next_at <= $1) order by s.id limit {Batch}
            """, connection);
        command.Parameters.AddWithValue(now.ToUniversalTime());
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found[reader.GetString(0)] = reader.GetInt64(1);
        return found;
    }

    private static async Task<IReadOnlyList<ReminderRow>> Rows(
        IQuerySession session, List<(Proposal Proposal, Reminder Reminder)> due, DateTimeOffset now, CancellationToken cancellation)
    {
        var companies = due.Select(d => d.Reminder.Company).Distinct().ToList();
        if (companies.Count == 0)
            return [];
        var members = (await session.LoadManyAsync<Member>(cancellation, companies.Select(Ids.OfMember))).ToDictionary(m => m.Company);
        var people = await session.QueryAsync<Participant>(
            "where data ->> 'company' = any(?) and data ->> 'kind' = 'Person'", cancellation, (object)companies.Select(c => c.Value).ToArray());
        var actors = people.Select(p => Participant.ActorOf(p, members.GetValueOrDefault(p.Company))).OfType<Actor>().ToLookup(a => a.Company);
        return [.. due.SelectMany(d => actors[d.Reminder.Company]
            .Where(a => a.Is(d.Reminder.Role) && d.Proposal.Audience.Admits(a))
            .Select(a => ReminderRow.Of(d.Proposal.Id, d.Reminder, a.Person, now)))];
    }

    private static async Task Remember(NpgsqlConnection connection, Dictionary<string, long> found, Func<string, DateTimeOffset?> next, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            insert into collab.reminder_looks (proposal, version, next_at) select * from unnest($1, $2, $3)
            on conflict (proposal) do update set version = excluded.version, next_at = excluded.next_at
            """, connection);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, found.Keys.ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Bigint, found.Values.ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, found.Keys.Select(id => next(id)?.ToUniversalTime()).ToArray());
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // When to look next if nothing is heard; and now and then what is too old goes.
    private async Task Plan(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using (var next = database.CreateCommand("select min(next_at) from collab.reminder_looks"))
            nextAt = await next.ExecuteScalarAsync(cancellation) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : DateTimeOffset.MaxValue;
        if (now - sweptAt < SweepEvery)
            return;
        await using var sweep = database.CreateCommand("delete from collab.reminders where created_at < $1");
        sweep.Parameters.AddWithValue((now - ReminderRows.KeptFor).ToUniversalTime());
        await sweep.ExecuteNonQueryAsync(cancellation);
        sweptAt = now;
    }
}
