using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Opens a report: a draft under TLP:AMBER+STRICT that the own company alone reads. It may be the company's own view on
/// another company's report: nobody writes into anybody's.
/// <para>Refusals: <c>not_found</c> (the other report is not there for this actor), <c>incident.not_engineer</c>,
/// <c>text.*</c>, <c>incident.time_ahead</c>, <c>incident.view_on_own</c>.</para>
/// </summary>
/// <param name="Title">Its title.</param>
/// <param name="BeganAt">When the incident began, UTC, where known: the targets count from it.</param>
/// <param name="ViewOn">The id of the report that this is a view on.</param>
public sealed record OpenReport(string Title, DateTimeOffset? BeganAt = null, string? ViewOn = null)
{
    /// <summary>Decides.</summary>
    /// <param name="report">The report of this id, if there is one: then nothing happens.</param>
    /// <param name="viewOn">The report named by <see cref="ViewOn"/>.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="now">The time, UTC.</param>
    public Decision Decide(IncidentReport? report, IncidentReport? viewOn, Actor actor, DateTimeOffset now)
    {
        if (report is not null)
            return report.Audience.Admits(actor) ? Decision.Accept() : Refusal.NotFound;
        if (actor.IsSystem || (ViewOn is not null && (viewOn?.Id != ViewOn || !viewOn.Audience.Admits(actor))))
            return Refusal.NotFound;
        if ((IncidentGuards.NotEngineer(actor) ?? Text.Title(Title) ?? IncidentGuards.Ahead(BeganAt, now, "beganAt")) is { } refusal)
            return refusal;
        if (ViewOn is not null && viewOn!.Source == actor.Company)
            return Refusal.Conflict("incident.view_on_own", "That report is your own company's. Edit or correct it instead.");
        return Decision.Accept(new ReportOpened(actor.By, now, Title, BeganAt?.ToUniversalTime(), ViewOn));
    }
}
