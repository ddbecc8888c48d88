using System.Collections.Concurrent;
using Collab.Domain;
using Collab.Portal.Store;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Collab.Portal.Threads;

/// <summary>
/// How far each person has read each thread. Kept beside the events, not among them: it is nobody's statement. Marks
/// only move forward. They are written a few seconds behind, many at once: a post that five hundred people watch
/// must not cause five hundred writes.
/// </summary>
public sealed class ReadMarks(NpgsqlDataSource database, TimeProvider clock, ILogger<ReadMarks> log) : BackgroundService
{
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Person, string Thread), int> pending = new();

    /// <summary>The table.</summary>
    internal static Table MakeTable()
    {
        var table = new Table(PostgresqlProvider.Instance.Parse("collab.read_marks"));
        table.AddColumn<string>("person").AsPrimaryKey();
        table.AddColumn<string>("thread").AsPrimaryKey();
        table.AddColumn<int>("number").NotNull();
        return table;
    }

    /// <summary>The person has read the thread up to this post.</summary>
    public void Read(PersonId person, string threadId, int number) =>
        pending.AddOrUpdate((person.Value, threadId), number, (_, before) => Math.Max(before, number));

    /// <summary>How far the person has read; 0 for not at all.</summary>
    public async Task<int> Of(PersonId person, string threadId, CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand("select number from collab.read_marks where person = $1 and thread = $2");
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(threadId);
        var kept = await command.ExecuteScalarAsync(cancellation) as int? ?? 0;
        return pending.TryGetValue((person.Value, threadId), out var newer) ? Math.Max(kept, newer) : kept;
    }

    /// <summary>How far the person has read each of these threads; those never read are absent.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Of(PersonId person, IReadOnlyCollection<string> threads, CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand("select thread, number from collab.read_marks where person = $1 and thread = any($2)");
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(threads.ToArray());
        var marks = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            marks[reader.GetString(0)] = reader.GetInt32(1);
        foreach (var thread in threads)
        {
            if (pending.TryGetValue((person.Value, thread), out var newer))
                marks[thread] = Math.Max(newer, marks.GetValueOrDefault(thread));
        }

        return marks;
    }

    /// <summary>Writes what is pending.</summary>
    public async Task Flush(CancellationToken cancellation = default)
    {
        var marks = pending.ToArray();
        if (marks.Length == 0)
            return;
        await using var command = database.CreateCommand("""
            insert into collab.read_marks (person, thread, number) select * from unnest($1, $2, $3)
            on conflict (person, thread) do update set number = greatest(collab.read_marks.number, excluded.number)
            """);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, marks.Select(m => m.Key.Person).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, marks.Select(m => m.Key.Thread).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Integer, marks.Select(m => m.Value).ToArray());
        await command.ExecuteNonQueryAsync(cancellation);
        foreach (var mark in marks)
            pending.TryRemove(mark);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Behind, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryFlush();
        }
        catch (OperationCanceledException)
        {
            await TryFlush();
        }
    }

    private async Task TryFlush()
    {
        try
        {
            await Flush();
        }
        catch (Exception e) when (Outage.Is(e))
        {
            log.LogWarning("Read marks wait for PostgreSQL: {Reason}", e.Message);
        }
    }
}
