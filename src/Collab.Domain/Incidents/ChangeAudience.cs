using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Incidents;

/// <summary>
/// Changes who reads a report that is shared. Only its source does: its engineers make the audience narrower, its release
/// officer loosens it. While an embargo runs, a company that is added accepts it before it reads the report.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_source</c>, <c>incident.not_engineer</c>, <c>incident.not_release_officer</c>,
/// <c>incident.retracted</c>, <c>incident.not_shared</c>, <c>text.*</c>, <c>audience.*</c>, <c>incident.source_left_out</c>,
/// <c>incident.embargo_runs</c>.</para>
/// </summary>
/// <param name="Audience">The new audience.</param>
/// <param name="Reason">Why, shown in the history.</param>
public sealed record ChangeAudience(Audience Audience, string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (Guard(report, actor, roll, now) is { } refusal)
            return refusal;
        var narrower = Audience.IsWithin(report!.Audience);
        if (!narrower && IncidentGuards.NotReleaseOfficer(actor) is { } officer)
            return officer;
        if ((Text.Statement(Reason, "reason", "A reason") ?? AudienceRules.Check(Audience, roll, report.Audience) ?? ShareReport.LeavesOutSource(Audience, actor)) is { } invalid)
            return invalid;
        if (Audience == report.Audience && report.Invited.IsEmpty)
            return Decision.Accept();
        if (narrower || !report.Embargo.Runs)
            return Decision.Accept(new AudienceChanged(actor.By, now, Audience, Reason));
        if (!NamesCompanies(Audience) || !NamesCompanies(report.Audience))
        {
            return Refusal.Conflict("incident.embargo_runs", "While the embargo runs, the report goes to named companies only, each of which accepts it first. Add them under TLP:AMBER or TLP:AMBER+STRICT.");
        }

        var invited = Audience.Companies.Except(report.Audience.Companies).Except(report.Embargo.Bound);
        var atOnce = Audience with { Companies = Audience.Companies.Except(invited) };
        List<IEvent> events = [];
        if (atOnce != report.Audience || !report.Invited.IsSubsetOf(invited))
            events.Add(new AudienceChanged(actor.By, now, atOnce, Reason));
        if (!invited.IsEmpty)
            events.Add(new CompaniesInvited(actor.By, now, invited, Reason));
        return Decision.Accept(events);
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        ReportEdits.MayWrite(report, actor) ?? IncidentGuards.StillDraft(report!);

    private static bool NamesCompanies(Audience audience) => audience.Label is Tlp.Amber or Tlp.AmberStrict;
}
