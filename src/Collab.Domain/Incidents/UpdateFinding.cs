using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Says where a finding's mitigation stands and when it is due. Its owner company does this, or the reporting company; also
/// when the report is final, as it changes nothing that the report says of the incident.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.no_such_entry</c>,
/// <c>incident.not_owner</c>, <c>incident.finding_status_unknown</c>.</para>
/// </summary>
/// <param name="Number">The finding.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="DueOn">The UTC day by which it is done; null keeps the present one.</param>
public sealed record UpdateFinding(int Number, FindingStatus Status, DateOnly? DueOn = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (Guard(report, actor, roll, now) is { } refusal)
            return refusal;
        if (report!.Findings.Find(f => f.Number == Number) is not { } finding)
            return Refusal.Invalid("incident.no_such_entry", $"There is no finding {Number} here. It may have been removed.", "number");
        if (report.Source != actor.Company && finding.Owner != actor.Company)
            return Refusal.Forbidden("incident.not_owner", "Only the finding's owner, or the reporting company, updates it.");
        if (!Enum.IsDefined(Status))
            return Refusal.Invalid("incident.finding_status_unknown", "There is no such status. Choose one of the list.", "status");
        var due = DueOn ?? finding.DueOn;
        return finding.Status == Status && finding.DueOn == due ? Decision.Accept() : Decision.Accept(new FindingUpdated(actor.By, now, Number, Status, due));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        IncidentGuards.Live(report, actor, IncidentGuards.NotEngineer(actor))
        ?? (report!.Source == actor.Company || report.Findings.Any(f => f.Owner == actor.Company)
            ? null
            : Refusal.Forbidden("incident.not_owner", "Only the finding's owner, or the reporting company, updates it."));
}
