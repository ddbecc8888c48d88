using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Adds an impact figure, or replaces the one of this number. A figure without its source is not taken.
/// <para>Refusals: <c>incident.no_such_entry</c>, <c>incident.too_many_entries</c>, <c>text.*</c>, <c>incident.source_missing</c>,
/// <c>incident.time_ahead</c>, and those of <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="Value">The value as its source gives it: <c>about 8.5 million</c>.</param>
/// <param name="Unit">What it counts: <c>devices</c>.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Url">Where they say it.</param>
/// <param name="AsOf">The time that it holds for, UTC.</param>
/// <param name="Number">The figure to replace; null for a new one.</param>
public sealed record RecordImpact(string Value, string Unit, string Source, string? Url = null, DateTimeOffset? AsOf = null, int? Number = null) : IReportEdit
{
    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((IncidentGuards.NoSlot(report.Impact, Number) ?? Text.Line(Value, "value", "The figure", 80) ?? Text.Line(Unit, "unit", "What the figure counts")) is { } refusal)
            return refusal;
        if (string.IsNullOrWhiteSpace(Source))
            return Refusal.Invalid("incident.source_missing", "Each figure needs its source. Name who says so.", "source");
        if ((Text.Line(Source, "source", "The source") ?? Text.OptionalLink(Url, "url") ?? IncidentGuards.Ahead(AsOf, now, "asOf")) is { } source)
            return source;
        return Decision.Accept(new ImpactRecorded(actor.By, now, Number ?? report.NextNumber(Section.Impact), Value, Unit, AsOf?.ToUniversalTime(), Source, Url));
    }
}
