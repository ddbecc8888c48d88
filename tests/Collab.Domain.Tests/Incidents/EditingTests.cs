using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Incidents.Room;

namespace Collab.Domain.Tests.Incidents;

/// <summary>Opening a report and writing into it.</summary>
public sealed class EditingTests
{
    private static readonly IncidentReport Draft = new IEvent[] { Opened }.Report();

    [Fact]
    public void A_report_opens_as_a_draft_that_the_own_company_alone_reads()
    {
        new OpenReport("Content update of 19 July 2024", Now.AddHours(-1)).Decide(null, null, Fay, Now).ShouldAccept(Opened);
        Draft.Status.ShouldBe(ReportStatus.Draft);
        Draft.Audience.ShouldBe(Audience.AmberStrict(Fabrikam));
        new OpenReport("Again").Decide(Draft, null, Fay, Now).ShouldAccept();
        new OpenReport("Again").Decide(Draft, null, Tom, Now).ShouldRefuse("not_found");
    }

    [Fact]
    public void Opening_names_what_is_wrong()
    {
        new OpenReport("").Decide(null, null, Fay, Now).ShouldRefuse("text.missing");
        new OpenReport(new string('x', 10_000)).Decide(null, null, Fay, Now).ShouldRefuse("text.too_long");
        new OpenReport("Title", Now.AddMinutes(1)).Decide(null, null, Fay, Now).ShouldRefuse("incident.time_ahead");
        new OpenReport("Title").Decide(null, null, Guest, Now).ShouldRefuse("incident.not_engineer");
        new OpenReport("Title").Decide(null, null, Actor.System, Now).ShouldRefuse("not_found");
    }

    [Fact]
    public void Another_companys_view_is_its_own_linked_report()
    {
        var theirs = Shared.Report();
        new OpenReport("Our view", null, Id).Decide(null, theirs, Cleo, Now).ShouldAcceptWith<ReportOpened>().ViewOn.ShouldBe(Id);
        new OpenReport("Our view", null, Id).Decide(null, theirs, Fay, Now).ShouldRefuse("incident.view_on_own");
        new OpenReport("Our view", null, Id).Decide(null, theirs, Tom, Now).ShouldRefuse("not_found");
        new OpenReport("Our view", null, "IR-00000").Decide(null, null, Tom, Now).ShouldRefuse("not_found");
    }

