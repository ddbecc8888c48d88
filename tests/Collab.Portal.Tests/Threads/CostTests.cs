using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Collab.Domain;
using Collab.Domain.Threads;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using static Collab.Portal.Tests.Threads.ThreadStage;

namespace Collab.Portal.Tests.Threads;

public sealed partial class CostTests : IAsyncLifetime
{
    private ThreadStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await ThreadStage.Start();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_post_in_a_long_thread_asks_PostgreSQL_for_the_same_as_in_a_short_one_and_reads_by_index()
    {
        var shorter = await stage.GreenThread("Short");
        var longer = await stage.GreenThread("Long");
        await Fill(shorter, 10);
        await Fill(longer, 5_000);
        await stage.Database.Execute("analyze");
        using var priya = stage.Priya();
        await Write(priya, shorter, "warm");

        var few = await Statements(() => Write(priya, shorter, "one more"));
        var many = await Statements(() => Write(priya, longer, "one more"));

        few.ShouldNotBeEmpty();
        many.ShouldBe(few);
        many.ShouldNotContain(s => s.Contains("from collab.mt_events", StringComparison.OrdinalIgnoreCase), "A post never reads the stream.");
        foreach (var where in (string[])
        [
            $"where d.thread_id = '{longer}' and d.author = 'p-priya' and d.client_key = 'k'",
            $"where d.thread_id = '{longer}' and d.changed_in > 5000 order by d.changed_in limit 500",
            $"where d.thread_id = '{longer}' and d.number < 4000 order by d.number desc limit 50",
            $"where d.thread_id = '{longer}' and d.number > 10 and d.number < 2147483647 order by d.number limit 50",
        ])
        {
            var plan = await Plan("select d.data from collab.mt_doc_postrow d " + where);
            plan.ShouldContain("Index", Case.Sensitive, where);
            plan.ShouldNotContain("Seq Scan", Case.Sensitive, where);
            plan.ShouldNotContain("Sort", Case.Sensitive, where);
        }
    }

    [Fact]
    public async Task Rows_made_anew_from_the_events_are_the_same_byte_for_byte()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var mara = stage.Mara();
        using var aiko = stage.Aiko();
        for (var i = 0; i < 12; i++)
            await Write(i % 2 == 0 ? priya : mara, thread, $"post **{i}**", replyTo: i > 0 ? i : null);
        await priya.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/1", new { markdown = "again" });
        await priya.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/3", new { markdown = "again" });
        await priya.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/3", new { markdown = "once more" });
        await Post(mara, thread + "/posts/3/react-to-post", new { reaction = "Useful" });
        await Post(priya, thread + "/posts/2/mark-as-answer", new { answer = true });
        await Post(mara, thread + "/posts/1/open-sub-thread", new { title = "Beside" });
        await Post(aiko, thread + "/posts/4/move-post", new { subThread = 1 });
        await Post(priya, thread + "/posts/1/redact-post", new { reason = "By mistake." });
        await Post(aiko, thread + "/pin-summary", new { markdown = "Where we are" });
        var before = await Documents();

        var store = stage.Node.Services.GetRequiredService<IDocumentStore>();
        using var daemon = await store.BuildProjectionDaemonAsync();
        foreach (var name in (string[])["PostRow", "DiscussionThread"])
            await daemon.RebuildProjectionAsync(name, TimeSpan.FromMinutes(1), CancellationToken.None);

        (await Documents()).ShouldBe(before);
        before.Count.ShouldBe(12 + 2 + 1);
    }

    private async Task Fill(string thread, int posts)
    {
        var by = new By(TestRoom.Mara, TestRoom.Northwind);
        (await stage.Node.Commands.Run<DiscussionThread>(thread, null, (state, room) => Decision.Accept(
            [.. Enumerable.Range(state!.NextPost, posts).Select(n => new PostWritten(by, room.Now, n, "post " + n, null, null, "k" + n))])))
            .ShouldBeOfType<Collab.Portal.Store.CommandResult.Done>();
    }

    // What one request asks PostgreSQL, without the values.
    private static async Task<List<string>> Statements(Func<Task> work)
    {
        var statements = new ConcurrentQueue<string>();
        using var test = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == test.TraceId)
                    statements.Enqueue(Values().Replace((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement"))?.ToString() ?? activity.DisplayName, "?"));
            },
        };
        ActivitySource.AddActivityListener(listener);
        await work();
        // Whether the pool had to open a connection first says nothing about the thread.
        return [.. statements.Where(s => !s.StartsWith("CONNECT", StringComparison.Ordinal))];
    }

    private async Task<string> Plan(string sql)
    {
        await using var command = stage.Node.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("explain " + sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private async Task<List<string>> Documents()
    {
        await using var command = stage.Node.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            select 'row', id, data::text, thread_id || number || author || company || client_key || changed_in from collab.mt_doc_postrow
            union all select 'version', id, data::text, '' from collab.mt_doc_postversion
            union all select 'thread', id, data::text, '' from collab.mt_doc_discussionthread order by 1, 2
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var documents = new List<string>();
        while (await reader.ReadAsync())
            documents.Add(string.Join('|', Enumerable.Range(0, 4).Select(reader.GetString)));
        return documents;
    }

    [GeneratedRegex("'[^']*'|\\$?\\b\\d+\\b")]
    private static partial Regex Values();
}
