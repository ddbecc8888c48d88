using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Proposes an embargo until one instant in UTC. Of several proposed ends the earliest wins. It binds nobody until an
/// unrelated company accepts.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>, <c>embargo.exited</c>,
/// <c>embargo.public</c>, <c>embargo.runs</c>, <c>embargo.end_passed</c>.</para>
/// </summary>
/// <param name="End">The end, UTC.</param>
public sealed record ProposeEmbargo(DateTimeOffset End)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Guard(report, actor, roll, now) ?? EmbargoGuards.Passed(End, now)) is { } refusal)
            return refusal;
        return report!.Embargo.Proposals.TryGetValue(actor.Company, out var proposed) && proposed == End
            ? Decision.Accept()
            : Decision.Accept(new EmbargoProposed(actor.By, now, End.ToUniversalTime()));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((EmbargoGuards.Officer(report, actor) ?? EmbargoGuards.Over(report!)) is { } refusal)
            return refusal;
        if (report!.ReleasedAt is not null)
            return Refusal.Conflict("embargo.public", "A summary is public already, so there is nothing left to hold back.");
        return report.Embargo.Runs
            ? Refusal.Conflict("embargo.runs", "An embargo runs already. Propose another end for it instead.")
            : null;
    }
}
