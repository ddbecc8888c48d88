using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Sharing;

namespace Collab.Domain.Incidents;

/// <summary>Something that happened to an incident report.</summary>
public interface IIncidentEvent : IEvent;

/// <summary>The sections of a report, after the published preliminary and final reports of July 2024.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Section>))]
public enum Section
{
    /// <summary>What happened: text.</summary>
    WhatHappened,

    /// <summary>Systems in scope: text.</summary>
    InScope,

    /// <summary>Systems out of scope: text.</summary>
    OutOfScope,

    /// <summary>The timeline in UTC, including the build-up: entries.</summary>
    Timeline,

    /// <summary>What went wrong and why, or that it is not yet known: text.</summary>
    WhatWentWrong,

    /// <summary>Findings, each with a mitigation, an owner company, a status and a date: entries.</summary>
    Findings,

    /// <summary>Impact, each figure with its source: entries.</summary>
    Impact,

    /// <summary>How recurrence is prevented: testing, staged deployment, customer control, third-party review. Text.</summary>
    Prevention,

    /// <summary>Whom to ask: entries.</summary>
    Contacts,

    /// <summary>References: entries.</summary>
    References,
}

/// <summary>Whether a company's own products are affected. Never blank: who says nothing is not checked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CompanyStatus>))]
public enum CompanyStatus
{
    /// <summary>The company has not checked, or has not said.</summary>
    NotChecked,

    /// <summary>It is looking into it.</summary>
    Investigating,

    /// <summary>Its products are affected.</summary>
    Affected,

    /// <summary>Its products are not affected.</summary>
    NotAffected,
}

/// <summary>Where a finding's mitigation stands, as its owner says. Late is a matter of its date, not a status.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingStatus>))]
public enum FindingStatus
{
    /// <summary>Not begun.</summary>
    NotStarted,

    /// <summary>Being worked on.</summary>
    InProgress,

    /// <summary>Done.</summary>
    Done,

    /// <summary>Will not be done.</summary>
    Dropped,
}

/// <summary>What a recipient raises in a review. Each gets an answer, or stands printed as disputed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuestionKind>))]
public enum QuestionKind
{
    /// <summary>A question.</summary>
    Question,

    /// <summary>The company sees it differently.</summary>
    Dispute,

    /// <summary>A fact to be checked against its source.</summary>
    FactCheck,
}

/// <summary>A report was opened by an engineer of the company that reports.</summary>
/// <param name="By">The reporter.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Title">Its title.</param>
/// <param name="BeganAt">When the incident began, UTC; the targets count from it.</param>
/// <param name="ViewOn">The report that this one is another company's view on.</param>
public sealed record ReportOpened(By By, DateTimeOffset At, string Title, DateTimeOffset? BeganAt, string? ViewOn) : IIncidentEvent;

/// <summary>The report's title or the incident's beginning changed.</summary>
public sealed record ReportDescribed(By By, DateTimeOffset At, string Title, DateTimeOffset? BeganAt) : IIncidentEvent;

/// <summary>A text section has this text from now on.</summary>
public sealed record SectionEdited(By By, DateTimeOffset At, Section Section, string Markdown) : IIncidentEvent;

/// <summary>A timeline entry was added, or replaced when the number is known.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Number">The entry's number.</param>
/// <param name="When">The instant that it tells of, UTC.</param>
/// <param name="Precision">How finely that is known.</param>
/// <param name="Until">The end, UTC, where it tells of a span.</param>
/// <param name="Text">What happened then.</param>
/// <param name="Url">Its source.</param>
public sealed record TimelineEntryRecorded(By By, DateTimeOffset At, int Number, DateTimeOffset When, TimePrecision Precision, DateTimeOffset? Until, string Text, string? Url)
    : IIncidentEvent;

/// <summary>An impact figure was added, or replaced when the number is known.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Number">The figure's number.</param>
/// <param name="Value">The value as its source gives it: <c>about 8.5 million</c>.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="AsOf">The time that it holds for, UTC.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Url">Where they say it.</param>
public sealed record ImpactRecorded(By By, DateTimeOffset At, int Number, string Value, string Unit, DateTimeOffset? AsOf, string Source, string? Url) : IIncidentEvent;

/// <summary>A finding was added, or replaced when the number is known.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Number">The finding's number.</param>
/// <param name="Title">What was found.</param>
/// <param name="Mitigation">What is done about it.</param>
/// <param name="Owner">The company that does it.</param>
/// <param name="DueOn">The UTC day by which it is done.</param>
public sealed record FindingRecorded(By By, DateTimeOffset At, int Number, string Title, string Mitigation, MemberId? Owner, DateOnly? DueOn) : IIncidentEvent;

