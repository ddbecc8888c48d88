using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Ends an embargo that runs: the clock when its end has come, or any recipient at once when what it covers is public.
/// The clock that comes early or late does nothing.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>embargo.exited</c>,
/// <c>embargo.not_running</c>, <c>text.*</c> (a person says where it is public).</para>
/// </summary>
/// <param name="Url">Where it is public; null for the clock.</param>
public sealed record EndEmbargo(string? Url = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (report is not null && actor.IsSystem)
            return report.DueAt <= now ? Decision.Accept(new EmbargoEnded(actor.By, now, EmbargoEnding.EndReached, null)) : Decision.Accept();
        return (Guard(report, actor, roll, now) ?? Text.Link(Url, "url")) is { } refusal
            ? refusal
            : Decision.Accept(new EmbargoEnded(actor.By, now, EmbargoEnding.BecamePublic, Url));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        IncidentGuards.Live(report, actor, IncidentGuards.NotEngineer(actor)) ?? EmbargoGuards.NotRunning(report!);
}
