using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>Whether a command is possible now, for this actor.</summary>
/// <param name="Command">The command's name, as its type is called.</param>
/// <param name="Refusal">Why not; null when it is possible, given fields that will do.</param>
public sealed record Possibility(string Command, Refusal? Refusal);

/// <summary>
/// Every command on a report with what stands in its way, whatever its fields hold: so that a page and the API say
/// beforehand what a command would say. It asks the same guards as the commands do.
/// </summary>
public static class IncidentCommands
{
    private delegate Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now);

    private static readonly (string Command, Guard Guard)[] All =
    [
        (nameof(DescribeReport), ReportEdits.Guard),
        (nameof(EditSection), ReportEdits.Guard),
        (nameof(RecordTimelineEntry), ReportEdits.Guard),
        (nameof(RecordImpact), ReportEdits.Guard),
        (nameof(RecordFinding), ReportEdits.Guard),
        (nameof(RecordContact), ReportEdits.Guard),
        (nameof(RecordReference), ReportEdits.Guard),
        (nameof(RemoveEntry), ReportEdits.Guard),
        (nameof(UpdateFinding), UpdateFinding.Guard),
        (nameof(ShareReport), ShareReport.Guard),
        (nameof(ChangeAudience), ChangeAudience.Guard),
        (nameof(SetCompanyStatus), SetCompanyStatus.Guard),
        (nameof(RequestReview), RequestReview.Guard),
        (nameof(AskQuestion), AskQuestion.Guard),
        (nameof(AnswerQuestion), AnswerQuestion.Guard),
        (nameof(LetStand), AskQuestion.Guard),
        (nameof(WithdrawQuestion), AskQuestion.Guard),
        (nameof(FinaliseReport), FinaliseReport.Guard),
        (nameof(RequestRelease), RequestRelease.Guard),
        (nameof(ConsentToRelease), ConsentToRelease.Guard),
        (nameof(ReleaseSummary), ReleaseSummary.Guard),
        (nameof(CorrectReport), CorrectReport.Guard),
        (nameof(RetractReport), RetractReport.Guard),
        (nameof(ProposeEmbargo), ProposeEmbargo.Guard),
        (nameof(ReviseEmbargo), ReviseEmbargo.Guard),
        (nameof(AcceptEmbargo), AcceptEmbargo.Guard),
        (nameof(WithdrawEmbargoProposal), WithdrawEmbargoProposal.Guard),
        (nameof(RejectEmbargo), RejectEmbargo.Guard),
        (nameof(LeaveEmbargo), LeaveEmbargo.Guard),
        (nameof(EndEmbargo), EndEmbargo.Guard),
    ];

    /// <summary>Each command with the refusal that stands in its way, if one does. For whoever may not read the report, every one is not found.</summary>
    public static IReadOnlyList<Possibility> Possible(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        [.. All.Select(c => new Possibility(c.Command, c.Guard(report, actor, roll, now)))];
}
