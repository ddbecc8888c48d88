using System.Globalization;
using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Portal.Shell;

namespace Collab.Portal.Incidents;

/// <summary>Reports in words: the same on pages, in lists and in the API.</summary>
internal static class IncidentWords
{
    /// <summary>The title that is shown: of a retracted report nothing of what it said is.</summary>
    public static string Title(IncidentReport report) => report.Status == ReportStatus.Retracted ? "Retracted report" : report.Title;

    public static string Of(ReportStatus status) => status switch
    {
        ReportStatus.UnderReview => "Under review",
        ReportStatus.PublicSummary => "Final, summary public",
        _ => status.ToString(),
    };

    public static string Chip(ReportStatus status) => status switch
    {
        ReportStatus.UnderReview => "acc",
        ReportStatus.Final or ReportStatus.PublicSummary => "ok",
        ReportStatus.Retracted => "bad",
        _ => "",
    };

    public static string Of(CompanyStatus status) => status switch
    {
        CompanyStatus.NotChecked => "Not checked",
        CompanyStatus.NotAffected => "Not affected",
        _ => status.ToString(),
    };

    public static string Of(FindingStatus status) => status switch
    {
        FindingStatus.NotStarted => "Not started",
        FindingStatus.InProgress => "In progress",
        FindingStatus.Dropped => "Will not be done",
        _ => status.ToString(),
    };

    public static string Of(QuestionKind kind) => kind switch
    {
        QuestionKind.FactCheck => "Fact to check",
        _ => kind.ToString(),
    };

    public static string Of(QuestionState state) => state switch
    {
        QuestionState.Open => "Waits for an answer",
        QuestionState.Disputed => "Stands as disputed",
        QuestionState.Withdrawn => "Taken back",
        _ => state.ToString(),
    };

    public static string Of(EmbargoStatus status) => status switch
    {
        EmbargoStatus.None => "None",
        EmbargoStatus.Active => "Runs",
        EmbargoStatus.Revise => "Runs; another end is proposed",
        EmbargoStatus.Exited => "Over",
        _ => status.ToString(),
    };

    /// <summary>A command's name as the deed on its button: RequestReview is "Request review".</summary>
    public static string Deed(string command) => TroubleNote.Words(command);

    /// <summary>Where it stands, as a sentence.</summary>
    public static string Standing(IncidentReport report, MemberRoll roll)
    {
        var others = report.StatusBoard(roll).Count(c => c.Company != report.Source);
        return report.Status switch
        {
            ReportStatus.Draft => $"A draft that only {roll.Name(report.Source)} can read.",
            ReportStatus.Shared when report.Audience.Label == Tlp.Red => "Shared with the people it names.",
            ReportStatus.Shared => $"Shared with {Count(others, "other company", "other companies")}.",
            ReportStatus.UnderReview when report.Audience.Label == Tlp.Red => "In review by the people it names.",
            ReportStatus.UnderReview => $"In review by {Count(others, "other company", "other companies")}.",
            ReportStatus.Final => $"Final, version {Number(report.Version)}.",
            ReportStatus.PublicSummary => $"Final, version {Number(report.Version)}, with a public summary.",
            _ => "Retracted. The reason and the hash of what it said stay.",
        };
    }

    /// <summary>What comes next, as a sentence; empty when nothing does.</summary>
    public static string NextSentence(IncidentReport report, IncidentOutlook outlook, MemberRoll roll) => outlook.Next switch
    {
        NextStep.FillIn when outlook.Missing.Count > 0 => $"{To(report.Status)} once there is: {string.Join(", ", outlook.Missing.Select(s => s.Words().ToLowerInvariant()))}.",
        NextStep.FillIn => "Final is possible once each finding has an owner company and a date.",
        NextStep.Share => "Its release officer can share it now.",
        NextStep.RequestReview => $"Its review begins when {roll.Name(report.Source)} asks for it, or two other unrelated companies do.",
        NextStep.Answer => $"Final is possible once {Count(outlook.Unanswered.Count, "question or dispute is", "questions or disputes are")} answered.",
        NextStep.Finalise => $"{roll.Name(report.Source)} can make it final now.",
        NextStep.AwaitEmbargo => "A summary can be released once the embargo is over.",
        NextStep.RequestRelease => "Its release officer can put a summary forward for release.",
        NextStep.Consent => "The summary waits for the consent of the companies that it quotes.",
        NextStep.Release => "The summary waits for a moderator of an unrelated company.",
        _ => "",
    };

    /// <summary>The next step in two or three words, for lists.</summary>
    public static string NextShort(IncidentOutlook outlook) => outlook.Next switch
    {
        NextStep.FillIn when outlook.Missing.Count > 0 => $"Fill in {Count(outlook.Missing.Count, "section", "sections")}",
        NextStep.FillIn => "Complete the findings",
        NextStep.RequestReview => "Request review",
        NextStep.Answer => $"Answer {Count(outlook.Unanswered.Count, "question", "questions")}",
        NextStep.AwaitEmbargo => "Embargo ends",
        NextStep.RequestRelease => "Put a summary forward",
        NextStep.Consent => "Consent to the summary",
        NextStep.Release => "Release the summary",
        NextStep.None => "Nothing",
        _ => outlook.Next.ToString(),
    };

    /// <summary>Who is awaited, as a sentence; empty when nobody is.</summary>
    public static string Waits(IncidentOutlook outlook, MemberRoll roll) =>
        outlook.WaitsFor.Count == 0 ? "" : $"Waits for {AudienceInWords.List(outlook.WaitsFor.Select(roll.Name))}.";

    /// <summary>An instant as finely as it is known, in UTC: <c>19 Jul 2024 04:09</c>.</summary>
    public static string Time(DateTimeOffset at, TimePrecision precision) => at.UtcDateTime.ToString(
        precision switch
        {
            TimePrecision.Month => "MMM yyyy",
            TimePrecision.Day => "d MMM yyyy",
            TimePrecision.Minute => "d MMM yyyy HH:mm",
            _ => "d MMM yyyy HH:mm:ss",
        },
        CultureInfo.InvariantCulture);

    /// <summary>The entry's time, with its end where it tells of a span.</summary>
    public static string Time(TimelineEntry entry) => entry.Until is not { } until
        ? Time(entry.When, entry.Precision)
        : $"{Time(entry.When, entry.Precision)} to {(until.UtcDateTime.Date == entry.When.UtcDateTime.Date && entry.Precision >= TimePrecision.Minute ? until.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture) : Time(until, entry.Precision))}";

    /// <summary>A day in UTC: <c>12 Oct 2026</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A length in its two largest units: <c>1 h 18 min</c>; minutes alone up to two hours.</summary>
    public static string Length(TimeSpan span) => span switch
    {
        { TotalDays: >= 3 } => Count((int)Math.Round(span.TotalDays), "day", "days"),
        { TotalDays: >= 1 } => $"{span.Days} d {span.Hours} h",
        { TotalHours: >= 2 } => span.Minutes == 0 ? $"{(int)span.TotalHours} h" : $"{(int)span.TotalHours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => Count((int)span.TotalMinutes, "minute", "minutes"),
        _ => Count((int)span.TotalSeconds, "second", "seconds"),
    };

    public static string Count(int number, string one, string more) => $"{Number(number)} {(number == 1 ? one : more)}";

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string To(ReportStatus status) => status switch
    {
        ReportStatus.Draft => "It can be shared",
        ReportStatus.Shared => "It can be reviewed",
        _ => "It can be final",
    };
}
