using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Incidents;

/// <summary>
/// Shares a draft with its recipients, as version 1. The label decides the audience.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_source</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>,
/// <c>incident.not_draft</c>, <c>incident.section_missing</c>, <c>audience.*</c>, <c>incident.source_left_out</c>,
/// <c>incident.recipients_missing</c>.</para>
/// </summary>
/// <param name="Audience">The label and whom it names, the own company among them.</param>
public sealed record ShareReport(Audience Audience)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Guard(report, actor, roll, now) ?? AudienceRules.Check(Audience, roll) ?? LeavesOutSource(Audience, actor)) is { } refusal)
            return refusal;
        if (Audience.Companies.Count + Audience.People.Count == 1)
            return Refusal.Invalid("incident.recipients_missing", "The report would go to nobody else. Name those who are to read it.", "audience");
        return Decision.Accept(new ReportShared(actor.By, now, Audience, report!.Version + 1));
    }

    internal static Refusal? LeavesOutSource(Audience audience, Actor actor) => audience.Admits(actor)
        ? null
        : Refusal.Invalid("incident.source_left_out", "You would no longer read your own report. Add your company, or yourself for TLP:RED.", "audience");

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (report is null || !report.Audience.Admits(actor))
            return Refusal.NotFound;
        if ((IncidentGuards.NotSource(report, actor) ?? IncidentGuards.NotReleaseOfficer(actor) ?? IncidentGuards.Retracted(report)) is { } refusal)
            return refusal;
        return report.Status == ReportStatus.Draft
            ? IncidentGuards.MissingSections(report, IncidentGuards.ForSharing)
            : Refusal.Conflict("incident.not_draft", "The report is shared already. Change its audience instead.");
    }
}
