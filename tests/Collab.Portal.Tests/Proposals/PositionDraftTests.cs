using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bunit;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Collab.Portal.Tests.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>The draft of a company's statement: whose it is, who sees it, and what becomes of it when two people write.</summary>
public sealed class PositionDraftTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    private const string Secret = "zirconium-plan";

    private static readonly PersonId Olof = new("p-olof");

    [Fact]
    public async Task No_other_company_finds_a_word_of_it_anywhere()
    {
        var id = await Open();
        await Write(Mara, id, new { position = "Object", statement = Secret, what = Secret, why = Secret, cure = Secret });

        foreach (var rival in (HttpClient[])[Tomas, Priya, Jonas, Aiko])
        {
            (await Draft(rival, id)).GetProperty("version").GetInt64().ShouldBe(0);
            foreach (var path in (string[])["", "/history", "/sayings", "/revisions", "/commands", "/position-draft"])
                (await rival.GetStringAsync($"/api/v1/proposals/{id}{path}")).ShouldNotContain(Secret);
            foreach (var path in (string[])["/api/v1/proposals?tab=all", $"/api/v1/proposals?q={Secret}", "/api/v1/reminders", "/api/v1/threads"])
                (await rival.GetStringAsync(path)).ShouldNotContain(Secret);
        }

        using var rivals = await SignedInBrowser.For(Node, TestRoom.Jonas, TestRoom.Tailspin);
        foreach (var path in (string[])["/", "/proposals", $"/proposals/{id}", $"/positions?open={id}", "/moderation", $"/search?q={Secret}", "/reminders"])
            (await rivals.GetStringAsync(path)).Replace($"q={Secret}", "", StringComparison.Ordinal).Replace($"value=\"{Secret}\"", "", StringComparison.Ordinal)
                .Replace($"“{Secret}”", "", StringComparison.Ordinal).ShouldNotContain(Secret, customMessage: path);
        using var own = await SignedInBrowser.For(Node, TestRoom.Mara, TestRoom.Northwind);
        (await own.GetStringAsync($"/positions?open={id}")).ShouldContain(Secret);

        // Nothing of it went into the streams or the read models.
        (await Count("select count(*) from collab.mt_events where data::text like '%' || $1 || '%'")).ShouldBe(0);
        (await Count("select count(*) from (select data from collab.mt_doc_proposal union all select data from collab.mt_doc_proposalrow union all select data from collab.mt_doc_saying) d where data::text like '%' || $1 || '%'")).ShouldBe(0);
    }

    [Fact]
    public async Task An_unknown_and_a_hidden_proposal_answer_alike()
    {
        var hidden = await base.Draft();
        foreach (var id in (string[])[hidden, "P-ZZZZZ"])
        {
            using var got = await Mara.GetAsync($"/api/v1/proposals/{id}/position-draft");
            using var put = await Put(Mara, id, new { statement = "x" });
            (got.StatusCode, put.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        }

        using var early = await Tomas.GetAsync($"/api/v1/proposals/{hidden}/position-draft");
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_recused_company_has_none_and_one_that_recuses_itself_loses_what_it_had()
    {
        var id = await Open();
        await Write(Priya, id, new { statement = "Not yet." });
        await Ok(Priya, id, "record-position", new { revision = 1, position = "Recuse" });

        using var got = await Priya.GetAsync($"/api/v1/proposals/{id}/position-draft");
        using var put = await Put(Priya, id, new { statement = "x" });

        (got.StatusCode, put.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
        (await got.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("proposal.recused");
        (await Count("select count(*) from collab.position_drafts where statement = 'Not yet.'")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_writers_do_not_overwrite_each_other()
    {
        var id = await Open();
        var first = await Write(Mara, id, new { statement = "One." });
        first.GetProperty("version").GetInt64().ShouldBe(1);
        (await Write(Mara, id, new { statement = "Two." }, 1)).GetProperty("version").GetInt64().ShouldBe(2);

        using var late = await Put(Mara, id, new { statement = "Three." }, 1);

        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        var problem = await late.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("draft").GetProperty("statement").GetString().ShouldBe("Two.");
        late.Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await Draft(Mara, id)).GetProperty("statement").GetString().ShouldBe("Two.");

        // Of many who saw the same version exactly one writes.
        var race = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Put(Mara, id, new { statement = $"Racer {i}." }, 2)));
        race.Count(r => r.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var response in race)
            response.Dispose();
    }

    [Fact]
    public async Task Recording_and_discarding_empty_it_and_its_version_never_goes_back()
    {
        var id = await Open();
        await Write(Mara, id, new { position = "Support", statement = "We do this." });
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Support", statement = "We do this." });

        var after = await Draft(Mara, id);
        after.GetProperty("statement").ValueKind.ShouldBe(JsonValueKind.Null);
        after.GetProperty("version").GetInt64().ShouldBe(2);
        using var stale = await Put(Mara, id, new { statement = "A save that comes late." }, 1);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        await Write(Mara, id, new { statement = "We think again." }, 2);
        using var discarded = await Mara.DeleteAsync($"/api/v1/proposals/{id}/position-draft");
        discarded.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Draft(Mara, id)).GetProperty("statement").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task It_stays_through_a_substantive_revision_and_says_what_it_was_written_on()
    {
        var id = await Open();
        await Ok(Mara, id, "record-position", new { revision = 1, position = "NoObjection" });
        await Write(Mara, id, new { position = "Support", statement = "We change our mind." });
        await Ok(Tomas, id, "revise-proposal", new { kind = "Substantive", text = Text with { Proposal = "Deploy in five stages." }, summary = "Five." });
        await using var screen = new PersonScreen(Node, TestRoom.Mara);

        var page = screen.Open<PositionsPage>($"/positions?open={id}&changes={id}");

        await page.WaitForAssertionAsync(() => page.Find($"#{id} #own-statement").GetAttribute("value").ShouldBe("We change our mind."), PersonScreen.Patience);
        page.Find("#draft-note").TextContent.ShouldContain("It was written on revision 1; revision 2 changed the substance.");
        page.Find($"#{id} .deskfacts").TextContent.ShouldContain("Stale: revision 2 changed the substance");
        await page.WaitForAssertionAsync(() => page.Find($"#{id} ins").TextContent.ShouldContain("five"), PersonScreen.Patience);
    }

    [Fact]
    public async Task A_colleague_who_is_no_representative_writes_and_the_representative_follows_and_records_on_the_desk()
    {
        await Join(Olof, TestRoom.Northwind, Roles.Engineer);
        await using var second = await PortalNode.Start(Database.ConnectionString, Node.Clock);
        var id = await Open("Drafted by two");
        await using var olof = new PersonScreen(second, Olof);
        await using var mara = new PersonScreen(Node, TestRoom.Mara);
        var page = olof.Open<ProposalPage>($"/proposals/{id}", p => p.Add(x => x.Id, id));
        var desk = mara.Open<PositionsPage>($"/positions?open={id}");

        await page.On("input[value=Support]", e => e.ChangeAsync(true));
        await page.On("#own-statement", e => e.InputAsync("We stage ours."));

        await desk.WaitForAssertionAsync(() => desk.Find("#own-statement").GetAttribute("value").ShouldBe("We stage ours."), PersonScreen.Patience);
        await desk.WaitForAssertionAsync(() => desk.Find($"#{id} .deskfacts").TextContent.ShouldContain("Support, saved"), PersonScreen.Patience);
        page.Find(".own button[type=submit]").HasAttribute("disabled").ShouldBeTrue("an engineer does not speak for the company");
        await desk.On(".own form", e => e.SubmitAsync());

        await desk.WaitForAssertionAsync(() => desk.FindAll($"#{id}").ShouldBeEmpty(), PersonScreen.Patience);
        (await Get(Tomas, $"/{id}/sayings")).ToString().ShouldContain("We stage ours.");
        await page.WaitForAssertionAsync(() => (page.Find("#own-statement").GetAttribute("value") ?? "").ShouldBeEmpty(), PersonScreen.Patience);
    }

    [Fact]
    public async Task Who_changed_what_a_colleague_changed_too_keeps_their_words_and_chooses()
    {
        var id = await Open("Two at once");
        await using var screen = new PersonScreen(Node, TestRoom.Mara);
        var page = screen.Open<ProposalPage>($"/proposals/{id}", p => p.Add(x => x.Id, id));
        await page.On("#own-statement", e => e.InputAsync("First words."));
        await page.WaitForAssertionAsync(() => page.Find("#draft-note").TextContent.ShouldStartWith("Draft saved"), PersonScreen.Patience);

        // The colleague writes between two of the person's keys, before their screen saves again.
        await page.On("#own-statement", e => e.InputAsync("My words."));
        await Write(Mara, id, new { statement = "Their words." }, 1);

        await page.WaitForAssertionAsync(() => page.Find(".own .trouble").TextContent.ShouldContain("Their words."), PersonScreen.Patience);
        page.Find("#own-statement").GetAttribute("value").ShouldBe("My words.");
        (await Draft(Mara, id)).GetProperty("statement").GetString().ShouldBe("Their words.");
        await page.InvokeAsync(() => page.FindAll(".own .trouble button").First(b => b.TextContent == "Keep mine").ClickAsync());
        await page.WaitForAssertionAsync(() => page.FindAll(".own .trouble").ShouldBeEmpty(), PersonScreen.Patience);
        (await Draft(Mara, id)).GetProperty("statement").GetString().ShouldBe("My words.");
    }

    [Fact]
    public async Task Affiliates_do_not_see_each_others_draft_and_lose_theirs_to_the_one_that_speaks()
    {
        var id = await Open("Affiliates");
        await Write(Jonas, id, new { statement = "Of Tailspin alone." });
        await Affiliate("spin", TestRoom.Tailspin, TestRoom.Wingtip);
        try
        {
            (await Draft(Aiko, id)).GetProperty("version").GetInt64().ShouldBe(0);
            await Ok(Aiko, id, "record-position", new { revision = 1, position = "Abstain" });
            using var got = await Jonas.GetAsync($"/api/v1/proposals/{id}/position-draft");
            got.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await got.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("proposal.affiliate_spoke");
        }
        finally
        {
            await Affiliate(null, TestRoom.Tailspin, TestRoom.Wingtip);
        }
    }

    private static async Task<JsonElement> Draft(HttpClient client, string id) => await client.GetFromJsonAsync<JsonElement>($"/api/v1/proposals/{id}/position-draft");

    private static async Task<JsonElement> Write(HttpClient client, string id, object draft, long? version = null)
    {
        using var response = await Put(client, id, draft, version);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpResponseMessage> Put(HttpClient client, string id, object draft, long? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/proposals/{id}/position-draft") { Content = JsonContent.Create(draft) };
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        return await client.SendAsync(request);
    }

    private async Task Join(PersonId person, MemberId company, Roles roles) => await Node.Commands.Run<Participant>(Ids.OfPerson(person), null, (state, room) => state is not null
        ? Decision.Accept()
        : Decision.Accept(new ParticipantJoined(new By(person, company), room.Now, person, company, "Olof", "olof@northwind.example", ParticipantKind.Person, roles)));

    private async Task Affiliate(string? group, params MemberId[] companies)
    {
        foreach (var company in companies)
        {
            await Node.Commands.Run<Member>(Ids.OfMember(company), null, (member, room) => Decision.Accept(group is not null
                ? new AffiliationRecorded(By.System, room.Now, group, By.System)
                : new AffiliationEnded(By.System, room.Now, member!.Group!, By.System)));
        }
    }

    private async Task<long> Count(string sql)
    {
        await using var command = Node.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand(sql);
        if (sql.Contains("$1", StringComparison.Ordinal))
            command.Parameters.AddWithValue(Secret);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
