using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain;
using Collab.Domain.Threads;
using Collab.Portal.Threads;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using static Collab.Portal.Tests.Threads.ThreadStage;

namespace Collab.Portal.Tests.Threads;

public sealed class PostTests : IAsyncLifetime
{
    private ThreadStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await ThreadStage.Start();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task The_first_post_opens_a_reports_own_thread_and_later_ones_go_on()
    {
        var report = await stage.Report(TestRoom.Fabrikam);
        using var priya = stage.Priya();
        var first = await Write(priya, "T-" + report, "What was in the file?");
        var second = await Write(priya, "T-" + report, "And when was it sent?", replyTo: 1);

        (first.Number, second.Number, second.ReplyTo).ShouldBe((1, 2, 1));
        var thread = await priya.GetFromJsonAsync<JsonElement>("/api/v1/threads/T-" + report);
        thread.GetProperty("subjectId").GetString().ShouldBe(report);
        thread.GetProperty("label").GetString().ShouldBe("TLP:AMBER+STRICT");
        thread.GetProperty("posts").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Who_may_not_read_gets_the_same_bytes_as_for_what_does_not_exist()
    {
        var report = await stage.Report(TestRoom.Fabrikam);
        using var tomas = stage.Tomas();
        using var mara = stage.Mara();
        await Write(tomas, "T-" + report, "secret");
        (HttpMethod Method, string Path, object? Body)[] requests =
        [
            (HttpMethod.Get, "", null), (HttpMethod.Get, "/posts", null), (HttpMethod.Get, "/posts/1", null), (HttpMethod.Get, "/posts/1/versions", null),
            (HttpMethod.Post, "/posts", new { markdown = "x" }), (HttpMethod.Put, "/posts/1", new { markdown = "x" }), (HttpMethod.Put, "/read", new { number = 1 }),
            (HttpMethod.Post, "/posts/1/redact-post", new { reason = "x" }), (HttpMethod.Post, "/posts/1/react-to-post", new { reaction = "Useful" }),
            (HttpMethod.Post, "/posts/1/withdraw-reaction", new { reaction = "Useful" }), (HttpMethod.Post, "/posts/1/mark-as-answer", new { answer = true }),
            (HttpMethod.Post, "/posts/1/move-post", new { subThread = 1 }), (HttpMethod.Post, "/posts/1/open-sub-thread", new { title = "x" }),
            (HttpMethod.Post, "/lock-thread", new { reason = "x" }), (HttpMethod.Post, "/reopen-thread", new { reason = "x" }),
            (HttpMethod.Post, "/pin-summary", new { markdown = "x" }), (HttpMethod.Post, "/merge-sub-thread", new { subThread = 1 }),
            (HttpMethod.Post, "/narrow-thread", new { audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } }),
        ];
        foreach (var (method, path, body) in requests)
        {
            var hidden = await Answer(mara, method, "/api/v1/threads/T-" + report + path, body);
            var unknown = await Answer(mara, method, "/api/v1/threads/T-IR-00000" + path, body);
            hidden.ShouldBe(unknown, path);
            hidden.ShouldStartWith("NotFound", Case.Sensitive, path);
        }

        (await mara.GetStringAsync("/api/v1/threads")).ShouldNotContain(report);
        (await tomas.GetStringAsync("/api/v1/threads")).ShouldContain(report);
    }

    [Fact]
    public async Task A_post_sent_again_with_its_key_is_answered_and_not_doubled()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var mara = stage.Mara();
        var first = await Post(priya, thread + "/posts", new PostToWrite("once", "k-1"));
        var again = await Post(priya, thread + "/posts", new PostToWrite("once", "k-1"));
        var others = await Write(mara, thread, "mine", "k-1");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        others.Number.ShouldBe(2);

