using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Adds a contact, or replaces the one of this number.
/// <para>Refusals: <c>incident.no_such_entry</c>, <c>incident.too_many_entries</c>, <c>text.*</c>, and those of
/// <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="Name">Who: a desk rather than a person.</param>
/// <param name="Address">A mail address, number or link.</param>
/// <param name="Number">The contact to replace; null for a new one.</param>
public sealed record RecordContact(string Name, string Address, int? Number = null) : IReportEdit
{
    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        (IncidentGuards.NoSlot(report.Contacts, Number) ?? Text.Line(Name, "name", "The contact's name") ?? Text.Line(Address, "address", "The contact's address")) is { } refusal
            ? refusal
            : Decision.Accept(new ContactRecorded(actor.By, now, Number ?? report.NextNumber(Section.Contacts), Name, Address));
}
