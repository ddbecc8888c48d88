using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// The own company leaves the embargo, with its reason. Leaving is not ending: it goes on for the others.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>, <c>embargo.exited</c>,
/// <c>embargo.not_running</c>, <c>embargo.not_bound</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Reason">Why, shown to all recipients.</param>
public sealed record LeaveEmbargo(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        (Guard(report, actor, roll, now) ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal
            ? refusal
            : Decision.Accept(new EmbargoLeft(actor.By, now, Reason));

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        EmbargoGuards.Officer(report, actor)
        ?? EmbargoGuards.NotRunning(report!)
        ?? (report!.Embargo.Bound.Contains(actor.Company)
            ? null
            : Refusal.Conflict("embargo.not_bound", "Your company is not bound by the embargo, so there is nothing to leave."));
}