        priya.DefaultRequestHeaders.Add("Idempotency-Key", "a key of another kind".Replace(' ', '~'));
        var byHeader = await Post(priya, thread + "/posts", new PostToWrite("by header"));
        var byHeaderAgain = await Post(priya, thread + "/posts", new PostToWrite("by header"));
        byHeaderAgain.Headers.Location.ShouldBe(byHeader.Headers.Location);
        (await Post(priya, thread + "/posts", new PostToWrite("something else"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Read(mara, thread)).Total.ShouldBe(3);
    }

    [Fact]
    public async Task Many_writers_on_two_nodes_get_numbers_without_gaps_in_one_order()
    {
        await using var other = await stage.SecondNode();
        var report = await stage.Report(TestRoom.Fabrikam, TestRoom.Northwind, TestRoom.Wingtip);
        var thread = "T-" + report;
        using var tomas = stage.Tomas();
        using var priya = stage.Priya(other);
        using var mara = stage.Mara(other);
        using var aiko = stage.Aiko();
        await Task.WhenAll(((HttpClient[])[tomas, priya, mara, aiko]).Select(async client =>
        {
            for (var i = 0; i < 15; i++)
                await Write(client, thread, "post " + i);
        }));

        var here = await Read(tomas, thread, "?after=0&limit=200");
        var there = await Read(priya, thread, "?after=0&limit=200");
        here.Posts.Select(p => p.Number).ShouldBe(Enumerable.Range(1, 60));
        here.Posts.Select(p => p.WrittenIn).ShouldBeInOrder();
        there.Posts.Select(p => (p.Number, p.AuthorName, p.Markdown)).ShouldBe(here.Posts.Select(p => (p.Number, p.AuthorName, p.Markdown)));
    }

    [Fact]
    public async Task A_first_post_that_meets_another_nodes_first_post_comes_second()
    {
        var report = await stage.Report(TestRoom.Fabrikam);
        var thread = "T-" + report;
        using var priya = stage.Priya();
        var now = stage.Node.Clock.GetUtcNow();
        var tomas = new By(TestRoom.Tomas, TestRoom.Contoso);

        // The other node's commit is held between the two things that the writer here reads: it has found no thread yet,
        // and waits to read the thread's state.
        await using var connection = new NpgsqlConnection(stage.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var session = stage.Node.Services.GetRequiredService<IDocumentStore>().LightweightSession(Marten.Services.SessionOptions.ForTransaction(transaction));
        session.Events.StartStream<DiscussionThread>(
            thread,
            new ThreadOpened(tomas, now, "Content update stops machines", report, null),
            new PostWritten(tomas, now, 1, "first", null, null, "other"));
        await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        await using (var held = new NpgsqlCommand("lock table collab.mt_doc_discussionthread in access exclusive mode", connection, transaction))
            await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var second = Write(priya, thread, "second");
        await stage.Database.UntilWaiting(1);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        (await second).Number.ShouldBe(2);
        (await Read(priya, thread)).Posts.Select(p => p.Markdown).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task An_edit_keeps_the_earlier_text_and_one_made_for_an_older_text_is_refused()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var mara = stage.Mara();
        await Write(priya, thread, "frist");
        (await priya.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/1", new PostText("first"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        priya.DefaultRequestHeaders.Add("If-Match", "\"0\"");
        (await priya.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/1", new PostText("late"))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await mara.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/1", new PostText("not mine"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var versions = (await mara.GetFromJsonAsync<List<PostVersionAnswer>>($"/api/v1/threads/{thread}/posts/1/versions"))!;
        versions.Select(v => (v.Edits, v.Markdown)).ShouldBe([(0, "frist"), (1, "first")]);
    }

    [Fact]
    public async Task A_redacted_text_is_gone_everywhere_that_somebody_reads()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var mara = stage.Mara();
        await using var listener = await Listen(stage.Node, TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
        await Write(priya, thread, "the password is hunter2");
        await priya.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/1", new PostText("the password was hunter2"));
        var known = await listener.Join(thread);

        (await Post(priya, thread + "/posts/1/redact-post", new RedactPost("A password by mistake."))).StatusCode.ShouldBe(HttpStatusCode.OK);

        await listener.Until(l => l.Posts.Count > 0);
        JsonSerializer.Serialize(listener.Frames).ShouldNotContain("hunter2");
        (await mara.GetStringAsync($"/api/v1/threads/{thread}/posts")).ShouldNotContain("hunter2");
        (await mara.GetStringAsync($"/api/v1/threads/{thread}/posts/1/versions")).ShouldNotContain("hunter2");
        await using var session = stage.Node.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var rows = await session.Query<PostRow>().ToListAsync();
        JsonSerializer.Serialize(rows).ShouldNotContain("hunter2");
        (await session.Query<PostVersion>().CountAsync()).ShouldBe(0);
        rows[0].Post.Author.Person.ShouldBe(TestRoom.Priya);
        known.Posts[0].Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_locked_thread_is_read_and_not_written()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var aiko = stage.Aiko();
        await Write(priya, thread, "before");
        (await Post(priya, thread + "/lock-thread", new LockThread("x"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Post(aiko, thread + "/lock-thread", new LockThread("Settled."))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var refused = await Post(priya, thread + "/posts", new PostToWrite("after"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("thread.locked");
        (await Read(priya, thread)).Posts.Count.ShouldBe(1);
        (await Post(aiko, thread + "/reopen-thread", new ReopenThread("More to say."))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Write(priya, thread, "after")).Number.ShouldBe(2);
    }

    [Fact]
    public async Task Five_megabytes_are_refused_with_what_to_do()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        var answer = await Post(priya, thread + "/posts", new PostToWrite(new string('a', 5_000_000)));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("text.too_long");
        problem.GetProperty("detail").GetString().ShouldBe("The post's text is longer than 200,000 characters. Shorten it.");
        (await Read(priya, thread)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Script_in_markdown_is_inert()
    {
        var thread = await stage.GreenThread("<script>alert(1)</script>");
        using var priya = stage.Priya();
        var post = await Write(priya, thread, "<script>alert(1)</script> [x](javascript:alert(1)) ![x](https://elsewhere.example/i.png) <img src=x onerror=alert(1)>");

        post.Html.ShouldNotContain("<script");
        post.Html.ShouldNotContain("<img");
        post.Html.ShouldNotContain("href=\"javascript");
    }

    [Fact]
    public async Task What_one_has_read_is_remembered_and_only_moves_forward()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var mara = stage.Mara();
        for (var i = 0; i < 3; i++)
            await Write(priya, thread, "post " + i);
        (await Unread(mara)).ShouldBe(3);

        await mara.PutAsJsonAsync($"/api/v1/threads/{thread}/read", new ReadUpTo(2));
        (await Unread(mara)).ShouldBe(1);
        await mara.PutAsJsonAsync($"/api/v1/threads/{thread}/read", new ReadUpTo(1));
        (await Unread(mara)).ShouldBe(1);
        (await mara.GetStringAsync("/api/v1/threads?unread=true")).ShouldContain(thread);
        await mara.PutAsJsonAsync($"/api/v1/threads/{thread}/read", new ReadUpTo(99));

        (await mara.GetStringAsync("/api/v1/threads?unread=true")).ShouldNotContain(thread);
        (await Unread(priya)).ShouldBe(3);
    }

    [Fact]
    public async Task Reactions_answers_and_sub_threads_show_in_the_posts()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var mara = stage.Mara();
        await Write(priya, thread, "When does the soak time start?");
        await Write(mara, thread, "After the last host.", replyTo: 1);
        await Post(priya, thread + "/posts/2/react-to-post", new { reaction = "Useful" });
        await Post(priya, thread + "/posts/2/mark-as-answer", new { answer = true });
        (await Post(mara, thread + "/posts/1/open-sub-thread", new OpenSubThread("Hosts that are offline"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Post(mara, thread + "/posts", new PostToWrite("They are held.", SubThread: 1))).StatusCode.ShouldBe(HttpStatusCode.Created);

        var posts = (await Read(priya, thread)).Posts;
        posts[1].IsAnswer.ShouldBeTrue();
        posts[1].Reactions[Reaction.Useful].ShouldBe([TestRoom.Priya]);
        posts[2].SubThread.ShouldBe(1);
        await Post(priya, thread + "/posts/2/withdraw-reaction", new { reaction = "Useful" });
        (await Read(priya, thread)).Posts[1].Reactions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_page_by_key_and_filter()
    {
        List<string> threads = [];
        for (var i = 0; i < 5; i++)
            threads.Add(await stage.GreenThread("Thread " + i));
        var report = await stage.Report(TestRoom.Fabrikam);
        using var priya = stage.Priya();
        await Write(priya, "T-" + report, "first");

        List<string> seen = [];
        for (string? after = ""; after is not null;)
        {
            var page = await priya.GetFromJsonAsync<JsonElement>("/api/v1/threads?limit=2&after=" + after);
            seen.AddRange(page.GetProperty("threads").EnumerateArray().Select(t => t.GetProperty("thread").GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString();
        }

        seen.ShouldBe(["T-" + report, .. Enumerable.Reverse(threads)]);
        (await priya.GetStringAsync("/api/v1/threads?kind=incidents")).ShouldNotContain(threads[0]);
        (await priya.GetStringAsync("/api/v1/threads?kind=alone")).ShouldNotContain(report);
        (await priya.GetStringAsync("/api/v1/threads?company=fabrikam")).ShouldContain(report);
        (await priya.GetStringAsync("/api/v1/threads?company=tailspin")).ShouldNotContain(report);
    }

    [Fact]
    public async Task What_waits_together_is_decided_one_after_the_other()
    {
        var thread = await stage.GreenThread();
        using var priya = stage.Priya();
        using var aiko = stage.Aiko();
        for (var round = 1; round <= 10; round++)
        {
            var number = (await Write(priya, thread, "a secret " + round)).Number;
            // Holds the thread, so that what follows is waiting when it lets go.
            var letGo = new TaskCompletionSource();
            var holding = stage.Node.Commands.Run<DiscussionThread>(thread, null, async _ =>
            {
                await letGo.Task;
                return Domain.Decision.Accept();
            }, Portal.Store.Writers.OneAtATime);
            var redacting = Post(aiko, $"{thread}/posts/{number}/redact-post", new RedactPost("By mistake."));
            await aiko.GetStringAsync("/api/v1/threads/" + thread);
            var editing = priya.PutAsJsonAsync($"/api/v1/threads/{thread}/posts/{number}", new PostText("the secret again " + round));
            var twice = Enumerable.Range(0, 3).Select(_ => Post(priya, thread + "/posts", new PostToWrite("said once", "once-" + round))).ToList();
            await aiko.GetStringAsync("/api/v1/threads/" + thread);
            letGo.SetResult();
            await Task.WhenAll([holding, redacting, editing, .. twice]);

            (await redacting).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await Task.WhenAll(twice)).Select(a => a.Headers.Location).Distinct().Count().ShouldBe(1);
            var post = (await Read(aiko, thread, "?after=0&limit=200")).Posts.Single(p => p.Number == number);
            post.RedactedBecause.ShouldBe("By mistake.");
            post.Markdown.ShouldBeEmpty();
        }

        (await Read(aiko, thread)).Total.ShouldBe(20);
    }

    private static async Task<int> Unread(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/threads")).GetProperty("threads")[0].GetProperty("unread").GetInt32();

    // Without the reference number and the date, which differ from request to request.
    private static async Task<string> Answer(HttpClient client, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        var answer = await client.SendAsync(request);
        var text = System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"(reference|traceId)\":\"[^\"]*\"", "");
        var headers = string.Join("\n", answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not "Date" and not "Content-Length").Select(h => h.Key + ": " + string.Join(",", h.Value)));
        return $"{answer.StatusCode}\n{headers}\n{text}";
    }
}
