using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Asks for a review. It begins when the reporting company asks, or when two other recipient companies have asked that
/// are not related to it or to each other.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.related_to_source</c>,
/// <c>incident.not_shared</c>, <c>incident.reviewed_already</c>, <c>incident.section_missing</c>.</para>
/// </summary>
public sealed record RequestReview
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (Guard(report, actor, roll, now) is { } refusal)
            return refusal;
        var started = new ReviewStarted(actor.By, now, report!.Version + 1);
        if (report.Source == actor.Company)
            return Decision.Accept(started);
        if (report.ReviewRequests.Any(c => roll.Unrelated(c, actor.Company) && roll.Unrelated(c, report.Source) && report.IsRecipient(c, roll)))
            return Decision.Accept(new ReviewRequested(actor.By, now), started);
        return report.ReviewRequests.Contains(actor.Company) ? Decision.Accept() : Decision.Accept(new ReviewRequested(actor.By, now));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (IncidentGuards.Live(report, actor, IncidentGuards.NotEngineer(actor)) is { } refusal)
            return refusal;
        if (report!.Source != actor.Company && roll.Related(report.Source, actor.Company))
            return Refusal.Forbidden("incident.related_to_source", "Your company is an affiliate of the reporting company and does not count as another recipient.");
        return IncidentGuards.StillDraft(report)
            ?? (report.Status == ReportStatus.Shared
                ? IncidentGuards.MissingSections(report, IncidentGuards.ForReview)
                : Refusal.Conflict("incident.reviewed_already", "The report's review has begun already."));
    }
}
