using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain;
using Collab.Domain.Members;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>Writers that meet: stale versions, repeated requests, two representatives of one company.</summary>
public sealed class ProposalWritingTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    [Fact]
    public async Task A_command_for_an_older_version_does_nothing_and_says_what_changed()
    {
        var id = await Open();
        var version = (await Get(Mara, "/" + id)).GetProperty("version").GetInt64();
        await Ok(Tomas, id, "record-position", new { revision = 1, position = "Support" });

        using var late = await Send(Mara, id, "record-position", new { revision = 1, position = "Abstain" }, version);

        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        late.Headers.ETag!.Tag.ShouldBe($"\"{version + 1}\"");
        var problem = await late.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("since").EnumerateArray().ShouldHaveSingleItem().GetProperty("event").GetString().ShouldBe("PositionRecorded");
        (await Get(Mara, "/" + id)).GetProperty("state").GetProperty("positions").TryGetProperty("northwind", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_older_version_than_one_could_see_does_not_tell_how_others_drafted()
    {
        var id = await Open();
        const int whileItWasADraft = 1;
        var position = new { revision = 1, position = "Support" };

        (await Since(Mara, "record-position", position)).ShouldBeEmpty();
        (await Since(Tomas, "record-position", position)).ShouldContain("ProposalOpened");

        async Task<IReadOnlyList<string?>> Since(HttpClient who, string command, object body)
        {
            using var late = await Send(who, id, command, body, whileItWasADraft);
            late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
            var problem = await late.Content.ReadFromJsonAsync<JsonElement>();
            return [.. problem.GetProperty("since").EnumerateArray().Select(e => e.GetProperty("event").GetString())];
        }
    }

    [Fact]
    public async Task A_request_sent_twice_under_one_key_happens_once()
    {
        var id = await Open();
        var body = new { revision = 1, position = "Support", statement = "We do this since March." };
        using var first = await Send(Mara, id, "record-position", body, key: "once");
        using var second = await Send(Mara, id, "record-position", body, key: "once");

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Headers.ETag!.ShouldBe(first.Headers.ETag!);
        (await Get(Mara, $"/{id}/sayings")).EnumerateArray().Count(s => s.GetProperty("name").GetString() == "PositionRecorded").ShouldBe(1);

        using var draft = new HttpRequestMessage(HttpMethod.Post, "/api/v1/proposals") { Content = JsonContent.Create(new { title = "Once", text = Text }) };
        draft.Headers.Add("Idempotency-Key", "draft-once");
        using var started = await Tomas.SendAsync(draft);
        using var again = new HttpRequestMessage(HttpMethod.Post, "/api/v1/proposals") { Content = JsonContent.Create(new { title = "Once", text = Text }) };
        again.Headers.Add("Idempotency-Key", "draft-once");
        using var repeated = await Tomas.SendAsync(again);
        repeated.Headers.Location.ShouldBe(started.Headers.Location);
    }

    [Fact]
    public async Task Two_representatives_of_one_company_at_once_leave_one_position()
    {
        var id = await Open();
        using var another = Node.ClientFor(new("p-milan"), TestRoom.Northwind);
        var milan = new PersonId("p-milan");
        await Node.Commands.Run<Participant>(Ids.OfPerson(milan), 0, (_, room) => Decision.Accept(
            new ParticipantJoined(new By(milan, TestRoom.Northwind), room.Now, milan, TestRoom.Northwind, "Milan Novak", "milan@northwind.example", ParticipantKind.Person, Roles.Engineer | Roles.Representative)));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            Send(i % 2 == 0 ? Mara : another, id, "record-position", new { revision = 1, position = i % 2 == 0 ? "Support" : "Abstain", statement = $"Statement {i}" })));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers)
            answer.Dispose();
        var document = await Get(Mara, "/" + id);
        document.GetProperty("state").GetProperty("positions").EnumerateObject().Select(p => p.Name).ShouldBe(["northwind"]);
        var count = document.GetProperty("outlook").GetProperty("count");
        (count.GetProperty("support").GetInt32() + count.GetProperty("abstain").GetInt32()).ShouldBe(1);
    }

    [Fact]
    public async Task The_list_is_paged_by_key_without_loss_or_doubles_and_filters_by_words_and_company()
    {
        List<string> made = [];
        for (var i = 0; i < 7; i++)
            made.Insert(0, await Open($"Proposal about topic {i}"));

        List<string> read = [];
        string? after = null;
        do
        {
            var page = await Mara.GetFromJsonAsync<JsonElement>($"/api/v1/proposals?limit=3&q=about%20topic{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}");
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        read.ShouldBe(made);
        (await Titles("?q=TOPIC%203")).ShouldBe(["Proposal about topic 3"]);
        (await Titles("?q=" + made[0].ToLowerInvariant())).ShouldBe(["Proposal about topic 6"]);
        (await Titles("?q=topic&company=fabrikam")).ShouldBeEmpty();
        (await Titles("?q=topic&tab=open&company=contoso")).Count.ShouldBe(7);
        (await Titles("?q=topic&tab=waits")).Count.ShouldBe(7);
        await Ok(Mara, made[0], "record-position", new { revision = 1, position = "Abstain" });
        (await Titles("?tab=waits")).ShouldNotContain("Proposal about topic 6");
        using var wrong = await Mara.GetAsync("/api/v1/proposals?tab=nonsense");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<List<string>> Titles(string query) =>
        [.. (await Mara.GetFromJsonAsync<JsonElement>("/api/v1/proposals" + query)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetString()!)];
}
