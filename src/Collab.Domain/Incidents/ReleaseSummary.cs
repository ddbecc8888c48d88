using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// The second of two companies: a moderator unrelated to the source releases the summary last put forward.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_moderator</c>, <c>incident.moderator_related</c>, <c>incident.retracted</c>,
/// <c>incident.not_final</c>, <c>incident.no_release_requested</c>, <c>incident.embargo_not_over</c>, <c>incident.consent_missing</c>.</para>
/// </summary>
public sealed record ReleaseSummary
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        Guard(report, actor, roll, now) is { } refusal ? refusal : Decision.Accept(new SummaryReleased(actor.By, now, report!.Version));

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (report is null || !report.Audience.Admits(actor))
            return Refusal.NotFound;
        if (!actor.Is(Roles.Moderator))
            return Refusal.Forbidden("incident.not_moderator", "Only a moderator of a company unrelated to the reporting one releases a summary.");
        if (roll.Related(report.Source, actor.Company))
            return Refusal.Forbidden("incident.moderator_related", "Your company is the reporting company or its affiliate. A moderator of another company releases the summary.");
        return IncidentGuards.Retracted(report)
            ?? IncidentGuards.NotFinal(report)
            ?? RequestRelease.NothingToRelease(report)
            ?? RequestRelease.EmbargoNotOver(report)
            ?? (report.Release!.Awaited is { IsEmpty: false } awaited
                ? Refusal.Conflict("incident.consent_missing", $"Waits for the consent of {Sharing.AudienceInWords.List(awaited.Select(roll.Name))}, quoted in the summary.")
                : null);
    }
}
