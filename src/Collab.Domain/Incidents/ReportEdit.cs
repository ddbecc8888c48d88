using System.Text.Json.Serialization;
using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// A command that changes what a report says. The reporting company's engineers give it while the report is not final;
/// once it is, the same edits go into a <see cref="CorrectReport"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "edit")]
[JsonDerivedType(typeof(DescribeReport), "describe")]
[JsonDerivedType(typeof(EditSection), "section")]
[JsonDerivedType(typeof(RecordTimelineEntry), "timelineEntry")]
[JsonDerivedType(typeof(RecordImpact), "impact")]
[JsonDerivedType(typeof(RecordFinding), "finding")]
[JsonDerivedType(typeof(RecordContact), "contact")]
[JsonDerivedType(typeof(RecordReference), "reference")]
[JsonDerivedType(typeof(RemoveEntry), "remove")]
public interface IReportEdit
{
    /// <summary>What the edit comes to, for an actor who may edit: who that is, <see cref="ReportEdits.Decide"/> says.</summary>
    Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now);
}

/// <summary>Who may edit a report, and when.</summary>
public static class ReportEdits
{
    /// <summary>
    /// Decides any edit. Refusals beside the edit's own: <c>not_found</c>, <c>incident.not_source</c>,
    /// <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.is_final</c>.
    /// </summary>
    public static Decision Decide(this IReportEdit edit, IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        Guard(report, actor, roll, now) is { } refusal ? refusal : edit.Edit(report!, actor, roll, now);

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (MayWrite(report, actor) is { } refusal)
            return refusal;
        return IncidentGuards.IsFinal(report!)
            ? Refusal.Conflict("incident.is_final", "The report is final. Correct it instead, so that the earlier version is kept.")
            : null;
    }

    internal static Refusal? MayWrite(IncidentReport? report, Actor actor)
    {
        if (report is null || !report.Audience.Admits(actor))
            return Refusal.NotFound;
        return IncidentGuards.NotSource(report, actor) ?? IncidentGuards.NotEngineer(actor) ?? IncidentGuards.Retracted(report);
    }
}
