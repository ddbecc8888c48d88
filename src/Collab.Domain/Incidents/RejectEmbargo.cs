using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// The source turns down what is proposed, so that a proposal cannot hold its report back for ever. An embargo that runs
/// goes on.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_source</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>,
/// <c>embargo.nothing_proposed</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Reason">Why, shown to all recipients.</param>
public sealed record RejectEmbargo(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        (Guard(report, actor, roll, now) ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal
            ? refusal
            : Decision.Accept(new EmbargoProposalsRejected(actor.By, now, Reason));

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (report is null || !report.Audience.Admits(actor))
            return Refusal.NotFound;
        return IncidentGuards.NotSource(report, actor)
            ?? IncidentGuards.NotReleaseOfficer(actor)
            ?? IncidentGuards.Retracted(report)
            ?? (report.Embargo.Proposals.IsEmpty ? Refusal.Conflict("embargo.nothing_proposed", "No end is proposed, so there is nothing to turn down.") : null);
    }
}
