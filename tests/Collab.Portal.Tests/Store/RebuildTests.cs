using Collab.Portal.Tests.SampleData;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Store;

/// <summary>Every read model, rebuilt from the events of the whole sample story, is byte for byte what was written along the way.</summary>
public sealed class RebuildTests(SampleRoom room) : IClassFixture<SampleRoom>
{
    // What is no read model: nobody's events tell of it.
    private static readonly string[] NotFromEvents = ["mt_doc_signinsession", "mt_doc_dataprotectionkey", "mt_doc_readstate", "mt_doc_threadread"];

    [Fact]
    public async Task Every_read_model_rebuilt_from_events_is_equal()
    {
        var store = room.Store;
        using (var daemon = await ((DocumentStore)store).BuildProjectionDaemonAsync())
        {
            await room.Node.StopAsyncWork();
            await daemon.StartAllAsync();
            await daemon.WaitForNonStaleData(TimeSpan.FromSeconds(60));
            await daemon.StopAllAsync();
            var before = await Documents();
            before.Count.ShouldBeGreaterThan(100);
            before.Select(d => d.Table).Distinct().Count().ShouldBeGreaterThan(8);

            foreach (var name in ((DocumentStore)store).Options.Projections.AllProjectionNames())
                await daemon.RebuildProjectionAsync(name.Trim('\''), TimeSpan.FromMinutes(2), CancellationToken.None);

            var after = await Documents();
            after.Select(d => (d.Table, d.Id)).ShouldBe(before.Select(d => (d.Table, d.Id)));
            foreach (var (was, now) in before.Zip(after))
                now.Data.ShouldBe(was.Data, $"{was.Table} {was.Id}");
        }
    }

    private async Task<List<(string Table, string Id, string Data)>> Documents()
    {
        var source = room.Node.Services.GetRequiredService<NpgsqlDataSource>();
        List<string> tables = [];
        await using (var command = source.CreateCommand("select tablename from pg_tables where schemaname = 'collab' and tablename like 'mt_doc_%' order by 1"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }

        List<(string, string, string)> documents = [];
        foreach (var table in tables.Except(NotFromEvents))
        {
            await using var command = source.CreateCommand($"select id::text, data::text from collab.{table} order by id::text collate \"C\"");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                documents.Add((table, reader.GetString(0), reader.GetString(1)));
        }

        return documents;
    }
}
