using System.Text.Json.Serialization;
using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>What a report's next step is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NextStep>))]
public enum NextStep
{
    /// <summary>Nothing is to come.</summary>
    None,

    /// <summary>The reporting company fills in what is missing.</summary>
    FillIn,

    /// <summary>Its release officer shares it.</summary>
    Share,

    /// <summary>A review is asked for.</summary>
    RequestReview,

    /// <summary>What was raised is answered, or stands as disputed.</summary>
    Answer,

    /// <summary>The reporting company makes it final.</summary>
    Finalise,

    /// <summary>The embargo ends before a summary is released.</summary>
    AwaitEmbargo,

    /// <summary>Its release officer puts a summary forward.</summary>
    RequestRelease,

    /// <summary>Quoted companies consent.</summary>
    Consent,

    /// <summary>A moderator of an unrelated company releases it.</summary>
    Release,
}

/// <summary>A target of the room: shown, never enforced.</summary>
/// <param name="DueAt">When it is due, UTC.</param>
/// <param name="MetAt">When it was met, UTC; null while it is not.</param>
/// <param name="Late">True when it was met after it was due, or is not met and due.</param>
public sealed record Target(DateTimeOffset DueAt, DateTimeOffset? MetAt, bool Late);

/// <summary>What comes next on a report, as facts for one line.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Next">The next step.</param>
/// <param name="Missing">The sections still empty before that step.</param>
/// <param name="Unanswered">The numbers of the questions that wait for an answer.</param>
/// <param name="WaitsFor">The companies awaited, in the order of names; empty for an unrelated moderator.</param>
/// <param name="EmbargoEnd">The end of an embargo that runs, UTC.</param>
/// <param name="Notice">The target for the first notice: shared.</param>
/// <param name="Preliminary">The target for the preliminary report: in review.</param>
/// <param name="Final">The target for the final report.</param>
public sealed record IncidentOutlook(
    ReportStatus Status,
    NextStep Next,
    IReadOnlyList<Section> Missing,
    IReadOnlyList<int> Unanswered,
    IReadOnlyList<MemberId> WaitsFor,
    DateTimeOffset? EmbargoEnd,
    Target Notice,
    Target Preliminary,
    Target Final)
{
    /// <summary>The outlook at this moment. Targets count from when the incident began or, where that is not said, from when the report was opened.</summary>
    public static IncidentOutlook For(IncidentReport report, MemberRoll roll, RoomRules rules, DateTimeOffset now)
    {
        var began = report.BeganAt ?? report.OpenedAt;
        var open = report.Questions.Where(q => q.State == QuestionState.Open).ToList();
        IReadOnlyList<Section> missing = report.Status switch
        {
            ReportStatus.Draft => IncidentGuards.Missing(report, IncidentGuards.ForSharing),
            ReportStatus.Shared => IncidentGuards.Missing(report, IncidentGuards.ForReview),
            ReportStatus.UnderReview => IncidentGuards.Missing(report, IncidentGuards.ForFinal),
            _ => [],
        };
        var next = Step(report, missing, open.Count);
        IEnumerable<MemberId> awaited = next switch
        {
            NextStep.None or NextStep.AwaitEmbargo or NextStep.Release => [],
            NextStep.Answer => open.Select(q => q.To).Distinct(),
            NextStep.Consent => report.Release!.Awaited,
            _ => [report.Source],
        };
        return new(
            report.Status,
            next,
            missing,
            [.. open.Select(q => q.Number)],
            [.. awaited.OrderBy(roll.Name, StringComparer.OrdinalIgnoreCase).ThenBy(c => c)],
            report.DueAt,
            Towards(began + rules.IncidentNotice, report.SharedAt, now),
            Towards(began + rules.IncidentPreliminary, report.ReviewedAt, now),
            Towards(began + rules.IncidentFinal, report.FinalAt, now));
    }

    private static NextStep Step(IncidentReport report, IReadOnlyList<Section> missing, int open) => report.Status switch
    {
        ReportStatus.UnderReview when open > 0 => NextStep.Answer,
        ReportStatus.UnderReview when IncidentGuards.IncompleteFinding(report) is not null => NextStep.FillIn,
        ReportStatus.Draft or ReportStatus.Shared or ReportStatus.UnderReview when missing.Count > 0 => NextStep.FillIn,
        ReportStatus.Draft => NextStep.Share,
        ReportStatus.Shared => NextStep.RequestReview,
        ReportStatus.UnderReview => NextStep.Finalise,
        ReportStatus.Final or ReportStatus.PublicSummary when report.Release is { Awaited.IsEmpty: false } => NextStep.Consent,
        ReportStatus.Final or ReportStatus.PublicSummary when report.Release is not null => RequestRelease.EmbargoNotOver(report) is null ? NextStep.Release : NextStep.AwaitEmbargo,
        ReportStatus.Final => RequestRelease.EmbargoNotOver(report) is null ? NextStep.RequestRelease : NextStep.AwaitEmbargo,
        _ => NextStep.None,
    };

    private static Target Towards(DateTimeOffset due, DateTimeOffset? met, DateTimeOffset now) => new(due, met, (met ?? now) > due);
}
