using System.Globalization;
using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Portal.Store;
using Marten;
using Marten.Events.Projections;

namespace Collab.Portal.Incidents;

/// <summary>
/// A text of a report that its state does not hold: a section, a question, an answer, what a company's status rests on,
/// a summary put forward. Each is its own row, so that writing one costs the same whatever there is beside it.
/// </summary>
public sealed record ReportText
{
    /// <summary><c>IR-7K3MQ/WhatHappened</c> for the present text, <c>IR-7K3MQ/WhatHappened/12</c> for the one of event 12.</summary>
    public required string Id { get; init; }

    /// <summary>The report.</summary>
    public required string ReportId { get; init; }

    /// <summary>Which text it is: <see cref="ReportTexts"/> names them.</summary>
    public required string Key { get; init; }

    /// <summary>True for a text kept under its event, false for the present one.</summary>
    public required bool Kept { get; init; }

    /// <summary>The number of the event that wrote it.</summary>
    public required long Event { get; init; }

    /// <summary>Who wrote it.</summary>
    public required By By { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was written.</summary>
    public required string Markdown { get; init; }

    /// <summary>The same, safe to show.</summary>
    public required SafeHtml Html { get; init; }
}

/// <summary>The names of a report's texts.</summary>
public static class ReportTexts
{
    /// <summary>A text section.</summary>
    public static string Of(Section section) => section.ToString();

    /// <summary>A question, dispute or fact to check.</summary>
    public static string Question(int number) => "question-" + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its answer.</summary>
    public static string Answer(int number) => "answer-" + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What stays in dispute.</summary>
    public static string Dispute(int number) => "dispute-" + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a company's status rests on.</summary>
    public static string Status(MemberId company) => "status-" + company.Value;

    /// <summary>A summary put forward for release.</summary>
    public const string Summary = "summary";

    /// <summary>The id of a text; of the present one when no event is named.</summary>
    public static string Id(string report, string key, long? @event = null) =>
        @event is { } number ? $"{report}/{key}/{number.ToString(CultureInfo.InvariantCulture)}" : $"{report}/{key}";

    /// <summary>True for an event that changes what the report says.</summary>
    public static bool IsEdit(IIncidentEvent @event) => @event is ReportDescribed or SectionEdited or TimelineEntryRecorded or ImpactRecorded
        or FindingRecorded or ContactRecorded or ReferenceRecorded or EntryRemoved;
}

/// <summary>Keeps the texts, rendered once when they are written.</summary>
internal sealed partial class ReportTextProjection : EventProjection
{
    public ReportTextProjection()
    {
        Name = nameof(ReportText);
        foreach (var type in (Type[])[typeof(SectionEdited), typeof(QuestionAsked), typeof(QuestionAnswered), typeof(QuestionStands), typeof(CompanyStatusSet), typeof(SummaryReleaseRequested)])
            IncludeType(type);
    }

    public override ValueTask ApplyAsync(IDocumentOperations operations, JasperFx.Events.IEvent e, CancellationToken cancellation)
    {
        foreach (var text in Of(e.StreamKey!, e.Version, e.Data))
            operations.Store(text);
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<ReportText> Of(string report, long number, object @event) => @event switch
    {
        SectionEdited e => [Text(report, ReportTexts.Of(e.Section), number, e, e.Markdown, kept: false), Text(report, ReportTexts.Of(e.Section), number, e, e.Markdown, kept: true)],
        QuestionAsked e => [Text(report, ReportTexts.Question(e.Number), number, e, e.Markdown, kept: false)],
        QuestionAnswered e => [Text(report, ReportTexts.Answer(e.Number), number, e, e.Markdown, kept: false)],
        QuestionStands e => [Text(report, ReportTexts.Dispute(e.Number), number, e, e.Reason, kept: false)],
        CompanyStatusSet e => [Text(report, ReportTexts.Status(e.By.Company), number, e, e.Note ?? "", kept: false)],
        SummaryReleaseRequested e => [Text(report, ReportTexts.Summary, number, e, e.Markdown, kept: true)],
        _ => [],
    };

    private static ReportText Text(string report, string key, long number, IIncidentEvent @event, string markdown, bool kept) => new()
    {
        Id = ReportTexts.Id(report, key, kept ? number : null),
        ReportId = report,
        Key = key,
        Kept = kept,
        Event = number,
        By = @event.By,
        At = @event.At,
        Markdown = markdown,
        Html = Markdown.Render(markdown),
    };
}
