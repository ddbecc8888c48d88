using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;
using Marten.Internal.Storage;
using Marten.Storage;
using Npgsql;

namespace Collab.Portal.Proposals;

/// <summary>How far a rebuild is.</summary>
/// <param name="Streams">Proposals and remarks made anew.</param>
/// <param name="AllStreams">Of how many.</param>
/// <param name="Events">Their events.</param>
/// <param name="AllEvents">Of how many.</param>
/// <param name="Took">Since it began.</param>
public sealed record RebuildProgress(int Streams, int AllStreams, long Events, long AllEvents, TimeSpan Took)
{
    /// <summary>Events per second since it began.</summary>
    public double PerSecond => Took > TimeSpan.Zero ? Events / Took.TotalSeconds : 0;

    /// <summary>One line: events of how many, how fast, how long still.</summary>
    public override string ToString()
    {
        var left = PerSecond > 0 ? TimeSpan.FromSeconds(Math.Max(0, AllEvents - Events) / PerSecond) : (TimeSpan?)null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Events:N0} of {AllEvents:N0} events ({(AllEvents == 0 ? 1 : (double)Events / AllEvents):P0}), {Streams:N0} of {AllStreams:N0} proposals and remarks, {PerSecond:N0} events/s, {(left is { } time ? $"{time:h\\:mm\\:ss} left" : "beginning")}");
    }
}

/// <summary>
/// Makes the read models of all proposals and remarks anew from their events, by the functions that the inline projections use, many
/// streams in one transaction. A writer of a stream waits while its batch is made and nothing is lost; readers see the
/// documents before or after. It may be interrupted and run again.
/// </summary>
public sealed class ProposalRebuild(IDocumentStore store, NpgsqlDataSource database, TimeProvider clock, IEnumerable<MadeOfProposal> beside)
{
    private const int Workers = 2;
    private const int EventsPerBatch = 1_500;
    private const long LockKey = 0x50726f706f73; // "Propos"

    private const string Clear = """
        delete from collab.mt_doc_proposal where id = any($1);
        delete from collab.mt_doc_proposalrow where id = any($1);
        delete from collab.mt_doc_revisiontext where data ->> 'proposal' = any($1);
        delete from collab.mt_doc_saying where data ->> 'proposal' = any($1);
        delete from collab.mt_doc_remark where id = any($1);
        delete from collab.mt_doc_remarkrow where id = any($1)
        """;

