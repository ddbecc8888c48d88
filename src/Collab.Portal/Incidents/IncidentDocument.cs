using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Portal.Store;

namespace Collab.Portal.Incidents;

/// <summary>A text of a report with who wrote it and when, UTC.</summary>
public sealed record WrittenText(string Markdown, string Html, By By, DateTimeOffset At)
{
    internal static WrittenText? From(ReportText? text) => text is null ? null : new(text.Markdown, text.Html.Html, text.By, text.At);
}

/// <summary>A section of a report that is written as text.</summary>
public sealed record SectionOfReport(Section Section, string Name, WrittenText? Text);

/// <summary>What a recipient company says of its own products.</summary>
public sealed record StatusOfCompany(MemberId Company, string Name, CompanyStatus Status, WrittenText? Note);

/// <summary>A question, dispute or fact to check, with its answer.</summary>
public sealed record QuestionOfReport(int Number, QuestionKind Kind, MemberId From, MemberId To, Section? Section, QuestionState State, WrittenText? Text, WrittenText? Answer, WrittenText? Dispute);

/// <summary>An embargo as it stands. Times are UTC.</summary>
public sealed record EmbargoOfReport(
    EmbargoStatus Status, DateTimeOffset? End, IReadOnlyDictionary<MemberId, DateTimeOffset> Proposals, IReadOnlyCollection<MemberId> Bound, DateTimeOffset? ExitedAt, EmbargoEnding? Ending);

/// <summary>A summary put forward or released.</summary>
public sealed record SummaryOfReport(WrittenText? Requested, IReadOnlyCollection<MemberId> Quoted, IReadOnlyCollection<MemberId> Consented, WrittenText? Released, DateTimeOffset? ReleasedAt);

/// <summary>A report as the API gives it. A retracted one gives its stone and nothing of what it said.</summary>
public sealed record IncidentDocument(
    string Id,
    string Title,
    ReportStatus Status,
    By Reporter,
    string Label,
    Audience Audience,
    string AudienceInWords,
    int Version,
    long Events,
    DateTimeOffset OpenedAt,
    DateTimeOffset? BeganAt,
    string? ViewOn,
    IReadOnlyList<SectionOfReport> Sections,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<ImpactFigure> Impact,
    IReadOnlyList<ReportContact> Contacts,
    IReadOnlyList<ReportReference> References,
    IReadOnlyList<StatusOfCompany> Companies,
    IReadOnlyList<QuestionOfReport> Questions,
    EmbargoOfReport Embargo,
    SummaryOfReport Summary,
    IReadOnlyList<ReportRevision> Revisions,
    IncidentOutlook Outlook,
    Tombstone? Tombstone)
{
    internal static IncidentDocument From(IncidentView view, Room room)
    {
        var report = view.Report;
        var stands = report.Status != ReportStatus.Retracted;
        return new(
            report.Id, IncidentWords.Title(report), report.Status, report.Reporter, report.Audience.Label.Text(), report.Audience, report.Audience.Sentence(room.Roll),
            report.Version, view.Row.Events, report.OpenedAt, report.BeganAt, report.ViewOn,
            stands ? [.. Enum.GetValues<Section>().Where(s => s.IsText()).Select(s => new SectionOfReport(s, s.Words(), WrittenText.From(view.Text(ReportTexts.Of(s)))))] : [],
            stands ? [.. ReportDocument.InOrder(report.Timeline)] : [],
            stands ? report.Findings : [],
            stands ? report.Impact : [],
            stands ? report.Contacts : [],
            stands ? report.References : [],
            stands ? [.. report.StatusBoard(room.Roll).Select(c => new StatusOfCompany(c.Company, room.Roll.Name(c.Company), c.Status, WrittenText.From(view.Text(ReportTexts.Status(c.Company)))))] : [],
            stands ? [.. report.Questions.Select(q => Question(view, q))] : [],
            new(report.Embargo.Status, report.Embargo.End, report.Embargo.Proposals, report.Embargo.Bound, report.Embargo.ExitedAt, report.Embargo.Ending),
            new(WrittenText.From(view.Requested), report.Release?.Quoted ?? [], report.Release?.Consented ?? [], WrittenText.From(view.Released), report.ReleasedAt),
            report.Revisions,
            IncidentOutlook.For(report, room.Roll, room.Rules, room.Now),
            report.Tombstone);
    }

    private static QuestionOfReport Question(IncidentView view, ReportQuestion q) => new(
        q.Number, q.Kind, q.From, q.To, q.Section, q.State,
        WrittenText.From(view.Text(ReportTexts.Question(q.Number))), WrittenText.From(view.Text(ReportTexts.Answer(q.Number))), WrittenText.From(view.Text(ReportTexts.Dispute(q.Number))));
}
