using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>Comments on passages and suggested changes, over HTTP and on screens of two nodes.</summary>
public sealed class RemarkTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    private static readonly ProposalText Long = Text with { Proposal = "Deploy in **four** stages. Each stage waits for the one before it. Say when it ends." };

    [Fact]
    public async Task A_comment_is_made_answered_resolved_and_reopened_and_reads_as_it_was_written()
    {
        var id = await Open(text: Long);
        var remark = await Remark(Mara, id, new { section = "proposal", quote = "in four stages", markdown = "Which *four*?" });
        var made = await One(Mara, remark);
        made.GetProperty("kind").GetString().ShouldBe("Comment");
        made.GetProperty("state").GetString().ShouldBe("Open");
        made.GetProperty("by").GetProperty("company").GetString().ShouldBe("northwind");
        made.GetProperty("anchor").GetProperty("quote").GetString().ShouldBe("in **four** stages");
        made.GetProperty("anchor").GetProperty("revision").GetInt32().ShouldBe(1);
        made.GetProperty("found").GetProperty("start").GetInt32().ShouldBe(7);

        await Do(Tomas, remark, "reply-to-remark", new { markdown = "By ring." });
        await Do(Mara, remark, "edit-remark", new { markdown = "Which four, please?" });
        await Do(Tomas, remark, "resolve-remark");
        await Refuses(Mara, remark, "edit-remark", new { markdown = "x" }, HttpStatusCode.Conflict, "remark.wrong_state");
        await Do(Mara, remark, "reopen-remark");
        await Refuses(Jonas, remark, "resolve-remark", null, HttpStatusCode.Forbidden, "remark.not_party");
        var now = await One(Priya, remark);
        now.GetProperty("markdown").GetString().ShouldBe("Which four, please?");
        now.GetProperty("replies")[0].GetProperty("markdown").GetString().ShouldBe("By ring.");
        now.GetProperty("state").GetString().ShouldBe("Open");
    }

    [Fact]
    public async Task A_suggestion_accepted_on_an_open_proposal_waits_and_the_next_revision_credits_it()
    {
        var id = await Open(text: Long);
        var remark = await Remark(Mara, id, new { section = "proposal", quote = "Each stage waits", replacement = "Each stage waits a day", reason = "Else nobody looks." });
        await Refuses(Mara, remark, "accept-suggestion", null, HttpStatusCode.Forbidden, "proposal.not_author");
        await Do(Tomas, remark, "accept-suggestion");
        (await One(Mara, remark)).GetProperty("state").GetString().ShouldBe("Accepted");
        (await Get(Mara, "/" + id)).GetProperty("text").GetProperty("revision").GetInt32().ShouldBe(1);

        var revised = new { kind = "Editorial", text = Long with { Proposal = Long.Proposal.Replace("stage waits", "stage waits a day", StringComparison.Ordinal) }, summary = "A day.", suggestions = new[] { remark } };
        await Refused(Tomas, id, "revise-proposal", revised with { suggestions = ["RM-NOSUCHON"] }, HttpStatusCode.Conflict, "proposal.suggestion_not_accepted");
        await Ok(Tomas, id, "revise-proposal", revised);
        var taken = await One(Mara, remark);
        (taken.GetProperty("state").GetString(), taken.GetProperty("revision").GetInt32()).ShouldBe(("TakenIn", 2));
        (await Get(Mara, $"/{id}/revisions"))[1].GetProperty("credits")[0].GetProperty("by").GetProperty("company").GetString().ShouldBe("northwind");
        (await Get(Mara, $"/{id}/history")).GetProperty("items")[0].GetProperty("sentence").GetString()!.ShouldEndWith("it takes in 1 suggestion of Northwind");
        await Refused(Tomas, id, "revise-proposal", revised, HttpStatusCode.Conflict, "proposal.suggestion_not_accepted");
        await Refuses(Tomas, remark, "decline-suggestion", new { reason = "x" }, HttpStatusCode.Conflict, "remark.wrong_state");
    }

    [Fact]
    public async Task A_suggestion_accepted_on_a_draft_is_applied_at_once_and_stays_with_the_drafting_companies()
    {
        var id = await Draft(text: Long);
        await Ok(Tomas, id, "invite-company", new { company = "fabrikam", @as = "Seconder" });
        var remark = await Remark(Priya, id, new { section = "proposal", quote = "Say when it ends.", replacement = "Say when it ends, in UTC." });
        var late = await Remark(Priya, id, new { section = "proposal", quote = "when it ends", replacement = "when it begins" });
        using (var stale = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/remarks/{remark}/accept-suggestion") { Headers = { { "If-Match", "\"7\"" } } })
        using (var answer = await Tomas.SendAsync(stale))
            answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await Get(Priya, "/" + id)).GetProperty("text").GetProperty("sections")[1].GetProperty("markdown").GetString()!.ShouldEndWith("Say when it ends.");
        await Do(Tomas, remark, "accept-suggestion");
        (await Get(Priya, "/" + id)).GetProperty("text").GetProperty("sections")[1].GetProperty("markdown").GetString()!.ShouldEndWith("Say when it ends, in UTC.");
        (await Get(Priya, $"/{id}/history")).GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("DraftSectionEdited");
        (await One(Priya, remark)).GetProperty("state").GetString().ShouldBe("TakenIn");

        // The words of the other one are still there, so it has its place in the new text.
        await Do(Tomas, late, "accept-suggestion");
        (await Get(Priya, "/" + id)).GetProperty("text").GetProperty("sections")[1].GetProperty("markdown").GetString()!.ShouldEndWith("Say when it begins, in UTC.");

        await Ok(Priya, id, "second-proposal");
        await Ok(Tomas, id, "open-proposal", new { audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } });
        (await List(Priya, id)).Count.ShouldBe(2);
        (await List(Mara, id)).ShouldBeEmpty();
        (await Mara.GetAsync($"/api/v1/remarks/{remark}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_may_not_be_read_answers_as_what_does_not_exist()
    {
        var hidden = await Draft();
        var remark = await Remark(Tomas, hidden, new { section = "problem", quote = "channel file", markdown = "Ours?" });
        const string unknown = "RM-ZZZZZZZZ";
        foreach (var path in (string[])["", "/commands"])
            (await Read(Mara, HttpMethod.Get, $"/api/v1/remarks/{remark}{path}")).ShouldBe(await Read(Mara, HttpMethod.Get, $"/api/v1/remarks/{unknown}{path}"));
        foreach (var (command, body) in ((string, object)[])[
            ("reply-to-remark", new { markdown = "x" }), ("edit-remark", new { markdown = "x" }), ("resolve-remark", new { }), ("reopen-remark", new { }),
            ("accept-suggestion", new { }), ("decline-suggestion", new { reason = "x" }), ("withdraw-suggestion", new { }), ("redact-remark", new { reason = "x" })])
        {
            (await Read(Mara, HttpMethod.Post, $"/api/v1/remarks/{remark}/{command}", body, "\"7\"")).ShouldBe(await Read(Mara, HttpMethod.Post, $"/api/v1/remarks/{unknown}/{command}", body, "\"7\""), command);
        }

        foreach (var body in (object[])[new { section = "problem", quote = "channel file", markdown = "x" }, new { section = "problem", quote = "not there", markdown = "x" }, new { section = "nothing", markdown = "x" }])
            (await Read(Mara, HttpMethod.Post, $"/api/v1/proposals/{hidden}/remarks", body)).ShouldBe(await Read(Mara, HttpMethod.Post, "/api/v1/proposals/P-ZZZZZ/remarks", body));
        (await Read(Mara, HttpMethod.Get, $"/api/v1/proposals/{hidden}/remarks")).ShouldBe(await Read(Mara, HttpMethod.Get, "/api/v1/proposals/P-ZZZZZ/remarks"));
    }

    [Fact]
    public async Task A_passage_that_cannot_be_found_is_refused_with_what_to_do()
    {
        var id = await Open(text: Long);
        (await Refuses(Mara, id, new { section = "proposal", quote = "words of another text", markdown = "x" }, HttpStatusCode.UnprocessableEntity, "remark.passage_not_found"))
            .GetProperty("field").GetString().ShouldBe("quote");
        await Refuses(Mara, id, new { section = "<b>proposal</b>", quote = "stages", markdown = "x" }, HttpStatusCode.UnprocessableEntity, "remark.no_such_section");
        await Refuses(Mara, id, new { section = "proposal", quote = new string('x', 5_000), markdown = "x" }, HttpStatusCode.UnprocessableEntity, "remark.passage_too_long");
        await Refuses(Mara, id, new { section = "proposal", quote = "stages", markdown = " " }, HttpStatusCode.UnprocessableEntity, "text.missing");
        await Refuses(Mara, id, new { section = "proposal", replacement = Long.Proposal }, HttpStatusCode.UnprocessableEntity, "suggestion.nothing_changed");
    }

    [Fact]
    public async Task A_section_rewritten_as_a_whole_becomes_a_suggestion_about_the_words_that_differ()
    {
        var id = await Open(text: Long);
        var remark = await Remark(Mara, id, new { section = "proposal", replacement = Long.Proposal.Replace("**four**", "**five**", StringComparison.Ordinal) });
        var made = await One(Mara, remark);
        made.GetProperty("anchor").GetProperty("quote").GetString().ShouldBe("**four**");
        made.GetProperty("replacement").GetString().ShouldBe("**five**");
    }

    [Fact]
    public async Task A_passage_moves_with_the_text_and_says_when_it_is_gone()
    {
        var id = await Open(text: Long);
        var moved = await Remark(Mara, id, new { section = "proposal", quote = "Each stage waits for the one before it", markdown = "How long?" });
        var gone = await Remark(Mara, id, new { section = "proposal", quote = "Say when it ends", markdown = "To whom?" });
        await Ok(Tomas, id, "revise-proposal", new { kind = "Editorial", text = Long with { Proposal = "First of all: deploy in **four** stages. Each stage waits for the one before it." }, summary = "Shorter." });
        (await One(Mara, moved)).GetProperty("found").GetProperty("start").GetInt32().ShouldBe("First of all: deploy in **four** stages. ".Length);
        (await One(Mara, gone)).GetProperty("found").ValueKind.ShouldBe(JsonValueKind.Null);
        (await One(Mara, gone)).GetProperty("state").GetString().ShouldBe("Open");
    }

    [Fact]
    public async Task Hostile_markdown_is_kept_as_written_and_shown_as_text()
    {
        const string hostile = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>";
        var id = await Open(text: Long with { Problem = "Before. " + hostile + " After." });
        var comment = await Remark(Mara, id, new { section = "problem", quote = "<script>alert(1)</script>", markdown = hostile });
        var suggestion = await Remark(Mara, id, new { section = "problem", quote = "After.", replacement = hostile, reason = hostile });
        await Do(Tomas, comment, "reply-to-remark", new { markdown = hostile });
        await Do(Tomas, suggestion, "decline-suggestion", new { reason = hostile });
        (await One(Mara, comment)).GetProperty("markdown").GetString().ShouldBe(hostile);
        await using var session = Node.Services.GetRequiredService<Marten.IDocumentStore>().QuerySession();
        foreach (var row in new[] { (await session.LoadAsync<RemarkRow>(comment))!, (await session.LoadAsync<RemarkRow>(suggestion))! })
        {
            foreach (var html in row.Replies.Select(r => r.Html).Append(row.Html).Append(row.DeclineHtml))
            {
                html.ShouldNotContain("<script", Case.Insensitive);
                html.ShouldNotContain("<img", Case.Insensitive);
                html.ShouldNotContain("href=\"javascript:", Case.Insensitive);
            }
        }
    }

    [Fact]
    public async Task Five_megabytes_are_refused_with_a_sentence()
    {
        var id = await Open(text: Long);
        var huge = new string('x', 5_000_000);
        await Refuses(Mara, id, new { section = "proposal", quote = "stages", markdown = huge }, HttpStatusCode.UnprocessableEntity, "text.too_long");
        await Refuses(Mara, id, new { section = "proposal", quote = "stages", replacement = huge }, HttpStatusCode.UnprocessableEntity, "text.too_long");
        await Refuses(Mara, id, new { section = "proposal", quote = huge, markdown = "x" }, HttpStatusCode.UnprocessableEntity, "remark.passage_too_long");
    }

    [Fact]
    public async Task A_request_sent_twice_under_one_key_makes_one_remark()
    {
        var id = await Open(text: Long);
        List<string> made = [];
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/proposals/{id}/remarks") { Content = JsonContent.Create(new { section = "proposal", quote = "stages", markdown = "Once." }) };
            request.Headers.Add("Idempotency-Key", "once-" + id);
            using var response = await Mara.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Created);
            made.Add((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
        }

        made.Distinct().ShouldHaveSingleItem();
        (await List(Mara, id)).ShouldBe(made.Take(1));
    }

    [Fact]
    public async Task The_list_is_paged_by_key()
    {
        var id = await Open(text: Long);
        List<string> made = [];
        for (var i = 0; i < 5; i++)
            made.Add(await Remark(Mara, id, new { section = "proposal", quote = "stages", markdown = $"Number {i}." }));
        List<string> read = [];
        for (var after = ""; after is not null;)
        {
            var page = await Mara.GetFromJsonAsync<JsonElement>($"/api/v1/proposals/{id}/remarks?limit=2&after={after}");
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString();
        }

        read.ShouldBe(made);
    }

    [Fact]
    public async Task What_is_masked_is_nowhere_in_the_answer()
    {
        var id = await Open(text: Long);
        var remark = await Remark(Mara, id, new { section = "proposal", quote = "stages", replacement = "a secret wording", reason = "a secret reason" });
        await Do(Tomas, remark, "reply-to-remark", new { markdown = "a secret reply" });
        await Do(Jonas, remark, "redact-remark", new { reason = "Names a person.", reply = 1 });
        await Do(Mara, remark, "redact-remark", new { reason = "Names a person." });
        var answer = (await One(Priya, remark)).ToString();
        answer.ShouldNotContain("secret");
        answer.ShouldContain("Names a person.");
        await Refuses(Tomas, remark, "accept-suggestion", null, HttpStatusCode.Conflict, "remark.redacted");
    }

    [Fact]
    public async Task Every_command_is_listed_with_the_reason_that_it_is_not_possible()
    {
        var id = await Open(text: Long);
        var remark = await Remark(Mara, id, new { section = "proposal", quote = "stages", replacement = "steps" });
        var commands = (await Priya.GetFromJsonAsync<JsonElement>($"/api/v1/remarks/{remark}/commands")).EnumerateArray().ToList();
        commands.Single(c => c.GetProperty("command").GetString() == "ReplyToRemark").GetProperty("possible").GetBoolean().ShouldBeTrue();
        commands.Single(c => c.GetProperty("command").GetString() == "AcceptSuggestion").GetProperty("code").GetString().ShouldBe("proposal.not_author");
        commands.Where(c => !c.GetProperty("possible").GetBoolean()).ShouldAllBe(c => c.GetProperty("why").GetString()!.Length > 10);
    }

    [Fact]
    public async Task A_proposal_lists_whether_a_remark_can_be_begun()
    {
        var id = await Open();
        (await Beginnings()).ShouldBe(["MakeRemark possible", "SuggestChange possible"]);
        await Ok(Tomas, id, "withdraw-proposal", new { reason = "Another way was found." });
        (await Beginnings()).ShouldBe(["MakeRemark remark.proposal_settled", "SuggestChange remark.proposal_settled"]);

        async Task<List<string>> Beginnings() => [.. (await Get(Mara, $"/{id}/commands")).EnumerateArray()
            .Where(c => c.GetProperty("address").GetString() == $"/api/v1/proposals/{id}/remarks")
            .Select(c => $"{c.GetProperty("command").GetString()} {(c.GetProperty("possible").GetBoolean() ? "possible" : c.GetProperty("code").GetString())}")];
    }

    [Fact]
    public async Task A_remark_and_what_becomes_of_its_passage_arrive_on_a_screen_of_another_node()
    {
        var id = await Open(text: Long);
        await using var other = await PortalNode.Start(Database.ConnectionString, Node.Clock);
        var seen = System.Threading.Channels.Channel.CreateUnbounded<RemarksView?>();
        using var seat = await other.Services.GetRequiredService<Rooms<RemarksView>>().Enter(id, view => seen.Writer.WriteAsync(view).AsTask());
        seat.View!.Remarks.ShouldBeEmpty();

        var remark = await Remark(Mara, id, new { section = "proposal", quote = "Say when it ends", markdown = "To whom?" });
        await Sees(v => v.Remarks is [{ Found: not null, OnPage: not null }]);
        await Do(Tomas, remark, "reply-to-remark", new { markdown = "To all." });
        await Sees(v => v.Remarks is [{ Row.Replies.Count: 1 }]);
        await Ok(Tomas, id, "revise-proposal", new { kind = "Editorial", text = Long with { Proposal = "Deploy in stages." }, summary = "Shorter." });
        await Sees(v => v.Remarks is [{ IsGone: true }]);
        await Do(Tomas, remark, "resolve-remark");
        await Sees(v => v.Remarks is [{ Row.Status: RemarkState.Resolved }]);

        async Task Sees(Func<RemarksView, bool> wanted)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await foreach (var view in seen.Reader.ReadAllAsync(patience.Token))
            {
                if (view is not null && wanted(view))
                    return;
            }
        }
    }

    [Fact]
    public async Task Two_authors_accept_at_once_and_the_draft_is_edited_once()
    {
        var id = await Draft(text: Long);
        var remark = await Remark(Tomas, id, new { section = "proposal", quote = "Say when it ends.", replacement = "Say when." });
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Post(Tomas, $"/api/v1/remarks/{remark}/accept-suggestion", new { })));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers)
            answer.Dispose();
        (await Get(Tomas, $"/{id}/history")).GetProperty("items").EnumerateArray().Count(l => l.GetProperty("name").GetString() == "DraftSectionEdited").ShouldBe(1);
    }

    private static async Task<string> Remark(HttpClient client, string proposal, object body)
    {
        using var response = await client.PostAsJsonAsync($"/api/v1/proposals/{proposal}/remarks", body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        response.Headers.Location!.OriginalString.ShouldBe("/api/v1/remarks/" + id);
        return id;
    }

    private static async Task<JsonElement> One(HttpClient client, string remark) => await client.GetFromJsonAsync<JsonElement>("/api/v1/remarks/" + remark);

    private static async Task<List<string>> List(HttpClient client, string proposal) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"/api/v1/proposals/{proposal}/remarks")).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];

    private static async Task Do(HttpClient client, string remark, string command, object? body = null)
    {
        using var response = await Post(client, $"/api/v1/remarks/{remark}/{command}", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{command}: {await response.Content.ReadAsStringAsync()}");
    }

    private static Task<JsonElement> Refuses(HttpClient client, string remark, string command, object? body, HttpStatusCode status, string code) =>
        IsRefused(client, $"/api/v1/remarks/{remark}/{command}", body, status, code);

    private static Task<JsonElement> Refuses(HttpClient client, string proposal, object body, HttpStatusCode status, string code) =>
        IsRefused(client, $"/api/v1/proposals/{proposal}/remarks", body, status, code);

    private static async Task<JsonElement> IsRefused(HttpClient client, string path, object? body, HttpStatusCode status, string code)
    {
        using var response = await Post(client, path, body);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.StatusCode.ShouldBe(status, problem.ToString());
        problem.GetProperty("code").GetString().ShouldBe(code);
        return problem;
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, object? body) => client.PostAsync(path, body is null ? null : JsonContent.Create(body));

    private static async Task<string> Read(HttpClient client, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await client.SendAsync(request);
        // The two references of a problem are drawn for each request; everything else is compared.
        var text = System.Text.RegularExpressions.Regex.Replace(await response.Content.ReadAsStringAsync(), "\"(traceId|reference)\":\"[^\"]*\"", "");
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        return $"{string.Join('\n', headers)}\n{text}";
    }
}