    /// <summary>Rebuilds all.</summary>
    /// <param name="report">Told about every second how far it is.</param>
    /// <param name="cancellation">Stops after the batches at work are undone; what was rebuilt stays.</param>
    /// <returns>What was done; null when another rebuild runs on this database.</returns>
    public async Task<RebuildProgress?> Run(Action<RebuildProgress> report, CancellationToken cancellation)
    {
        await using var only = await database.OpenConnectionAsync(cancellation);
        await using (var take = new NpgsqlCommand("select pg_try_advisory_lock($1)", only) { Parameters = { new() { Value = LockKey } } })
        {
            if (!(bool)(await take.ExecuteScalarAsync(cancellation))!)
                return null;
        }

        try
        {
            return await RunAlone(report, cancellation);
        }
        finally
        {
            await using var give = new NpgsqlCommand("select pg_advisory_unlock($1)", only) { Parameters = { new() { Value = LockKey } } };
            await give.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>The argument <c>rebuild</c> of the portal: brings the schema up, rebuilds, and says so line by line.</summary>
    /// <param name="services">The portal's; nothing of it runs.</param>
    /// <param name="output">Where progress is written.</param>
    /// <returns>0 when all is rebuilt; 1 when it was interrupted or another runs.</returns>
    public static async Task<int> Command(IServiceProvider services, TextWriter output)
    {
        using var interrupted = new CancellationTokenSource();
        using var atKeyboard = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var byOthers = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        RebuildProgress? last = null;
        try
        {
            await services.GetRequiredService<StoreStartup>().StartAsync(interrupted.Token);
            if (await services.GetRequiredService<ProposalRebuild>().Run(Report, interrupted.Token) is not { } done)
            {
                await output.WriteLineAsync("Another rebuild runs on this database. Wait until it ends.");
                return 1;
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The read models of {done.Streams:N0} proposals and remarks are made anew from {done.Events:N0} events in {done.Took.TotalSeconds:N1} s: {done.PerSecond:N0} events/s."));
            return 0;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Interrupted. About {last?.Streams ?? 0:N0} proposals and remarks are made anew, the others are as before. Run it again for all."));
            return 1;
        }

        void Report(RebuildProgress progress) => output.WriteLine(last = progress);

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
    }

    private async Task<RebuildProgress> RunAlone(Action<RebuildProgress> report, CancellationToken cancellation)
    {
        var streams = await Streams(cancellation);
        var count = new Count(clock) { AllStreams = streams.Count, AllEvents = streams.Sum(s => s.Version) };
        var made = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await using (clock.CreateTimer(_ => report(count.Now), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)))
        {
            await Rebuild(streams, made, count, cancellation);

            // A command that had read a document before it was made anew, and waited, wrote on top of what it had read.
            var changed = (await Streams(cancellation)).Where(s => made.TryGetValue(s.Id, out var version) && version != s.Version).ToList();
            await Rebuild(changed, made, null, cancellation);
        }

        return count.Now;
    }

    private Task Rebuild(IReadOnlyList<(string Id, long Version)> streams, ConcurrentDictionary<string, long> made, Count? count, CancellationToken cancellation) =>
        Parallel.ForEachAsync(Batches(streams), new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation }, async (ids, stop) =>
        {
            var events = await Batch(ids, made, stop);
            count?.Add(ids.Length, events);
        });

    private static IEnumerable<string[]> Batches(IReadOnlyList<(string Id, long Version)> streams)
    {
        List<string> batch = [];
        long events = 0;
        foreach (var (id, version) in streams)
        {
            batch.Add(id);
            events += version;
            if (events < EventsPerBatch)
                continue;
            yield return [.. batch];
            batch.Clear();
            events = 0;
        }

        if (batch.Count > 0)
            yield return [.. batch];
    }

    private async Task<List<(string Id, long Version)>> Streams(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select id, version from collab.mt_streams where id like 'P-%' or id like 'RM-%' order by id");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<(string, long)> streams = [];
        while (await reader.ReadAsync(cancellation))
            streams.Add((reader.GetString(0), reader.GetInt64(1)));
        return streams;
    }

    private async Task<long> Batch(string[] ids, ConcurrentDictionary<string, long> made, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute("select from collab.mt_streams where id = any($1) order by id for update");

        await using var session = store.LightweightSession(Marten.Services.SessionOptions.ForTransaction(transaction));
        var all = await session.Events.QueryAllRawEvents().Where(e => ids.Contains(e.StreamKey!)).OrderBy(e => e.StreamKey).ThenBy(e => e.Version).ToListAsync(cancellation);
        List<RevisionText> texts = [];
        List<Saying> sayings = [];
        foreach (var stream in all.GroupBy(e => e.StreamKey!, StringComparer.Ordinal))
        {
            var version = stream.Last().Version;
            if (stream.Key.StartsWith("RM-", StringComparison.Ordinal))
                MakeRemark(stream.Key, stream);
            else
                MakeProposal(stream.Key, [.. stream.Where(e => e.Data is IProposalEvent).Select(e => (e.Version, (IProposalEvent)e.Data))]);
            session.QueueSqlCommand("call collab.notify_commit(?, ?)", stream.Key, version);
            made[stream.Key] = version;
        }

        foreach (var statement in Clear.Split(';').Concat(beside.Select(b => b.Clear)))
            await Execute(statement);
        await Copy(texts);
        await Copy(sayings);
        await session.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return all.Count;

        void MakeProposal(string id, IReadOnlyList<(long Number, IProposalEvent Event)> events)
        {
            var row = ProposalRow.After(id, events);
            session.UpdateRevision(row, row.Version);
            session.UpdateRevision(row.State, row.Version);
            foreach (var (number, @event) in events)
            {
                if (ProposalTextProjection.TextOf(id, number, @event) is { } text)
                    texts.Add(text);
                if (ProposalTextProjection.SayingOf(id, number, @event) is { } saying)
                    sayings.Add(saying);
            }

            IReadOnlyList<IEvent> happened = [.. events.Select(e => e.Event)];
            foreach (var other in beside)
                other.Make(session, id, happened);
        }

        void MakeRemark(string id, IEnumerable<JasperFx.Events.IEvent> events)
        {
            var row = events.Aggregate((RemarkRow?)null, (row, e) => e.Data is IRemarkEvent @event ? RemarkRow.After(row, id, e.Version, @event) : row)!;
            session.UpdateRevision(row, row.Version);
            session.UpdateRevision(row.State, row.Version);
        }

        async Task Execute(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = ids } } };
            await command.ExecuteNonQueryAsync(cancellation);
        }

        Task Copy<T>(IReadOnlyList<T> documents)
            where T : notnull
        {
            var home = store.Storage.Database;
            return ((MartenDocumentProvider<T>)home.Providers.StorageFor<T>()).BulkLoader.LoadAsync(
                new Tenant(JasperFx.StorageConstants.DefaultTenantId, home), store.Options.Serializer(), connection, documents, cancellation);
        }
    }

    /// <summary>What was done, counted by several workers.</summary>
    private sealed class Count(TimeProvider clock)
    {
        private readonly long began = clock.GetTimestamp();
        private int streams;
        private long events;

        public required int AllStreams { get; init; }

        public required long AllEvents { get; init; }

        public RebuildProgress Now => new(Volatile.Read(ref streams), AllStreams, Interlocked.Read(ref events), AllEvents, clock.GetElapsedTime(began));

        public void Add(int made, long count)
        {
            Interlocked.Add(ref streams, made);
            Interlocked.Add(ref events, count);
        }
    }
}
