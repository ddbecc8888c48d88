using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Proposes another end for the embargo that runs; until it is accepted, the present end holds.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>, <c>embargo.exited</c>,
/// <c>embargo.not_running</c>, <c>embargo.end_passed</c>, <c>embargo.same_end</c>.</para>
/// </summary>
/// <param name="End">The end, UTC.</param>
public sealed record ReviseEmbargo(DateTimeOffset End)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Guard(report, actor, roll, now) ?? EmbargoGuards.Passed(End, now)) is { } refusal)
            return refusal;
        if (End == report!.Embargo.End)
            return Refusal.Invalid("embargo.same_end", "The embargo ends at that instant already. Choose another.", "end");
        return report.Embargo.Proposals.TryGetValue(actor.Company, out var proposed) && proposed == End
            ? Decision.Accept()
            : Decision.Accept(new EmbargoRevisionProposed(actor.By, now, End.ToUniversalTime()));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        EmbargoGuards.Officer(report, actor) ?? EmbargoGuards.NotRunning(report!);
}
