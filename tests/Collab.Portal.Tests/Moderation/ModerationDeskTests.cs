using Bunit;
using Collab.Domain.Proposals;
using Collab.Portal.Moderation;
using Collab.Portal.Tests.Proposals;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Moderation;

/// <summary>The moderator's desk: what waits, with the deed in place, and the reason where there is none.</summary>
public sealed class ModerationDeskTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    [Fact]
    public async Task An_outcome_is_recorded_and_published_by_two_moderators_without_leaving_the_desk()
    {
        var id = await Open("Recorded on the desk");
        await Tally(id);
        await using var jonas = new PersonScreen(Node, TestRoom.Jonas);
        await using var aiko = new PersonScreen(Node, TestRoom.Aiko);
        var second = aiko.Open<ModerationPage>("/moderation");

        var desk = jonas.Open<ModerationPage>($"/moderation?open=tallies-{id}--RecordOutcome");
        await desk.On("#RecordOutcome-reasons", e => e.ChangeAsync("Nobody dissents."));
        await desk.On(".formrow form", e => e.SubmitAsync());

        // The other screen follows, and nothing was decided twice.
        await second.WaitForAssertionAsync(() => second.Find("#publications").TextContent.ShouldContain("Recorded on the desk"), PersonScreen.Patience);
        await Ok(Jonas, id, "approve-publication", new { kind = "Decision" });
        await second.WaitForAssertionAsync(() => second.Find("#publications").TextContent.ShouldContain("Tailspin approved first, as a decision."), PersonScreen.Patience);
        await desk.WaitForAssertionAsync(() => desk.Find("#publications").TextContent.ShouldContain("You approved first."), PersonScreen.Patience);
        var publish = aiko.Open<ModerationPage>($"/moderation?open=publications-{id}--ApprovePublication");
        await publish.On(".formrow form", e => e.SubmitAsync());
        await Until(id, ProposalStatus.Published);
    }

    [Fact]
    public async Task A_finding_waits_for_the_answer_and_says_so_then_is_written_in_place()
    {
        var id = await Open("Objected to");
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Object", what = "Rollback", why = "Hosts are offline.", cure = "Say what they do." });
        await using var screen = new PersonScreen(Node, TestRoom.Aiko);
        var desk = screen.Open<ModerationPage>($"/moderation?open=objections-{id}-OBJ-1-AddressObjection");

        var row = desk.WaitForElement("#objections tbody tr", PersonScreen.Patience);
        row.TextContent.ShouldContain("Unanswered");
        row.QuerySelector("button")!.HasAttribute("disabled").ShouldBeTrue();
        row.QuerySelector(".why")!.TextContent.ShouldContain("not answered yet");
        await Ok(Tomas, id, "answer-objection", new { objection = "OBJ-1", answer = "They join later." });

        await desk.On("#AddressObjection-OBJ-1-finding", e => e.ChangeAsync("The text says it."));
        desk.Find(".formrow").TextContent.ShouldContain("Say what they do.");
        await desk.On(".formrow form", e => e.SubmitAsync());
        await desk.WaitForAssertionAsync(() => desk.Find("#objections").TextContent.ShouldNotContain("Objected to"), PersonScreen.Patience);
        (await Get(Tomas, $"/{id}")).GetProperty("state").GetProperty("objections")[0].GetProperty("state").GetString().ShouldBe("Addressed");
    }

    [Fact]
    public async Task Too_many_recusals_are_said_early()
    {
        var id = await Open("Too few are left");
        foreach (var client in (HttpClient[])[Mara, Priya, Jonas])
            await Ok(client, id, "record-position", new { revision = 1, position = "Recuse" });
        await using var screen = new PersonScreen(Node, TestRoom.Aiko);

        var desk = screen.Open<ModerationPage>("/moderation");

        desk.WaitForElement("#quorum tbody tr", PersonScreen.Patience);
        var row = desk.FindAll("#quorum tbody tr").First(r => r.TextContent.Contains(id, StringComparison.Ordinal));
        row.TextContent.ShouldContain("No quorum is possible: 2 companies are eligible, 3 are needed.");
        row.TextContent.ShouldContain("Recused: Fabrikam, Northwind and Tailspin.");
    }

    [Fact]
    public async Task Who_is_no_moderator_sees_no_row()
    {
        await Open("Not for everybody");
        await using var screen = new PersonScreen(Node, TestRoom.Mara);

        screen.Open<ModerationPage>("/moderation").Markup.ShouldNotContain("Not for everybody");
    }
}
