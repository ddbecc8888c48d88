using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>The guards that the commands on an embargo share.</summary>
internal static class EmbargoGuards
{
    /// <summary>Only a release officer binds a company, and only one whose company may read the report.</summary>
    public static Refusal? Officer(IncidentReport? report, Actor actor) =>
        IncidentGuards.Live(report, actor, IncidentGuards.NotReleaseOfficer(actor));

    public static Refusal? Over(IncidentReport report) => report.Embargo.Status == EmbargoStatus.Exited
        ? Refusal.Conflict("embargo.exited", "The embargo is over and does not begin again.")
        : null;

    public static Refusal? NotRunning(IncidentReport report) => Over(report) ?? (report.Embargo.Runs
        ? null
        : Refusal.Conflict("embargo.not_running", "No embargo runs. Propose one first."));

    public static Refusal? Passed(DateTimeOffset end, DateTimeOffset now) => end <= now
        ? Refusal.Invalid("embargo.end_passed", "That instant is past. Choose an end that is still ahead.", "end")
        : null;
}
