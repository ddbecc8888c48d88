using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Corrects a final report: the edits together make its next version, and the earlier one is kept.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_source</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>,
/// <c>incident.not_final</c>, <c>text.*</c>, <c>incident.nothing_corrected</c>, <c>incident.too_many_edits</c>, each edit's own,
/// <c>incident.section_missing</c>, <c>incident.finding_incomplete</c>.</para>
/// </summary>
/// <param name="Summary">What was wrong, in one line, for the revision history.</param>
/// <param name="Edits">The edits, in order.</param>
public sealed record CorrectReport(string Summary, IReadOnlyList<IReportEdit> Edits)
{
    /// <summary>The most edits in one correction.</summary>
    public const int EditLimit = 100;

    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Guard(report, actor, roll, now) ?? Text.Line(Summary, "summary", "What was corrected")) is { } refusal)
            return refusal;
        if (Edits.Count > EditLimit)
            return Refusal.Invalid("incident.too_many_edits", "A correction holds at most 100 edits. Split it.", "edits");
        List<IEvent> events = [];
        var corrected = report!;
        foreach (var edit in Edits)
        {
            var decision = edit.Edit(corrected, actor, roll, now);
            if (decision is not Decision.Accepted accepted)
                return decision;
            events.AddRange(accepted.Events);
            corrected = accepted.Events.Aggregate(corrected, (state, e) => IncidentReport.Evolve(state, state.Id, e));
        }

        if (events.Count == 0)
            return Refusal.Invalid("incident.nothing_corrected", "Nothing would change. Make the edits that correct the report.", "edits");
        if ((IncidentGuards.MissingSections(corrected, IncidentGuards.ForFinal) ?? IncidentGuards.IncompleteFinding(corrected)) is { } incomplete)
            return incomplete;
        return Decision.Accept([new ReportCorrected(actor.By, now, report!.Version + 1, Summary), .. events]);
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        ReportEdits.MayWrite(report, actor) ?? IncidentGuards.NotFinal(report!);
}