/// <summary>A finding's mitigation moved on.</summary>
public sealed record FindingUpdated(By By, DateTimeOffset At, int Number, FindingStatus Status, DateOnly? DueOn) : IIncidentEvent;

/// <summary>A contact was added, or replaced when the number is known.</summary>
public sealed record ContactRecorded(By By, DateTimeOffset At, int Number, string Name, string Address) : IIncidentEvent;

/// <summary>A reference was added, or replaced when the number is known.</summary>
public sealed record ReferenceRecorded(By By, DateTimeOffset At, int Number, string Summary, string Url) : IIncidentEvent;

/// <summary>An entry of the timeline, the findings, the impact, the contacts or the references was taken out.</summary>
public sealed record EntryRemoved(By By, DateTimeOffset At, Section Section, int Number) : IIncidentEvent;

/// <summary>The report was shared with its recipients as its first version.</summary>
public sealed record ReportShared(By By, DateTimeOffset At, Audience Audience, int Version) : IIncidentEvent;

/// <summary>The source changed who may read the report.</summary>
public sealed record AudienceChanged(By By, DateTimeOffset At, Audience Audience, string Reason) : IIncidentEvent;

/// <summary>Companies were added under an embargo: each reads the report once it has accepted the embargo.</summary>
public sealed record CompaniesInvited(By By, DateTimeOffset At, ImmutableSortedSet<MemberId> Companies, string Reason) : IIncidentEvent;

/// <summary>An invited company accepted the embargo and reads the report from now on.</summary>
public sealed record InvitationAccepted(By By, DateTimeOffset At) : IIncidentEvent;

/// <summary>A company said whether its own products are affected.</summary>
public sealed record CompanyStatusSet(By By, DateTimeOffset At, CompanyStatus Status, string? Note) : IIncidentEvent;

/// <summary>A recipient company asked for a review.</summary>
public sealed record ReviewRequested(By By, DateTimeOffset At) : IIncidentEvent;

/// <summary>The review began.</summary>
public sealed record ReviewStarted(By By, DateTimeOffset At, int Version) : IIncidentEvent;

/// <summary>A recipient company raised a question, a dispute or a fact to check.</summary>
/// <param name="By">Who, for which company.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Number">Its number in the report, from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="To">The company that is asked.</param>
/// <param name="Section">The section that it is about.</param>
/// <param name="Markdown">Its text.</param>
public sealed record QuestionAsked(By By, DateTimeOffset At, int Number, QuestionKind Kind, MemberId To, Section? Section, string Markdown) : IIncidentEvent;

/// <summary>It got its answer.</summary>
public sealed record QuestionAnswered(By By, DateTimeOffset At, int Number, string Markdown) : IIncidentEvent;

/// <summary>It stands printed as disputed.</summary>
public sealed record QuestionStands(By By, DateTimeOffset At, int Number, string Reason) : IIncidentEvent;

/// <summary>The company that raised it took it back.</summary>
public sealed record QuestionWithdrawn(By By, DateTimeOffset At, int Number) : IIncidentEvent;

/// <summary>The report is final.</summary>
public sealed record ReportFinalised(By By, DateTimeOffset At, int Version) : IIncidentEvent;

/// <summary>The source's release officer asks to release this summary to the world.</summary>
/// <param name="By">The release officer.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Markdown">The summary.</param>
/// <param name="Quoted">The companies quoted in it, beside the source: each must consent.</param>
public sealed record SummaryReleaseRequested(By By, DateTimeOffset At, string Markdown, ImmutableSortedSet<MemberId> Quoted) : IIncidentEvent;

/// <summary>A quoted company consents to the summary as it was last put forward.</summary>
public sealed record QuoteConsented(By By, DateTimeOffset At) : IIncidentEvent;

/// <summary>A moderator of an unrelated company agreed: the summary last put forward is public, TLP:CLEAR.</summary>
public sealed record SummaryReleased(By By, DateTimeOffset At, int Version) : IIncidentEvent;

/// <summary>A final report is corrected: the edits that follow at the same time make this version.</summary>
public sealed record ReportCorrected(By By, DateTimeOffset At, int Version, string Summary) : IIncidentEvent;

/// <summary>The report was retracted. What stays is this stone with the hash of what it said.</summary>
public sealed record ReportRetracted(By By, DateTimeOffset At, string Reason, string Hash) : IIncidentEvent;
