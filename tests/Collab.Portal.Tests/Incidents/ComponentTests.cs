using System.Collections.Immutable;
using Bunit;
using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Portal.Incidents;
using Collab.Portal.Shell;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Incidents;

public sealed class ComponentTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 14, 0, 0, TimeSpan.Zero);
    private static readonly By Reporter = new(TestRoom.Tomas, TestRoom.Contoso);
    private static readonly MemberRoll Roll = new([.. new[] { "contoso", "fabrikam", "northwind", "tailspin" }.Select(c => new RollEntry(new MemberId(c), char.ToUpperInvariant(c[0]) + c[1..], MemberStatus.Admitted, null))]);

    private readonly List<IIncidentEvent> events = [new ReportOpened(Reporter, Now.AddDays(-1), "An incident", null, null)];
    private readonly List<(long Version, Decision Decision)> decided = [];
    private Func<long, Trouble?> answer = _ => null;

    public ComponentTests()
    {
        Services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now));
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void The_board_holds_every_recipient_once_in_the_order_of_names_and_never_a_blank()
    {
        events.Add(new ReportShared(Reporter, Now, Audience.Amber(new MemberId("northwind"), new MemberId("contoso"), new MemberId("fabrikam")), 1));
        events.Add(new CompanyStatusSet(new By(TestRoom.Priya, TestRoom.Fabrikam), Now, CompanyStatus.Affected, "Build **14**"));

        var board = Render<StatusBoard>(p => p.Add(b => b.Desk, Desk(TestRoom.Mara, TestRoom.Northwind)));

        board.FindAll("tr[data-company]").Select(r => r.TextContent.Trim().ReplaceLineEndings(" "))
            .Select(t => string.Join(' ', t.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ShouldBe(["CoContoso Not checked", "FaFabrikam Affected", "NoNorthwind Not checked"]);
        board.Find("tr.own").GetAttribute("data-company").ShouldBe("northwind");
        board.Markup.ShouldContain("<strong>14</strong>");
    }

    [Fact]
    public void A_company_sets_its_own_row_and_no_other()
    {
        events.Add(new ReportShared(Reporter, Now, Audience.Amber(new MemberId("northwind"), new MemberId("contoso")), 1));
        var board = Render<StatusBoard>(p => p.Add(b => b.Desk, Desk(TestRoom.Mara, TestRoom.Northwind)));

        board.Find("footer button").TextContent.ShouldBe("Set Northwind’s");
        board.Find("footer button").Click();
        board.Find("input[value=Investigating]").Change("Investigating");
        board.Find("textarea").Change("Looking");
        board.Find("form").Submit();

        var (version, decision) = decided.ShouldHaveSingleItem();
        version.ShouldBe(2);
        decision.ShouldBeOfType<Decision.Accepted>().Events.ShouldHaveSingleItem().ShouldBe(new CompanyStatusSet(new By(TestRoom.Mara, TestRoom.Northwind), Now, CompanyStatus.Investigating, "Looking"));
        board.FindAll("form").ShouldBeEmpty();
    }

    [Fact]
    public void Who_may_not_set_a_status_reads_why()
    {
        events.Add(new ReportShared(Reporter, Now, Audience.Amber(new MemberId("northwind"), new MemberId("contoso")), 1));
        var board = Render<StatusBoard>(p => p.Add(b => b.Desk, Desk(TestRoom.Mara, TestRoom.Northwind, Roles.Representative)));
        board.FindAll("footer button").ShouldBeEmpty();
        board.Find("footer .why").TextContent.ShouldBe("Only an engineer of a member company does this. An admin of your company grants the role.");
    }

    [Fact]
    public void A_section_is_edited_in_place_and_previewed_without_script()
    {
        var editor = Render<SectionEditor>(p => p.Add(e => e.Desk, Desk(TestRoom.Tomas, TestRoom.Contoso)).Add(e => e.Section, Section.WhatHappened));
        editor.Find("button[aria-label='Edit What happened']").Click();
        editor.Find("textarea").Change("It *crashed* <script>alert(1)</script>");
        editor.FindAll("button.tab")[1].Click();
        editor.Find(".prose").InnerHtml.ShouldBe("<p>It <em>crashed</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
        editor.FindAll("button.tab")[0].Click();
        editor.Find("form").Submit();

        decided.ShouldHaveSingleItem().Decision.ShouldBeOfType<Decision.Accepted>().Events.ShouldHaveSingleItem().ShouldBeOfType<SectionEdited>().Markdown.ShouldStartWith("It *crashed*");
        editor.FindAll("textarea").ShouldBeEmpty();
    }

    [Fact]
    public void Another_text_saved_meanwhile_is_told_and_what_was_typed_stays_until_it_is_recorded_anyway()
    {
        var other = new SectionEdited(new By(new PersonId("p-ines"), TestRoom.Contoso), Now, Section.WhatHappened, "Theirs");
        answer = version => version < 2 ? new Trouble("It changed meanwhile.", Changed: new CommandResult.Changed(2, [other], Roll)) : null;
        var editor = Render<SectionEditor>(p => p.Add(e => e.Desk, Desk(TestRoom.Tomas, TestRoom.Contoso)).Add(e => e.Section, Section.WhatHappened));
        editor.Find("button[aria-label='Edit What happened']").Click();
        editor.Find("textarea").Change("Mine");
        editor.Find("form").Submit();

        editor.Find("[role=alert]").TextContent.ShouldContain("It changed meanwhile.");
        editor.Find("[role=alert] li").TextContent.ShouldContain("Section edited by Contoso");
        editor.Find("textarea").GetAttribute("value").ShouldBe("Mine");

        events.Add(other);
        editor.Render(p => p.Add(e => e.Desk, Desk(TestRoom.Tomas, TestRoom.Contoso)));
        editor.FindAll("button").Single(b => b.TextContent == "Look at it").Click();
        editor.Find(".other").TextContent.ShouldContain("Theirs");
        editor.Find("form").Submit();

        decided[^1].Version.ShouldBe(2);
        editor.FindAll("textarea").ShouldBeEmpty();
    }

    [Fact]
    public void What_happens_elsewhere_in_the_report_does_not_stop_a_section()
    {
        answer = version => version < 2 ? new Trouble("It changed meanwhile.", Changed: new CommandResult.Changed(2, [new ReviewRequested(new By(TestRoom.Mara, TestRoom.Northwind), Now)], Roll)) : null;
        var editor = Render<SectionEditor>(p => p.Add(e => e.Desk, Desk(TestRoom.Tomas, TestRoom.Contoso)).Add(e => e.Section, Section.WhatHappened));
        editor.Find("button[aria-label='Edit What happened']").Click();
        editor.Find("textarea").Change("Mine");
        editor.Find("form").Submit();

        editor.FindAll("[role=alert]").ShouldBeEmpty();
        decided.Select(d => d.Version).ShouldBe([1, 2]);
        editor.FindAll("textarea").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2024-07-19 06:09 +02:00", "Understood as 19 Jul 2024 04:09 UTC.")]
    [InlineData("28 Feb 2024", "Understood as 28 Feb 2024 UTC, the day.")]
    [InlineData("2024-07-19 04:09", "The time has no zone. Add UTC, or an offset such as +02:00.")]
    [InlineData("31 Apr 2024 10:00 UTC", "31 April 2024 does not exist. Correct the date.")]
    public void The_instant_that_is_understood_is_shown_before_it_is_saved(string typed, string shown)
    {
        var field = Render<InstantField>(p => p.Add(f => f.Id, "when").Add(f => f.Label, "When").Add(f => f.Text, typed));
        field.Find("#when-read").TextContent.Trim().ShouldBe(shown);
    }

    [Fact]
    public void The_picture_of_a_timeline_breaks_where_the_scale_changes_and_keeps_distances_true_within()
    {
        var july = new DateTimeOffset(2024, 7, 19, 4, 9, 0, TimeSpan.Zero);
        TimelineEntry[] entries =
        [
            Entry(1, new(2024, 2, 28, 0, 0, 0, TimeSpan.Zero)), Entry(2, new(2024, 3, 5, 0, 0, 0, TimeSpan.Zero)),
            Entry(3, new(2024, 4, 8, 0, 0, 0, TimeSpan.Zero), new(2024, 4, 24, 0, 0, 0, TimeSpan.Zero)),
            Entry(4, july, july.AddMinutes(78)), Entry(5, new(2024, 7, 20, 0, 0, 0, TimeSpan.Zero)), Entry(6, new(2024, 7, 25, 0, 0, 0, TimeSpan.Zero)),
            Entry(7, new(2024, 8, 6, 0, 0, 0, TimeSpan.Zero)),
        ];

        var phases = TimelineScale.Phases(entries, 1120);

        phases.Select(p => p.From.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(["02-28", "07-19", "07-20"]);
        phases[^1].Left.ShouldBe(1120 - phases[^1].Width, 0.01);
        var first = phases[0];
        (first.Place(entries[1].When) - first.Left).ShouldBe(first.Width * 6 / 56, 0.01);
        TimelineScale.Phases([], 1120).ShouldBeEmpty();
        TimelineScale.Phases([Entry(1, july)], 1120).ShouldHaveSingleItem().Place(july).ShouldBe(48);
    }

    private static TimelineEntry Entry(int number, DateTimeOffset when, DateTimeOffset? until = null) => new(number, when, TimePrecision.Minute, until, "Entry", null);

    private IncidentDesk Desk(PersonId person, MemberId company, Roles roles = Roles.Engineer)
    {
        var report = events.Aggregate(default(IncidentReport), (s, e) => IncidentReport.Evolve(s, "IR-TEST1", e))!;
        var row = events.Select((e, i) => (e, i)).Aggregate(default(IncidentRow), (r, e) => IncidentRow.After(r, "IR-TEST1", e.i + 1, e.e))!;
        var texts = events.Select((e, i) => e switch
        {
            SectionEdited s => Text(ReportTexts.Of(s.Section), i + 1, s, s.Markdown),
            CompanyStatusSet { Note: { } note } s => Text(ReportTexts.Status(s.By.Company), i + 1, s, note),
            _ => null,
        }).OfType<ReportText>().ToImmutableDictionary(t => t.Key);
        var room = new Room(Now, Roll, new RoomRules());
        return new IncidentDesk(new IncidentView(report, row, texts, null, null), new Actor(person, company, roles), room, ImmutableDictionary<PersonId, string>.Empty, async (version, decide) =>
        {
            decided.Add((version, await decide(new Given<IncidentReport>(report, room, null!), new Actor(person, company, roles))));
            return answer(version);
        });
    }

    private static ReportText Text(string key, long number, IIncidentEvent e, string markdown) => new()
    {
        Id = "IR-TEST1/" + key, ReportId = "IR-TEST1", Key = key, Kept = false, Event = number, By = e.By, At = e.At, Markdown = markdown, Html = Markdown.Render(markdown),
    };
}
