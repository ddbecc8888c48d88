using System.Text.RegularExpressions;
using Bunit;
using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>The history slider: what it draws, for whom it begins where, and that a long history stays one small drawing.</summary>
public sealed partial class HistorySliderTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Revisions_are_tall_objections_square_and_a_last_call_is_a_span()
    {
        var track = HistoryTrack.Draw("...r.o.rc..e.c.", 1);

        Strokes(track.Revisions).ShouldBe([3 * 1000.0 / 14, 7 * 1000.0 / 14], 0.1);
        Strokes(track.Objections).ShouldBe([5 * 1000.0 / 14], 0.1);
        Strokes(track.Calls).ShouldBe([8 * 1000.0 / 14, 13 * 1000.0 / 14], 0.1);
        track.Calls.ShouldEndWith("H1000");
        track.CallRuns.ShouldBeTrue();
        Strokes(track.Events).Count.ShouldBe(12);
        track.Places.Select(p => p.Name).ShouldBe(["Draft", "Rev 1", "Last call", "Last call"]);
    }

    [Fact]
    public void Who_sees_it_from_the_opening_on_gets_a_line_that_begins_there()
    {
        var track = HistoryTrack.Draw("...r.o.r...", 4);

        Strokes(track.Revisions).ShouldBe([0, 4 * 1000.0 / 7], 0.1);
        track.Places.Select(p => (p.Name, p.Event)).ShouldBe([("Rev 1", 4), ("Rev 2", 8)]);
        HistoryTrack.Draw("r", 1).Revisions.ShouldBe("M0 10v20");
        HistoryTrack.Draw("..rc..", 5).Calls.ShouldBe("M0 20H1000");
    }

    [Fact]
    public async Task The_line_begins_at_the_opening_for_those_who_were_not_at_the_draft()
    {
        var id = await Open();
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Support" });
        await using var author = new PersonScreen(Node, TestRoom.Tomas);
        await using var other = new PersonScreen(Node, TestRoom.Mara);

        author.Open(id).Find("input[data-history]").GetAttribute("min").ShouldBe("1");
        var page = other.Open(id);
        page.Find("input[data-history]").GetAttribute("min").ShouldBe("4");
        page.Find("input[data-history]").GetAttribute("max").ShouldBe("5");
        page.Find("input[data-history]").GetAttribute("aria-valuetext")!.ShouldStartWith("Event 5 of 5: Northwind recorded Support on revision 1, ");
        page.Find(".hist [role=status]").TextContent.ShouldBe("2 events since it was opened. You see the proposal as it stands now.");
        page.FindAll(".pastlines li").Count.ShouldBe(2);
        page.Find(".hist .ahead").TextContent.ShouldStartWith("Last call from");
        (await Reads.ViewAt(id, 3, (await Facts.Find(TestRoom.Mara))!.Value.Actor)).ShouldBeNull();
    }

    [Fact]
    public async Task An_invited_company_looks_back_to_before_its_invitation()
    {
        var id = await Open();
        await using var screen = new PersonScreen(Node, TestRoom.Priya);

        var page = screen.Open(id, 1);

        page.Find(".say").TextContent.ShouldBe("Draft. It waits for an unrelated company to second it.");
        page.Find("[data-key=']']").GetAttribute("href").ShouldBe($"/proposals/{id}?event=2");
        page.FindAll("[data-key='[']").ShouldBeEmpty();
        page.FindAll(".pastlines li").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Meanwhile_others_act_and_the_past_stays()
    {
        var id = await Open();
        await using var screen = new PersonScreen(Node, TestRoom.Tomas);
        var page = screen.Open(id, 2);

        await Ok(Mara, id, "record-position", new { revision = 1, position = "Support" });

        await page.WaitForAssertionAsync(() => page.Find(".hist .num").TextContent.ShouldBe("2 of 5"), Patience);
        page.Find(".pastbar").TextContent.ShouldContain("You see event 2");
        page.FindAll("table.board").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_room_knows_which_companies_have_a_moderator_and_the_page_says_when_none_may_decide()
    {
        (await Facts.Now(Node.Clock.GetUtcNow())).Moderating.ShouldBe([TestRoom.Tailspin, TestRoom.Wingtip], ignoreOrder: true);
        await using var database = await TestDatabase.Create();
        await using var node = await PortalNode.Start(database.ConnectionString);
        await TestRoom.AdmitAll(node);
        var facts = node.Services.GetRequiredService<RoomFacts>();
        foreach (var person in (PersonId[])[TestRoom.Jonas, TestRoom.Aiko])
            (await node.Commands.Run<Domain.Members.Participant>(Ids.OfPerson(person), null, (_, room) => Decision.Accept(new Domain.Members.ModeratorRoleEnded(By.System, room.Now, "Left")))).ShouldBeOfType<CommandResult.Done>();
        By contoso = new(TestRoom.Tomas, TestRoom.Contoso);
        await node.Commands.Run<Proposal>("P-NOBODY", 0, (_, room) => Decision.Accept(
            new DraftStarted(contoso, room.Now, "Nobody decides", Text, null), new ProposalOpened(contoso, room.Now, Audience.Green)));
        await using var screen = new PersonScreen(node, TestRoom.Mara);

        var page = screen.Open("P-NOBODY");

        // The commits are heard by the node that made them like by any other: the page follows.
        await page.WaitForAssertionAsync(() => page.Find(".say").TextContent.ShouldContain("No company has a moderator."), Patience);
        using var mara = node.ClientFor(TestRoom.Mara, TestRoom.Northwind);
        (await Get(mara, "/P-NOBODY")).GetProperty("outlook").GetProperty("next").GetString()!.ShouldContain("No company has a moderator.");
        (await Get(mara, "")).GetProperty("items")[0].GetProperty("next").GetString()!.ShouldContain("No company has a moderator.");
        (await facts.Now(node.Clock.GetUtcNow())).Moderating.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_thousand_events_are_one_small_drawing_and_any_of_them_is_shown_at_once()
    {
        const int count = 2000;
        var id = "P-LONG";
        await Node.Commands.Run<Proposal>(id, 0, (_, room) => Decision.Accept([.. Long(room.Now.AddDays(-80), count)]));
        var actor = (await Facts.Find(TestRoom.Mara))!.Value.Actor;
        await using var screen = new PersonScreen(Node, TestRoom.Mara);

        var page = screen.Open(id, count / 2);

        page.Find(".hist .num").TextContent.ShouldBe($"{count / 2} of {count}");
        page.FindAll(".hist svg path").Count.ShouldBe(2 + 5);
        page.Find(".hist").OuterHtml.Length.ShouldBeLessThan(12_000);
        await Reads.ViewAt(id, count - 1, actor);
        var times = new List<double>();
        for (var number = 100; number < count; number += 100)
        {
            var began = TimeProvider.System.GetTimestamp();
            (await Reads.ViewAt(id, number, actor))!.Version.ShouldBe(number);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
        }

        Xunit.TestContext.Current.SendDiagnosticMessage($"A view of 2,000 events: {times.Average():0.0} ms on average, {times.Max():0.0} ms at most");
    }

    private ProposalReads Reads => Node.Services.GetRequiredService<ProposalReads>();

    private RoomFacts Facts => Node.Services.GetRequiredService<RoomFacts>();

    private static IEnumerable<IEvent> Long(DateTimeOffset from, int count)
    {
        MemberId[] companies = [TestRoom.Contoso, TestRoom.Fabrikam, TestRoom.Northwind, TestRoom.Tailspin, TestRoom.Wingtip];
        PersonId[] people = [TestRoom.Tomas, TestRoom.Priya, TestRoom.Mara, TestRoom.Jonas, TestRoom.Aiko];
        By By(int i) => new(people[i % 5], companies[i % 5]);
        DateTimeOffset At(int number) => from.AddMinutes(number * 50);
        yield return new DraftStarted(By(0), At(1), "A long history", Text, null);
        yield return new ProposalOpened(By(0), At(2), Audience.Green);
        var (revision, objections) = (1, 0);
        for (var number = 3; number <= count; number++)
        {
            yield return number % 97 == 0 ? new ProposalRevised(By(0), At(number), ++revision, RevisionKind.Substantive, Text with { Proposal = $"Deploy in {number} stages." }, "Again.")
                : number % 41 == 0 ? new ObjectionRaised(By(number), At(number), $"OBJ-{++objections}", revision, "What", "Why", "Cure")
                : number % 41 == 1 && objections > 0 ? new ObjectionWithdrawn(By(number - 1), At(number), $"OBJ-{objections}", null)
                : new PositionRecorded(By(number), At(number), revision, number % 2 == 0 ? Position.Support : Position.NoObjection, "A statement of some words, as people write them.");
        }
    }

    private static List<double> Strokes(string path) =>
        [.. Begin().Matches(path).Select(m => double.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"M([\d.]+) ")]
    private static partial Regex Begin();
}
