using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Adds a timeline entry, or replaces the one of this number.
/// <para>Refusals: <c>incident.no_such_entry</c>, <c>incident.too_many_entries</c>, <c>text.*</c>, <c>incident.precision_unknown</c>,
/// <c>incident.time_ahead</c>, <c>incident.ends_before_start</c>, and those of <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="When">The instant, UTC; <see cref="UtcInstant.Parse"/> reads what people type.</param>
/// <param name="Precision">How finely it is known.</param>
/// <param name="Text">What happened then, in one line.</param>
/// <param name="Until">The end, UTC, of a span.</param>
/// <param name="Url">The source.</param>
/// <param name="Number">The entry to replace; null for a new one.</param>
public sealed record RecordTimelineEntry(DateTimeOffset When, TimePrecision Precision, string Text, DateTimeOffset? Until = null, string? Url = null, int? Number = null)
    : IReportEdit
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextLimit = 300;

    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((IncidentGuards.NoSlot(report.Timeline, Number) ?? Domain.Text.Line(Text, "text", "The entry", TextLimit) ?? Domain.Text.OptionalLink(Url, "url")) is { } refusal)
            return refusal;
        if (!Enum.IsDefined(Precision))
            return Refusal.Invalid("incident.precision_unknown", "There is no such precision. Choose month, day, minute or second.", "precision");
        if ((IncidentGuards.Ahead(When, now, "when") ?? IncidentGuards.Ahead(Until, now, "until")) is { } ahead)
            return ahead;
        if (Until < When)
            return Refusal.Invalid("incident.ends_before_start", "The end is before the start. Swap or correct them.", "until");
        return Decision.Accept(new TimelineEntryRecorded(
            actor.By, now, Number ?? report.NextNumber(Section.Timeline), When.ToUniversalTime(), Precision, Until?.ToUniversalTime(), Text, Url));
    }
}
