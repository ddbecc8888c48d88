using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Takes an entry out of the timeline, the findings, the impact, the contacts or the references. Its number is not used again.
/// <para>Refusals: <c>incident.section_holds_text</c>, <c>incident.no_such_entry</c>, and those of <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="Section">The list.</param>
/// <param name="Number">The entry.</param>
public sealed record RemoveEntry(Section Section, int Number) : IReportEdit
{
    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        IEnumerable<INumbered>? entries = Section switch
        {
            Section.Timeline => report.Timeline,
            Section.Findings => report.Findings,
            Section.Impact => report.Impact,
            Section.Contacts => report.Contacts,
            Section.References => report.References,
            _ => null,
        };
        if (entries is null)
            return Refusal.Invalid("incident.section_holds_text", "That section holds text, not entries. Edit it instead.", "section");
        return IncidentGuards.NoSlot(entries, Number) is { } refusal ? refusal : Decision.Accept(new EntryRemoved(actor.By, now, Section, Number));
    }
}
