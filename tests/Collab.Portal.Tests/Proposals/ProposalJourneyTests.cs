using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>A proposal's way from draft to outcome, over HTTP, by five companies and the clock.</summary>
public sealed class ProposalJourneyTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    [Fact]
    public async Task From_draft_to_published_outcome()
    {
        var id = await Open();

        await Ok(Tomas, id, "record-position", new { revision = 1, position = "Support" });
        await Ok(Priya, id, "record-position", new { revision = 1, position = "Support", statement = "We do this since March." });
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Object", what = "Rollback", why = "Hosts are offline.", cure = "Say what they do." });
        await Refused(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." }, HttpStatusCode.Conflict, "proposal.too_early");
        Node.Clock.Advance(TimeSpan.FromDays(7.01));
        await Refused(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." }, HttpStatusCode.Conflict, "proposal.objection_unanswered");
        await Ok(Tomas, id, "answer-objection", new { objection = "OBJ-1", answer = "They join at the last complete stage." });
        await Ok(Mara, id, "withdraw-objection", new { objection = "OBJ-1" });
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Support" });
        await Ok(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." });
        await Ok(Aiko, id, "record-position", new { revision = 1, position = "NoObjection" });

        var outlook = (await Get(Mara, "/" + id)).GetProperty("outlook");
        outlook.GetProperty("status").GetString().ShouldBe("LastCall");
        outlook.GetProperty("awaited").EnumerateArray().Select(c => c.GetString()).ShouldBe(["tailspin"]);
        outlook.GetProperty("next").GetString()!.ShouldStartWith("Last call ends ");

        Node.Clock.Advance(TimeSpan.FromDays(14.01));
        await Until(id, ProposalStatus.Tally);

        await Refused(Mara, id, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." }, HttpStatusCode.Forbidden, "actor.not_moderator");
        await Ok(Jonas, id, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." });
        await Ok(Jonas, id, "approve-publication", new { kind = "Decision" });
        await Ok(Aiko, id, "approve-publication", new { kind = "Decision" });

        var state = (await Get(Priya, "/" + id)).GetProperty("state");
        state.GetProperty("status").GetString().ShouldBe("Published");
        state.GetProperty("publication").GetProperty("number").GetString()!.ShouldMatch("^O-[0-9]+$");
        state.GetProperty("audience").GetProperty("label").GetString().ShouldBe("Clear");

        var history = (await Get(Tomas, $"/{id}/history")).GetProperty("items").EnumerateArray().Select(l => l.GetProperty("name").GetString()).ToList();
        history[0].ShouldBe("ProposalPublished");
        history[^1].ShouldBe("DraftStarted");
        history.Count(n => n == "LastCallEnded").ShouldBe(1);
        history.Count(n => n == "TallyTaken").ShouldBe(1);
        var sayings = (await Get(Tomas, $"/{id}/sayings")).EnumerateArray().Select(s => s.GetProperty("name").GetString()).ToList();
        sayings.ShouldContain("ObjectionRaised");
        sayings.ShouldContain("ObjectionAnswered");
        sayings.ShouldContain("OutcomeRecorded");
    }

    [Fact]
    public async Task Two_outcomes_published_at_once_have_two_numbers_without_a_gap()
    {
        List<string> ids = [];
        for (var i = 0; i < 4; i++)
        {
            var id = await Open($"Proposal {i}");
            foreach (var client in (HttpClient[])[Tomas, Priya, Mara])
                await Ok(client, id, "record-position", new { revision = 1, position = "Support" });
            ids.Add(id);
        }

        Node.Clock.Advance(TimeSpan.FromDays(7.01));
        foreach (var id in ids)
            await Ok(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." });
        Node.Clock.Advance(TimeSpan.FromDays(14.01));
        foreach (var id in ids)
        {
            await Until(id, ProposalStatus.Tally);
            await Ok(Jonas, id, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." });
            await Ok(Jonas, id, "approve-publication", new { kind = "Decision" });
        }

        await Task.WhenAll(ids.Select(id => Ok(Aiko, id, "approve-publication", new { kind = "Decision" })));

        List<int> numbers = [];
        foreach (var id in ids)
            numbers.Add(int.Parse((await Get(Mara, "/" + id)).GetProperty("state").GetProperty("publication").GetProperty("number").GetString()!.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));
        numbers.Order().ShouldBe(Enumerable.Range(numbers.Min(), 4));
    }

    [Fact]
    public async Task A_successor_takes_the_place_of_what_it_supersedes_once_it_is_published()
    {
        var first = await Open();
        await Tally(first);
        await Publish(first);

        using var started = await Tomas.PostAsJsonAsync("/api/v1/proposals", new { title = "Second", text = Text, supersedes = first });
        started.StatusCode.ShouldBe(HttpStatusCode.Created);
        var second = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await Ok(Tomas, second, "invite-company", new { company = "fabrikam", @as = "Seconder" });
        await Ok(Priya, second, "second-proposal");
        await Ok(Tomas, second, "open-proposal", new { audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } });
        await Tally(second);
        await Publish(second);

        await Until(first, ProposalStatus.Superseded);
        (await Get(Mara, "/" + first)).GetProperty("state").GetProperty("supersededBy").GetString().ShouldBe(second);
    }

    private async Task Publish(string id)
    {
        await Ok(Jonas, id, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." });
        await Ok(Jonas, id, "approve-publication", new { kind = "Decision" });
        await Ok(Aiko, id, "approve-publication", new { kind = "Decision" });
    }
}
