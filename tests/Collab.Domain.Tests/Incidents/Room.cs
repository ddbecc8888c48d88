using System.Collections.Immutable;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Shouldly;

namespace Collab.Domain.Tests.Incidents;

/// <summary>The companies and people of the examples, and a report in each of its states.</summary>
internal static class Room
{
    public const string Id = "IR-7K3MQ";
    public static readonly string Hash = new('a', 64);
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 14, 0, 0, TimeSpan.Zero);
    public static readonly RoomRules Rules = new();

    public static readonly MemberId Fabrikam = new("fabrikam"), FabrikamLabs = new("fabrikam-labs"), Contoso = new("contoso"),
        Northwind = new("northwind"), Tailspin = new("tailspin");

    /// <summary>Fabrikam reports; Fabrikam Labs is its affiliate; Tailspin is not a recipient.</summary>
    public static readonly MemberRoll Roll = new([
        new(Contoso, "Contoso", MemberStatus.Admitted, null),
        new(Fabrikam, "Fabrikam", MemberStatus.Admitted, "f"),
        new(FabrikamLabs, "Fabrikam Labs", MemberStatus.Admitted, "f"),
        new(Northwind, "Northwind", MemberStatus.Admitted, null),
        new(Tailspin, "Tailspin", MemberStatus.Admitted, null)]);

    public static readonly Actor Fay = new(new("fay"), Fabrikam, Roles.Engineer);
    public static readonly Actor Finn = new(new("finn"), Fabrikam, Roles.Engineer | Roles.ReleaseOfficer | Roles.Moderator);
    public static readonly Actor Lab = new(new("lab"), FabrikamLabs, Roles.Engineer | Roles.ReleaseOfficer | Roles.Moderator);
    public static readonly Actor Cleo = new(new("cleo"), Contoso, Roles.Engineer);
    public static readonly Actor Carl = new(new("carl"), Contoso, Roles.Engineer | Roles.ReleaseOfficer | Roles.Moderator);
    public static readonly Actor Nia = new(new("nia"), Northwind, Roles.Engineer | Roles.ReleaseOfficer);
    public static readonly Actor Tom = new(new("tom"), Tailspin, Roles.Engineer | Roles.ReleaseOfficer | Roles.Moderator | Roles.Admin | Roles.Representative);
    public static readonly Actor Guest = new(new("guest"), Fabrikam, Roles.None);

    public static readonly Audience Recipients = Audience.Amber(Fabrikam, FabrikamLabs, Contoso, Northwind);

    public static readonly IIncidentEvent Opened = new ReportOpened(Fay.By, Now, "Content update of 19 July 2024", Now.AddHours(-1), null);

    public static readonly IIncidentEvent[] Notice =
    [
        Opened,
        new SectionEdited(Fay.By, Now, Section.WhatHappened, "Hosts crashed."),
        new SectionEdited(Fay.By, Now, Section.InScope, "Windows hosts."),
        new TimelineEntryRecorded(Fay.By, Now, 1, Now.AddHours(-1), TimePrecision.Minute, null, "Released.", null),
    ];

    public static readonly IIncidentEvent[] Shared = [.. Notice, new ReportShared(Finn.By, Now, Recipients, 1)];

    public static readonly IIncidentEvent[] Preliminary =
    [
        .. Shared,
        new SectionEdited(Fay.By, Now, Section.WhatWentWrong, "Not yet known."),
        new FindingRecorded(Fay.By, Now, 1, "No staged deployment", "Adopt stages", Contoso, new DateOnly(2027, 1, 29)),
        new ImpactRecorded(Fay.By, Now, 1, "about 8.5 million", "devices", null, "blogs.example", "https://blogs.example/1"),
    ];

    public static readonly IIncidentEvent[] UnderReview = [.. Preliminary, new ReviewStarted(Fay.By, Now, 2)];

    public static readonly IIncidentEvent[] Complete =
    [
        .. UnderReview,
        new SectionEdited(Fay.By, Now, Section.OutOfScope, "Mac and Linux."),
        new SectionEdited(Fay.By, Now, Section.Prevention, "Staged deployment."),
        new ContactRecorded(Fay.By, Now, 1, "Incident desk", "incidents@fabrikam.example"),
        new ReferenceRecorded(Fay.By, Now, 1, "Root cause analysis", "https://fabrikam.example/rca"),
    ];

    public static readonly IIncidentEvent[] Final = [.. Complete, new ReportFinalised(Fay.By, Now, 3)];

    public static readonly IIncidentEvent[] ReleaseRequested = [.. Final, new SummaryReleaseRequested(Finn.By, Now, "Summary.", [Contoso])];

    public static readonly IIncidentEvent[] Public =
        [.. ReleaseRequested, new QuoteConsented(Carl.By, Now), new SummaryReleased(Carl.By, Now, 3)];

    public static readonly IIncidentEvent[] Retracted = [.. Final, new ReportRetracted(Fay.By, Now, "Wrong incident.", Hash)];

    public static IncidentReport Report(this IEnumerable<IEvent> events, params IEvent[] more) =>
        Spec.Given<IncidentReport>(Id, [.. events, .. more]).ShouldNotBeNull();

    public static readonly DateTimeOffset In5 = Now.AddDays(5), In7 = Now.AddDays(7), In9 = Now.AddDays(9);

    /// <summary>The report with an embargo of Fabrikam and Contoso that runs for seven days.</summary>
    public static readonly IIncidentEvent[] Embargoed =
    [
        .. Shared, new EmbargoProposed(Finn.By, Now, In7), new EmbargoAccepted(Carl.By, Now, In7), new EmbargoActivated(Carl.By, Now, In7),
    ];

    /// <summary>Every command on a report, with fields that will do.</summary>
    public static readonly ImmutableSortedDictionary<string, Func<IncidentReport?, Actor, DateTimeOffset, Decision>> Commands =
        new Dictionary<string, Func<IncidentReport?, Actor, DateTimeOffset, Decision>>
        {
            [nameof(DescribeReport)] = (r, a, now) => new DescribeReport("Another title", null).Decide(r, a, Roll, now),
            [nameof(EditSection)] = (r, a, now) => new EditSection(Section.Prevention, "Tests.").Decide(r, a, Roll, now),
            [nameof(RecordTimelineEntry)] = (r, a, now) => new RecordTimelineEntry(Now.AddDays(-2), TimePrecision.Day, "Built.").Decide(r, a, Roll, now),
            [nameof(RecordImpact)] = (r, a, now) => new RecordImpact("97 %", "sensors back", "vendor").Decide(r, a, Roll, now),
            [nameof(RecordFinding)] = (r, a, now) => new RecordFinding("Too narrow tests", "More cases").Decide(r, a, Roll, now),
            [nameof(RecordContact)] = (r, a, now) => new RecordContact("Desk", "desk@fabrikam.example").Decide(r, a, Roll, now),
            [nameof(RecordReference)] = (r, a, now) => new RecordReference("Review", "https://fabrikam.example/pir").Decide(r, a, Roll, now),
            [nameof(RemoveEntry)] = (r, a, now) => new RemoveEntry(Section.Timeline, 1).Decide(r, a, Roll, now),
            [nameof(UpdateFinding)] = (r, a, now) => new UpdateFinding(1, FindingStatus.Done).Decide(r, a, Roll, now),
            [nameof(ShareReport)] = (r, a, now) => new ShareReport(Recipients).Decide(r, a, Roll, now),
            [nameof(ChangeAudience)] = (r, a, now) => new ChangeAudience(Audience.Amber(Fabrikam, Contoso, Northwind), "Need to know.").Decide(r, a, Roll, now),
            [nameof(SetCompanyStatus)] = (r, a, now) => new SetCompanyStatus(CompanyStatus.Investigating).Decide(r, a, Roll, now),
            [nameof(RequestReview)] = (r, a, now) => new RequestReview().Decide(r, a, Roll, now),
            [nameof(AskQuestion)] = (r, a, now) => new AskQuestion(QuestionKind.Question, "When?").Decide(r, a, Roll, now),
            [nameof(AnswerQuestion)] = (r, a, now) => new AnswerQuestion(1, "Then.").Decide(r, a, Roll, now),
            [nameof(LetStand)] = (r, a, now) => new LetStand(1, "Seen differently.").Decide(r, a, Roll, now),
            [nameof(WithdrawQuestion)] = (r, a, now) => new WithdrawQuestion(1).Decide(r, a, Roll, now),
            [nameof(FinaliseReport)] = (r, a, now) => new FinaliseReport().Decide(r, a, Roll, now),
            [nameof(RequestRelease)] = (r, a, now) => new RequestRelease("Summary.", [Contoso]).Decide(r, a, Roll, now),
            [nameof(ConsentToRelease)] = (r, a, now) => new ConsentToRelease().Decide(r, a, Roll, now),
            [nameof(ReleaseSummary)] = (r, a, now) => new ReleaseSummary().Decide(r, a, Roll, now),
            [nameof(CorrectReport)] = (r, a, now) => new CorrectReport("A typing error.", [new EditSection(Section.Prevention, "More tests.")]).Decide(r, a, Roll, now),
            [nameof(RetractReport)] = (r, a, now) => new RetractReport("Wrong incident.").Decide(r, Hash, a, now),
            [nameof(ProposeEmbargo)] = (r, a, now) => new ProposeEmbargo(In7).Decide(r, a, Roll, now),
            [nameof(ReviseEmbargo)] = (r, a, now) => new ReviseEmbargo(In9).Decide(r, a, Roll, now),
            [nameof(AcceptEmbargo)] = (r, a, now) => new AcceptEmbargo(In7).Decide(r, a, Roll, now),
            [nameof(WithdrawEmbargoProposal)] = (r, a, now) => new WithdrawEmbargoProposal().Decide(r, a, Roll, now),
            [nameof(RejectEmbargo)] = (r, a, now) => new RejectEmbargo("Too late.").Decide(r, a, Roll, now),
            [nameof(LeaveEmbargo)] = (r, a, now) => new LeaveEmbargo("Customers ask.").Decide(r, a, Roll, now),
            [nameof(EndEmbargo)] = (r, a, now) => new EndEmbargo("https://news.example/1").Decide(r, a, Roll, now),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
