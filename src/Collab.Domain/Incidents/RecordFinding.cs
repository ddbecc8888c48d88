using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Adds a finding with its mitigation, or replaces the one of this number. Owner and date may follow until the report is
/// final.
/// <para>Refusals: <c>incident.no_such_entry</c>, <c>incident.too_many_entries</c>, <c>text.*</c>, <c>incident.owner_not_recipient</c>,
/// and those of <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="Title">What was found, in one line.</param>
/// <param name="Mitigation">What is done about it, in one line.</param>
/// <param name="Owner">The recipient company that does it.</param>
/// <param name="DueOn">The UTC day by which it is done.</param>
/// <param name="Number">The finding to replace; null for a new one.</param>
public sealed record RecordFinding(string Title, string Mitigation, MemberId? Owner = null, DateOnly? DueOn = null, int? Number = null) : IReportEdit
{
    /// <summary>The longest mitigation, in UTF-16 units.</summary>
    public const int MitigationLimit = 500;

    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((IncidentGuards.NoSlot(report.Findings, Number)
            ?? Text.Line(Title, "title", "The finding")
            ?? Text.Line(Mitigation, "mitigation", "The mitigation", MitigationLimit)) is { } refusal)
            return refusal;
        if (Owner is { } owner && !report.IsRecipient(owner, roll))
            return Refusal.Invalid("incident.owner_not_recipient", "The owner cannot read the report. Name a company that it is shared with.", "owner");
        return Decision.Accept(new FindingRecorded(actor.By, now, Number ?? report.NextNumber(Section.Findings), Title, Mitigation, Owner, DueOn));
    }
}
