using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Writes a text section anew; an empty text clears it.
/// <para>Refusals: <c>incident.section_unknown</c>, <c>incident.section_holds_entries</c>, <c>text.*</c>, and those of
/// <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="Section">The section.</param>
/// <param name="Markdown">Its text.</param>
public sealed record EditSection(Section Section, string Markdown) : IReportEdit
{
    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (!Enum.IsDefined(Section))
            return Refusal.Invalid("incident.section_unknown", "There is no such section.", "section");
        if (!Section.IsText())
            return Refusal.Invalid("incident.section_holds_entries", $"{Section.Words()} holds entries, not text. Add an entry instead.", "section");
        if (Text.Markdown(Markdown, "markdown", Section.Words()) is { } text)
            return text;
        return string.IsNullOrWhiteSpace(Markdown) && !report.Has(Section)
            ? Decision.Accept()
            : Decision.Accept(new SectionEdited(actor.By, now, Section, Markdown ?? ""));
    }
}
