using Collab.Portal.Threads;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Shouldly;
using Xunit;
using static Collab.Portal.Tests.Threads.ThreadStage;

namespace Collab.Portal.Tests.Threads;

public sealed class LiveTests : IAsyncLifetime
{
    private ThreadStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await ThreadStage.Start();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_post_on_one_node_reaches_a_listener_on_another()
    {
        await using var other = await stage.SecondNode();
        var thread = await stage.GreenThread();
        await using var mara = await Listen(other, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        (await mara.Join(thread)).Posts.ShouldBeEmpty();

        using var priya = stage.Priya();
        await Write(priya, thread, "The soak time starts when the **last** host has reported.");

        await mara.Until(l => l.Posts.Count == 1);
        var post = mara.Posts[0];
        post.Number.ShouldBe(1);
        post.AuthorName.ShouldBe("Priya Raman");
        post.Html.ShouldContain("<strong>last</strong>");
    }

    [Fact]
    public async Task A_dropped_connection_catches_up_by_version_without_loss_or_doubles()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        await Write(priya, thread, "one");
        long known;
        await using (var before = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist"))
        {
            (await before.Join(thread)).Posts.Select(p => p.Markdown).ShouldBe(["one"]);
            await Write(priya, thread, "two");
            await before.Until(l => l.Posts.Count == 1);
            known = before.Frames[^1].Version;
        }

        await Write(priya, thread, "three");
        await Write(priya, thread, "four");

        await using var after = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        var missed = await after.Join(thread, known);
        await Write(priya, thread, "five");
        await after.Until(l => l.Posts.Any(p => p.Markdown == "five"));

        missed.Posts.Select(p => p.Markdown).ShouldBe(["three", "four"]);
        missed.Complete.ShouldBeTrue();
        after.Posts.Select(p => p.Markdown).ShouldBe(["five"]);
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_for_those_who_join_while_others_write()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 60; i++)
                await Write(priya, thread, "post " + i);
        });
        List<(Listener Listener, CatchUp CatchUp)> joined = [];
        for (var i = 0; i < 5; i++)
        {
            var listener = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
            joined.Add((listener, await listener.Join(thread)));
        }

        await writing;
        foreach (var (listener, caughtUp) in joined)
        {
            await listener.Until(l => caughtUp.Posts.Count + l.Posts.Count >= 60);
            caughtUp.Posts.Concat(listener.Posts).Select(p => p.Number).ShouldBe(Enumerable.Range(1, 60));
            await listener.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_narrower_subject_ends_the_feed_of_those_left_out_at_once()
    {
        var report = await stage.Report(TestRoom.Fabrikam, TestRoom.Northwind);
        var thread = "T-" + report;
        using var tomas = stage.Tomas();
        await Write(tomas, thread, "first");
        await using var mara = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        await using var priya = await Listen(stage.Node, TestRoom.Priya, TestRoom.Fabrikam, "Priya Raman");
        await mara.Join(thread);
        await priya.Join(thread);

        await stage.Narrow(report, TestRoom.Contoso, TestRoom.Fabrikam);
        await mara.Until(l => l.Lost.Count > 0);
        await Write(tomas, thread, "for fewer");
        await priya.Until(l => l.Posts.Any(p => p.Markdown == "for fewer"));

        mara.Lost.ShouldBe([thread]);
        mara.Posts.ShouldBeEmpty();
        priya.Lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_read_is_told_what_is_told_of_nothing_and_never_gets_a_frame()
    {
        var report = await stage.Report(TestRoom.Fabrikam);
        var thread = "T-" + report;
        using var tomas = stage.Tomas();
        await Write(tomas, thread, "secret");
        await using var mara = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        await using var priya = await Listen(stage.Node, TestRoom.Priya, TestRoom.Fabrikam, "Priya Raman");
        await priya.Join(thread);

        string[] hidden = [await Refusal(() => mara.Join(thread)), await Refusal(() => mara.Connection.InvokeAsync<WriteAnswer>("Write", thread, new { markdown = "x", clientKey = "k" }))];
        string[] unknown = [await Refusal(() => mara.Join("T-IR-00000")), await Refusal(() => mara.Connection.InvokeAsync<WriteAnswer>("Write", "T-IR-00000", new { markdown = "x", clientKey = "k" }))];
        await mara.Connection.InvokeAsync("Writing", thread);
        await Write(tomas, thread, "another");
        await priya.Until(l => l.Posts.Count == 1);

        hidden.ShouldBe(unknown);
        hidden[0].ShouldContain("not_found");
        mara.Frames.ShouldBeEmpty();
        mara.Presence.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everybody_sees_who_is_here_and_who_writes_also_from_another_node()
    {
        await using var other = await stage.SecondNode();
        var thread = await stage.GreenThread();
        await using var mara = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        await using var priya = await Listen(other, TestRoom.Priya, TestRoom.Fabrikam, "Priya Raman");
        await mara.Join(thread);
        await priya.Join(thread);
        await mara.Until(l => l.Presence.Any(p => p.People.Count == 2));

        await priya.Connection.InvokeAsync("Writing", thread);
        await mara.Until(l => l.Presence.Any(p => p.People.Any(x => x.Name == "Priya Raman" && x.Writing)));
        await priya.Connection.InvokeAsync("Leave", thread);

        await mara.Until(l => l.Presence[^1].People.Count == 1);
        mara.Presence[^1].People[0].Name.ShouldBe("Mara Lindqvist");
    }

    [Fact]
    public async Task A_hub_client_that_sends_again_after_an_outage_writes_once()
    {
        var thread = await stage.GreenThread();
        await using var mara = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        var post = new { markdown = "once", clientKey = "k-1" };
        var first = await mara.Connection.InvokeAsync<WriteAnswer>("Write", thread, post);
        var again = await mara.Connection.InvokeAsync<WriteAnswer>("Write", thread, post);

        again.Number.ShouldBe(first.Number);
        using var client = stage.Mara();
        (await Read(client, thread)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task Connections_to_PostgreSQL_that_break_lose_and_double_nothing()
    {
        await using var other = await stage.SecondNode();
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        await using var mara = await Listen(other, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        await mara.Join(thread);

        for (var i = 1; i <= 30; i++)
        {
            if (i % 10 == 0)
                await stage.Database.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
            await WriteUntilItIsSafe(priya, thread, "post " + i, "k-" + i);
        }

        await mara.Until(l => l.Posts.Count >= 30);
        mara.Posts.Select(p => p.Markdown).ShouldBe(Enumerable.Range(1, 30).Select(i => "post " + i));
        (await Read(priya, thread)).Total.ShouldBe(30);
    }

    // As a program does: the same request with the same key, until it is answered.
    private static async Task WriteUntilItIsSafe(HttpClient client, string thread, string text, string key)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await Post(client, thread + "/posts", new PostToWrite(text, key))).IsSuccessStatusCode)
            patience.Token.ThrowIfCancellationRequested();
    }

    private static async Task<string> Refusal(Func<Task> ask) => (await Should.ThrowAsync<HubException>(ask)).Message;
}
