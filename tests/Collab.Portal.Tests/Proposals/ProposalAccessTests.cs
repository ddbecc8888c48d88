using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>Who may see and do what, and how each refusal reads over HTTP.</summary>
public sealed class ProposalAccessTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    private static readonly object Green = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() };

    [Fact]
    public async Task A_hidden_draft_answers_as_an_unknown_id_does_at_every_address()
    {
        var hidden = await Draft("Hidden title");
        const string unknown = "P-ZZZZZ";

        foreach (var path in (string[])["", "?event=1", "/history", "/history?before=2", "/revisions", "/revisions/1", "/sayings", "/commands"])
            (await Read(Mara, HttpMethod.Get, $"/api/v1/proposals/{hidden}{path}")).ShouldBe(await Read(Mara, HttpMethod.Get, $"/api/v1/proposals/{unknown}{path}"), path);

        var commands = (await Get(Tomas, $"/{hidden}/commands")).EnumerateArray().Select(c => c.GetProperty("address").GetString()!.Split('/')[^1]).Distinct().ToList();
        commands.Count.ShouldBeGreaterThan(15);
        foreach (var command in commands)
        {
            var body = Bodies.For(command);
            (await Read(Mara, HttpMethod.Post, $"/api/v1/proposals/{hidden}/{command}", body, "\"7\"")).ShouldBe(
                await Read(Mara, HttpMethod.Post, $"/api/v1/proposals/{unknown}/{command}", body, "\"7\""), command);
        }
    }

    [Fact]
    public async Task A_draft_shows_in_no_list_and_no_count_of_another_company()
    {
        var open = await Open("Seen by all");
        var before = await Read(Mara, HttpMethod.Get, "/api/v1/proposals");
        var hidden = await Draft("Hidden title");

        (await Read(Mara, HttpMethod.Get, "/api/v1/proposals")).ShouldBe(before);
        foreach (var filter in (string[])["?tab=drafts", "?tab=waits", "?q=hidden", $"?q={hidden}", "?company=contoso", "?limit=1"])
            (await Ids(Mara, filter)).ShouldNotContain(hidden, filter);
        (await Ids(Tomas, "?tab=drafts")).ShouldContain(hidden);

        await Ok(Tomas, hidden, "invite-company", new { company = "northwind", @as = "CoAuthor" });
        (await Ids(Mara, "?tab=drafts")).ShouldContain(hidden);
        (await Ids(Mara, "?tab=waits")).Take(2).ShouldBe([hidden, open]);
        (await Ids(Jonas, "?tab=drafts")).ShouldNotContain(hidden);
    }

    [Fact]
    public async Task What_was_a_draft_stays_with_those_who_wrote_it()
    {
        var id = await Draft(text: Text with { Problem = "An early secret." });
        await Ok(Tomas, id, "edit-draft", new { title = "Staged deployment", text = Text });
        await Ok(Tomas, id, "invite-company", new { company = "fabrikam", @as = "Seconder" });
        await Ok(Priya, id, "second-proposal");
        await Ok(Tomas, id, "open-proposal", new { audience = Green });

        (await Get(Tomas, $"/{id}/history")).GetProperty("items").GetArrayLength().ShouldBe(5);
        (await Get(Mara, $"/{id}/history")).GetProperty("items").EnumerateArray().Select(l => l.GetProperty("name").GetString()).ShouldBe(["ProposalOpened"]);
        (await Mara.GetAsync($"/api/v1/proposals/{id}?event=1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Get(Priya, $"/{id}?event=1")).GetProperty("text").GetProperty("sections")[0].GetProperty("markdown").GetString().ShouldBe("An early secret.");
        (await Get(Mara, "/" + id)).GetProperty("state").GetProperty("invited").EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_proposal_under_amber_is_there_for_the_named_companies_only()
    {
        var id = await Draft();
        await Ok(Tomas, id, "invite-company", new { company = "fabrikam", @as = "Seconder" });
        await Ok(Priya, id, "second-proposal");
        await Ok(Tomas, id, "open-proposal", new { audience = new { label = "Amber", companies = new[] { "northwind" }, people = Array.Empty<string>() } });

        (await Ids(Mara, "")).ShouldContain(id);
        (await Ids(Jonas, "")).ShouldNotContain(id);
        (await Jonas.GetAsync($"/api/v1/proposals/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Get(Mara, "/" + id)).GetProperty("outlook").GetProperty("awaited").EnumerateArray().Select(c => c.GetString()).ShouldBe(["contoso", "fabrikam", "northwind"]);
    }

    [Fact]
    public async Task Each_kind_of_refusal_has_its_status_code_and_sentence()
    {
        var draft = await Draft();
        await Refused(Tomas, draft, "open-proposal", new { audience = Green }, HttpStatusCode.Conflict, "proposal.not_seconded");
        await Refused(Tomas, draft, "invite-company", new { company = "nobody", @as = "Seconder" }, HttpStatusCode.UnprocessableEntity, "proposal.no_such_company");
        await Refused(Tomas, draft, "second-proposal", null, HttpStatusCode.Forbidden, "proposal.seconder_related");
        await Refused(Mara, draft, "second-proposal", null, HttpStatusCode.NotFound, "not_found");

        var open = await Open();
        await Refused(Mara, open, "revise-proposal", new { kind = "Editorial", text = Text, summary = "Wording." }, HttpStatusCode.Forbidden, "proposal.not_author");
        await Refused(Mara, open, "record-position", new { revision = 2, position = "Support" }, HttpStatusCode.UnprocessableEntity, "proposal.no_such_revision");
        (await Refused(Mara, open, "record-position", new { revision = 1, position = "Object" }, HttpStatusCode.UnprocessableEntity, "text.missing")).GetProperty("field").GetString().ShouldBe("what");
        await Refused(Jonas, open, "record-outcome", new { result = "Agreed", reasons = "Early." }, HttpStatusCode.Conflict, "proposal.wrong_status");
        await Ok(Tomas, open, "revise-proposal", new { kind = "Substantive", text = Text with { Proposal = "Five stages." }, summary = "Five." });
        await Refused(Mara, open, "record-position", new { revision = 1, position = "Support" }, HttpStatusCode.Conflict, "proposal.revision_superseded");
    }

    [Fact]
    public async Task A_title_of_ten_thousand_characters_is_refused_with_a_sentence()
    {
        using var response = await Tomas.PostAsJsonAsync("/api/v1/proposals", new { title = new string('x', 10_000), text = Text });
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("field").GetString().ShouldBe("title");
        problem.GetProperty("detail").GetString().ShouldBe("The title is longer than 200 characters. Shorten it.");
    }

    [Fact]
    public async Task Every_command_is_listed_with_its_address_and_the_reason_that_it_is_not_possible()
    {
        var id = await Open();
        var commands = (await Get(Mara, $"/{id}/commands")).EnumerateArray().ToList();
        commands.ShouldContain(c => c.GetProperty("command").GetString() == "RecordPosition" && c.GetProperty("target").GetString() == "Support" && c.GetProperty("possible").GetBoolean());
        commands.Where(c => !c.GetProperty("possible").GetBoolean()).ShouldAllBe(c => c.GetProperty("why").GetString()!.Length > 10 && c.GetProperty("code").GetString()!.Length > 3);
        foreach (var address in commands.Select(c => c.GetProperty("address").GetString()!).Distinct())
        {
            // The address is a command's, and not the fallback's: what is wrong is said in the command's own words.
            using var content = JsonContent.Create(Bodies.For(address.Split('/')[^1]));
            using var response = await Mara.PostAsync(address, content);
            response.StatusCode.ShouldNotBe(HttpStatusCode.NotFound, address);
            response.StatusCode.ShouldNotBe(HttpStatusCode.BadRequest, address + await response.Content.ReadAsStringAsync());
        }
    }

    private static async Task<List<string?>> Ids(HttpClient client, string query) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/proposals" + query)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString())];

    private static async Task<string> Read(HttpClient client, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        // The two references of a problem are drawn for each request; everything else is compared.
        text = System.Text.RegularExpressions.Regex.Replace(text, "\"(traceId|reference)\":\"[^\"]*\"", "");
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n{text}";
    }
}
