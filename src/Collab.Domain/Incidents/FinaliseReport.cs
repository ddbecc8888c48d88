using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Makes a reviewed report final: all sections present, nothing unanswered.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_source</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>,
/// <c>incident.final_already</c>, <c>incident.not_under_review</c>, <c>incident.section_missing</c>,
/// <c>incident.finding_incomplete</c>, <c>incident.unanswered</c>.</para>
/// </summary>
public sealed record FinaliseReport
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        Guard(report, actor, roll, now) is { } refusal ? refusal : Decision.Accept(new ReportFinalised(actor.By, now, report!.Version + 1));

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (ReportEdits.MayWrite(report, actor) is { } refusal)
            return refusal;
        if (IncidentGuards.IsFinal(report!))
            return Refusal.Conflict("incident.final_already", "The report is final already. Correct it if something is wrong.");
        return IncidentGuards.NotUnderReview(report!)
            ?? IncidentGuards.MissingSections(report!, IncidentGuards.ForFinal)
            ?? IncidentGuards.IncompleteFinding(report!)
            ?? Unanswered(report!);
    }

    private static Refusal? Unanswered(IncidentReport report)
    {
        var open = report.Questions.Where(q => q.State == QuestionState.Open).Select(q => q.Number).ToList();
        return open.Count == 0
            ? null
            : Refusal.Conflict("incident.unanswered", $"Unanswered: {string.Join(", ", open)}. Each gets an answer, or stands printed as disputed.");
    }
}
