using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// A quoted company's consent to the summary as it was last put forward.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>, <c>incident.no_release_requested</c>,
/// <c>incident.not_quoted</c>.</para>
/// </summary>
public sealed record ConsentToRelease
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (Guard(report, actor, roll, now) is { } refusal)
            return refusal;
        return report!.Release!.Consented.Contains(actor.Company) ? Decision.Accept() : Decision.Accept(new QuoteConsented(actor.By, now));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        IncidentGuards.Live(report, actor, IncidentGuards.NotReleaseOfficer(actor))
        ?? RequestRelease.NothingToRelease(report!)
        ?? (report!.Release!.Quoted.Contains(actor.Company)
            ? null
            : Refusal.Forbidden("incident.not_quoted", "Your company is not quoted in the summary, so its consent is not needed."));
}
