using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Adds a reference, or replaces the one of this number.
/// <para>Refusals: <c>incident.no_such_entry</c>, <c>incident.too_many_entries</c>, <c>text.*</c>, and those of
/// <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Number">The reference to replace; null for a new one.</param>
public sealed record RecordReference(string Summary, string Url, int? Number = null) : IReportEdit
{
    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        (IncidentGuards.NoSlot(report.References, Number) ?? Text.Line(Summary, "summary", "The reference") ?? Text.Link(Url, "url")) is { } refusal
            ? refusal
            : Decision.Accept(new ReferenceRecorded(actor.By, now, Number ?? report.NextNumber(Section.References), Summary, Url));
}
