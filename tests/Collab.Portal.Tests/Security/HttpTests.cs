using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Collab.Domain;
using Collab.Domain.Members;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Security;

/// <summary>What every answer over HTTP keeps to.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private PortalNode node = null!;
    private HttpClient mara = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        node = await PortalNode.Start(database.ConnectionString);
        await TestRoom.AdmitAll(node);
        mara = node.ClientFor(TestRoom.Mara, TestRoom.Northwind, "Mara Lindqvist");
    }

    public async ValueTask DisposeAsync()
    {
        mara.Dispose();
        await node.DisposeAsync();
        await database.DisposeAsync();
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/outcomes")]
    [InlineData("/api/v1/me")]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    public async Task No_page_lets_inline_script_run_or_itself_be_framed(string path)
    {
        using var visitor = new HttpClient { BaseAddress = node.Address };
        using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative));

        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe-eval");
        policy.Split(';').Single(d => d.Contains("script-src", StringComparison.Ordinal)).ShouldNotContain("unsafe-inline");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
    }

    [Fact]
    public async Task No_page_holds_an_inline_script_or_handler()
    {
        using var visitor = new HttpClient { BaseAddress = node.Address };
        foreach (var path in (string[])["/sign-in", "/outcomes", "/public/members", "/public/joining", "/sign-in/refused"])
        {
            var html = await visitor.GetStringAsync(new Uri(path, UriKind.Relative));
            html.ShouldNotContain("<script", Case.Insensitive, path);
            html.ShouldNotContain(" onclick=", Case.Insensitive, path);
            html.ShouldNotContain("javascript:", Case.Insensitive, path);
        }
    }

    [Fact]
    public async Task A_token_of_another_issuer_or_an_expired_one_is_nobody()
    {
        using var stranger = new HttpClient { BaseAddress = node.Address };
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwLW1hcmEiLCJjb21wYW55Ijoibm9ydGh3aW5kIn0.");
        (await stranger.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        stranger.DefaultRequestHeaders.Authorization = new("Bearer", TestIssuer.Token(TestRoom.Mara, TestRoom.Northwind, lifetime: TimeSpan.FromMinutes(-5)));
        (await stranger.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_names_another_company_than_the_persons_own_is_nobody()
    {
        using var client = node.ClientFor(TestRoom.Mara, TestRoom.Contoso, "Another Name");
        (await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Somebody_of_a_company_that_is_no_member_is_nobody()
    {
        using var client = node.ClientFor(new PersonId("p-new"), new MemberId("litware"));
        (await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_disabled_person_may_do_nothing_from_the_next_request_on()
    {
        (await mara.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await node.Commands.Run<Participant>(Ids.OfPerson(TestRoom.Mara), null, (_, room) => Decision.Accept(new ParticipantDisabled(By.System, room.Now, "Left the company.")));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await mara.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode == HttpStatusCode.OK)
            await ticks.WaitForNextTickAsync(patience.Token);
        (await mara.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Unknown_addresses_and_unknown_ids_answer_alike()
    {
        var answers = new List<string>();
        foreach (var path in (string[])["/api/v1/nowhere", "/api/v1/proposals/P-ZZZZZ", "/api/v1/incidents/IR-ZZZZZ", "/api/v1/threads/T-ZZZZZ"])
        {
            using var answer = await mara.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", path);
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            answers.Add(problem.RootElement.GetProperty("code").GetString() + problem.RootElement.GetProperty("detail").GetString() + problem.RootElement.GetProperty("title").GetString());
        }

        answers.Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("""{ "roles": 7.5 }""", "$.roles")]
    [InlineData("", "body")]
    public async Task A_body_that_cannot_be_read_says_where(string body, string where)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await mara.PostAsync(new Uri($"/api/v1/people/{TestRoom.Mara}/set-roles", UriKind.Relative), content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(where);
    }

    [Theory]
    [InlineData("If-Match", "twelve")]
    [InlineData("If-Match", "W/\"1\"")]
    [InlineData("Idempotency-Key", "with space")]
    public async Task A_header_that_cannot_be_read_says_what_to_send(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/people/{TestRoom.Mara}/set-roles") { Content = JsonContent.Create(new { roles = "Engineer" }) };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await mara.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(header);
    }

    [Fact]
    public async Task A_write_made_for_an_older_version_is_412_and_says_what_changed()
    {
        var colleague = new PersonId("p-sam");
        await TestRoom.Admit(node, [(new MemberId("litware"), "Litware", [(colleague, "Sam Okoye", Roles.Engineer), (new PersonId("p-boss"), "Bo Aas", Roles.Engineer | Roles.Admin)])]);
        using var admin = node.ClientFor(new PersonId("p-boss"), new MemberId("litware"), "Bo Aas");
        var first = await SetRoles(admin, colleague, "Engineer, Representative", "\"1\"");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.ETag!.Tag.ShouldBe("\"2\"");

        var late = await SetRoles(admin, colleague, "Engineer", "\"1\"");

        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var problem = JsonDocument.Parse(await late.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("version").GetInt64().ShouldBe(2);
        problem.RootElement.GetProperty("since")[0].GetProperty("event").GetString().ShouldBe("RolesChanged");
    }

    [Fact]
    public async Task A_failure_that_nobody_foresaw_is_a_problem_for_programs_and_a_page_for_people()
    {
        await database.Execute("alter table collab.mt_doc_outcome rename to taken_away; alter table collab.mt_doc_proposalrow rename to also_taken_away");
        using var answer = await mara.GetAsync(new Uri("/api/v1/proposals", UriKind.Relative));
        using var visitor = new HttpClient { BaseAddress = node.Address };
        using var page = await visitor.GetAsync(new Uri("/outcomes", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("failure");
        problem.GetProperty("reference").GetString()!.Length.ShouldBeGreaterThan(8);
        problem.ToString().ShouldNotContain("taken_away");
        problem.ToString().ShouldNotContain("mt_doc");
        page.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("This page failed");
        html.ShouldNotContain("mt_doc");
    }

    [Fact]
    public async Task The_log_holds_a_failure_under_its_reference_and_no_token_or_code()
    {
        await using var process = NodeProcess.Start(database.ConnectionString, "logging");
        using var visitor = new HttpClient { BaseAddress = await process.Address() };
        await database.Execute("alter table collab.mt_doc_outcome rename to taken_away");

        foreach (var path in (string[])["/hubs/threads?id=x&access_token=one-secret", "/sign-in/callback?code=another-secret&state=x"])
            using (await visitor.GetAsync(new Uri(path, UriKind.Relative)))
            {
            }

        using var page = await visitor.GetAsync(new Uri("/outcomes", UriKind.Relative));

        var reference = Regex.Match(await page.Content.ReadAsStringAsync(), "recorded under ([0-9a-f]{8})").Groups[1].Value;
        reference.ShouldNotBeEmpty();
        await Wait.Until(() => Task.FromResult(process.Log.Any(line => line.Contains(reference, StringComparison.Ordinal) && line.Contains("mt_doc_outcome", StringComparison.Ordinal))));
        process.Log.ShouldNotContain(line => line.Contains("-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browsers_cookie_is_not_enough_to_write_from_another_site()
    {
        // Without a bearer token a write must come from our own pages, whoever is signed in.
        using var visitor = new HttpClient { BaseAddress = node.Address };
        visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await visitor.PostAsJsonAsync(new Uri($"/api/v1/people/{TestRoom.Mara}/set-roles", UriKind.Relative), new { roles = "Engineer" });
        ((int)answer.StatusCode).ShouldBeInRange(401, 403);
    }

    [Fact]
    public async Task Too_many_requests_are_429_with_when_to_come_back()
    {
        await using var small = await PortalNode.Start(database.ConnectionString, node.Clock, new Dictionary<string, string?> { ["Limits:ApiPerMinute"] = "12" });
        using var client = small.ClientFor(TestRoom.Priya, TestRoom.Fabrikam, "Priya Raman");
        HttpResponseMessage last;
        var count = 0;
        do
            last = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        while (last.StatusCode == HttpStatusCode.OK && ++count < 100);

        last.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_API_document_stands_where_a_newcomer_looks_and_names_every_command()
    {
        using var visitor = new HttpClient { BaseAddress = node.Address };
        using var document = JsonDocument.Parse(await visitor.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        paths.ShouldContain("/api/v1/people/{id}/set-roles");
        document.RootElement.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
    }

    private static async Task<HttpResponseMessage> SetRoles(HttpClient client, PersonId person, string roles, string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/people/{person}/set-roles") { Content = JsonContent.Create(new { roles }) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }
}