    [Fact]
    public void Only_the_source_edits_and_only_until_the_report_is_final()
    {
        IReportEdit edit = new EditSection(Section.WhatHappened, "Hosts crashed.");
        edit.Decide(Draft, Fay, Roll, Now).ShouldAccept(new SectionEdited(Fay.By, Now, Section.WhatHappened, "Hosts crashed."));
        edit.Decide(Draft, Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        edit.Decide(UnderReview.Report(), Fay, Roll, Now).ShouldAcceptWith<SectionEdited>();
        edit.Decide(Shared.Report(), Cleo, Roll, Now).ShouldRefuse("incident.not_source");
        edit.Decide(Shared.Report(), Lab, Roll, Now).ShouldRefuse("incident.not_source");
        edit.Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("incident.is_final");
        edit.Decide(Public.Report(), Fay, Roll, Now).ShouldRefuse("incident.is_final");
        edit.Decide(Retracted.Report(), Fay, Roll, Now).ShouldRefuse("incident.retracted");
    }

    [Fact]
    public void The_title_and_beginning_change()
    {
        new DescribeReport("New", Now.AddHours(-2)).Decide(Draft, Fay, Roll, Now).ShouldAccept(new ReportDescribed(Fay.By, Now, "New", Now.AddHours(-2)));
        new DescribeReport(Draft.Title, Draft.BeganAt).Decide(Draft, Fay, Roll, Now).ShouldAccept();
        new DescribeReport("a\u202Eb", null).Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.control_characters");
        new DescribeReport("New", Now.AddHours(2)).Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.time_ahead");
    }

    [Fact]
    public void A_section_holds_text_or_entries()
    {
        new EditSection(Section.Timeline, "x").Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.section_holds_entries");
        new EditSection((Section)99, "x").Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.section_unknown");
        new EditSection(Section.Prevention, new string('x', 5_000_000)).Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.too_long");
        new EditSection(Section.Prevention, " ").Decide(Draft, Fay, Roll, Now).ShouldAccept();
        new RemoveEntry(Section.Prevention, 1).Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.section_holds_text");
        Notice.Report(new SectionEdited(Fay.By, Now, Section.InScope, "")).Has(Section.InScope).ShouldBeFalse();
    }

    [Fact]
    public void A_timeline_entry_is_one_instant_in_utc_that_has_been()
    {
        var zoned = new DateTimeOffset(2024, 7, 19, 6, 9, 0, TimeSpan.FromHours(2));
        var written = new RecordTimelineEntry(zoned, TimePrecision.Minute, "Released.").Decide(Draft, Fay, Roll, Now).ShouldAcceptWith<TimelineEntryRecorded>();
        written.When.Offset.ShouldBe(TimeSpan.Zero);
        written.When.ShouldBe(zoned);
        new RecordTimelineEntry(zoned, TimePrecision.Minute, "").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.missing");
        new RecordTimelineEntry(zoned, TimePrecision.Minute, "Two\nlines").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.control_characters");
        new RecordTimelineEntry(zoned, (TimePrecision)9, "x").Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.precision_unknown");
        new RecordTimelineEntry(Now.AddDays(1), TimePrecision.Day, "x").Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.time_ahead");
        new RecordTimelineEntry(zoned, TimePrecision.Minute, "x", zoned.AddMinutes(-1)).Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.ends_before_start");
        new RecordTimelineEntry(zoned, TimePrecision.Minute, "x", Url: "javascript:alert(1)").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.link");
        new RecordTimelineEntry(zoned, TimePrecision.Minute, "x", Number: 1).Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.no_such_entry");
    }

    [Fact]
    public void An_impact_figure_needs_its_source()
    {
        new RecordImpact("8.5 million", "devices", " ").Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.source_missing").Field.ShouldBe("source");
        new RecordImpact("", "devices", "press").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.missing");
        new RecordImpact("8.5 million", "devices", "press", "ftp://x.example").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.link");
        new RecordImpact("8.5 million", "devices", "press", AsOf: Now.AddDays(1)).Decide(Draft, Fay, Roll, Now).ShouldRefuse("incident.time_ahead");
        new RecordImpact("8.5 million", "devices", "press").Decide(Draft, Fay, Roll, Now)
            .ShouldAccept(new ImpactRecorded(Fay.By, Now, 1, "8.5 million", "devices", null, "press", null));
    }

    [Fact]
    public void A_finding_is_owned_by_a_recipient_and_moved_on_by_its_owner()
    {
        var report = Preliminary.Report();
        new RecordFinding("Found", "Mended", Tailspin).Decide(report, Fay, Roll, Now).ShouldRefuse("incident.owner_not_recipient");
        new RecordFinding("Found", "").Decide(report, Fay, Roll, Now).ShouldRefuse("text.missing");
        new RecordFinding("Found", "Mended", Northwind, Number: 1).Decide(report, Fay, Roll, Now).ShouldAcceptWith<FindingRecorded>().Number.ShouldBe(1);
        new UpdateFinding(1, FindingStatus.Done).Decide(report, Cleo, Roll, Now)
            .ShouldAccept(new FindingUpdated(Cleo.By, Now, 1, FindingStatus.Done, new DateOnly(2027, 1, 29)));
        new UpdateFinding(1, FindingStatus.Done).Decide(Final.Report(), Cleo, Roll, Now).ShouldAcceptWith<FindingUpdated>();
        new UpdateFinding(1, FindingStatus.NotStarted).Decide(report, Cleo, Roll, Now).ShouldAccept();
        new UpdateFinding(1, FindingStatus.Done).Decide(report, Nia, Roll, Now).ShouldRefuse("incident.not_owner");
        new UpdateFinding(2, FindingStatus.Done).Decide(report, Fay, Roll, Now).ShouldRefuse("incident.no_such_entry");
        new UpdateFinding(1, (FindingStatus)9).Decide(report, Fay, Roll, Now).ShouldRefuse("incident.finding_status_unknown");
        new UpdateFinding(1, FindingStatus.Done).Decide(report, Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        new UpdateFinding(1, FindingStatus.Done).Decide(Retracted.Report(), Fay, Roll, Now).ShouldRefuse("incident.retracted");
        report = Preliminary.Report(new FindingUpdated(Cleo.By, Now, 1, FindingStatus.Done, null), new FindingRecorded(Fay.By, Now, 1, "Reworded", "M", Contoso, null));
        report.Findings.ShouldHaveSingleItem().Status.ShouldBe(FindingStatus.Done);
    }

    [Fact]
    public void Contacts_and_references_are_entries()
    {
        new RecordContact("", "x").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.missing");
        new RecordContact("Desk", "desk@x.example").Decide(Draft, Fay, Roll, Now).ShouldAccept(new ContactRecorded(Fay.By, Now, 1, "Desk", "desk@x.example"));
        new RecordReference("RCA", "").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.missing");
        new RecordReference("RCA", "https://user:secret@x.example").Decide(Draft, Fay, Roll, Now).ShouldRefuse("text.link");
        new RecordReference("RCA", "https://x.example").Decide(Draft, Fay, Roll, Now).ShouldAccept(new ReferenceRecorded(Fay.By, Now, 1, "RCA", "https://x.example"));
    }

    [Fact]
    public void A_removed_entrys_number_is_not_used_again()
    {
        var report = Notice.Report(new EntryRemoved(Fay.By, Now, Section.Timeline, 1));
        report.Timeline.ShouldBeEmpty();
        new RecordTimelineEntry(Now.AddDays(-1), TimePrecision.Day, "x").Decide(report, Fay, Roll, Now).ShouldAcceptWith<TimelineEntryRecorded>().Number.ShouldBe(2);
        new RemoveEntry(Section.Timeline, 1).Decide(report, Fay, Roll, Now).ShouldRefuse("incident.no_such_entry");
        new RemoveEntry(Section.Timeline, 1).Decide(Notice.Report(), Fay, Roll, Now).ShouldAccept(new EntryRemoved(Fay.By, Now, Section.Timeline, 1));
        foreach (var section in (Section[])[Section.Findings, Section.Impact, Section.Contacts, Section.References])
            Final.Report(new EntryRemoved(Fay.By, Now, section, 1)).Has(section).ShouldBeFalse();
    }

    [Fact]
    public void A_list_holds_two_hundred_entries()
    {
        var full = Notice.Report([.. Enumerable.Range(1, 200).Select(n => new ContactRecorded(Fay.By, Now, n, "Desk", "x"))]);
        new RecordContact("Desk", "x").Decide(full, Fay, Roll, Now).ShouldRefuse("incident.too_many_entries");
        new RecordContact("Desk", "y", 200).Decide(full, Fay, Roll, Now).ShouldAcceptWith<ContactRecorded>();
    }
}
