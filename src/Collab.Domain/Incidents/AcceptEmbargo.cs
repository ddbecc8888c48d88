using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Accepts an embargo for the own company. A proposed embargo runs, and an earlier end for one that runs holds, as soon as one
/// company unrelated to its proposer accepts; a later end holds once every company bound by the embargo accepts, since
/// none is held longer than it agreed to. Accepting the end that holds already binds one more company; an invited company
/// reads the report from then on.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>, <c>embargo.exited</c>,
/// <c>embargo.nothing_proposed</c>, <c>embargo.end_passed</c>, <c>embargo.other_end</c>, <c>embargo.own_proposal</c>.</para>
/// </summary>
/// <param name="End">The end that is accepted, UTC: the earliest that is proposed, or the one that holds.</param>
public sealed record AcceptEmbargo(DateTimeOffset End)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Guard(report, actor, roll, now) ?? EmbargoGuards.Passed(End, now)) is { } refusal)
            return refusal;
        var embargo = report!.Embargo;
        if (embargo.Runs && End == embargo.End)
            return Join(report, actor, now);
        if (report.IsInvited(actor) || embargo.Offer(now) != End)
            return Refusal.Conflict("embargo.other_end", "The end has changed meanwhile. Look at the present one, then accept it.");

        var accepted = new EmbargoAccepted(actor.By, now, embargo.Offer(now)!.Value);
        var activated = new EmbargoActivated(actor.By, now, accepted.End);
        var proposers = embargo.Proposals.Where(p => p.Value == End).Select(p => p.Key).ToList();
        if (embargo.Runs && End > embargo.End)
        {
            var agreed = proposers.Concat(embargo.Acceptances.Where(a => a.Value == End).Select(a => a.Key)).Append(actor.Company).ToList();
            if (embargo.Bound.All(agreed.Contains))
                return Decision.Accept(accepted, activated);
            return embargo.Acceptances.TryGetValue(actor.Company, out var before) && before == End ? Decision.Accept() : Decision.Accept(accepted);
        }

        return proposers.Any(p => roll.Unrelated(p, actor.Company))
            ? Decision.Accept(accepted, activated)
            : Refusal.Conflict("embargo.own_proposal", "Your company, or its affiliate, proposes that end. Another company accepts it.");
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (report is null || (!report.Audience.Admits(actor) && !report.IsInvited(actor)))
            return Refusal.NotFound;
        if ((IncidentGuards.NotReleaseOfficer(actor) ?? IncidentGuards.Retracted(report) ?? EmbargoGuards.Over(report)) is { } refusal)
            return refusal;
        return report.Embargo.Status == EmbargoStatus.None
            ? Refusal.Conflict("embargo.nothing_proposed", "No embargo is proposed. Propose one first.")
            : null;
    }

    private static Decision Join(IncidentReport report, Actor actor, DateTimeOffset now)
    {
        List<IEvent> events = [];
        if (!report.Embargo.Bound.Contains(actor.Company))
            events.Add(new EmbargoAccepted(actor.By, now, report.Embargo.End!.Value));
        if (report.IsInvited(actor))
            events.Add(new InvitationAccepted(actor.By, now));
        return Decision.Accept(events);
    }
}
