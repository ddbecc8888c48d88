using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>The guards that several commands on a report share, each with its one sentence.</summary>
internal static class IncidentGuards
{
    /// <summary>The most entries in one list of a report.</summary>
    public const int EntryLimit = 200;

    /// <summary>What must be there before a report is shared.</summary>
    public static readonly IReadOnlyList<Section> ForSharing = [Section.WhatHappened, Section.InScope, Section.Timeline];

    /// <summary>What must be there before a report is reviewed.</summary>
    public static readonly IReadOnlyList<Section> ForReview = [.. ForSharing, Section.WhatWentWrong, Section.Findings, Section.Impact];

    /// <summary>What must be there before a report is final.</summary>
    public static readonly IReadOnlyList<Section> ForFinal = Enum.GetValues<Section>();

    /// <summary>First whether the actor may read it, then whether they hold the role, then whether it still stands.</summary>
    public static Refusal? Live(IncidentReport? report, Actor actor, Refusal? role) =>
        report is null || !report.Audience.Admits(actor) ? Refusal.NotFound : role ?? Retracted(report);

    public static Refusal? Retracted(IncidentReport report) => report.Status == ReportStatus.Retracted
        ? Refusal.Conflict("incident.retracted", "The report is retracted. Open a new one instead.")
        : null;

    public static Refusal? NotEngineer(Actor actor) => actor.Is(Roles.Engineer)
        ? null
        : Refusal.Forbidden("incident.not_engineer", "Only an engineer of a member company does this. An admin of your company grants the role.");

    public static Refusal? NotSource(IncidentReport report, Actor actor) => report.Source == actor.Company
        ? null
        : Refusal.Forbidden("incident.not_source", "Only the reporting company does this. Ask or dispute instead, or open a report with your own view.");

    public static Refusal? NotReleaseOfficer(Actor actor) => actor.Is(Roles.ReleaseOfficer)
        ? null
        : Refusal.Forbidden("incident.not_release_officer", "Only a release officer of the company does this. An admin of your company grants the role.");

    public static Refusal? NotUnderReview(IncidentReport report) => report.Status == ReportStatus.UnderReview
        ? null
        : Refusal.Conflict("incident.not_under_review", "The report is not under review. This is possible while it is.");

    public static Refusal? NotFinal(IncidentReport report) => IsFinal(report)
        ? null
        : Refusal.Conflict("incident.not_final", "The report is not final yet. Finalise it first.");

    public static Refusal? StillDraft(IncidentReport report) => report.Status == ReportStatus.Draft
        ? Refusal.Conflict("incident.not_shared", "The report is a draft. Share it first.")
        : null;

    public static bool IsFinal(IncidentReport report) => report.Status is ReportStatus.Final or ReportStatus.PublicSummary;

    public static IReadOnlyList<Section> Missing(IncidentReport report, IReadOnlyList<Section> sections) => [.. sections.Where(s => !report.Has(s))];

    public static Refusal? MissingSections(IncidentReport report, IReadOnlyList<Section> sections)
    {
        var missing = Missing(report, sections);
        return missing.Count == 0
            ? null
            : Refusal.Conflict("incident.section_missing", $"Still empty: {string.Join(", ", missing.Select(s => s.Words()))}. Fill in what is missing.");
    }

    public static Refusal? IncompleteFinding(IncidentReport report) => report.Findings.Find(f => f.Owner is null || f.DueOn is null) is { } finding
        ? Refusal.Conflict("incident.finding_incomplete", $"Finding {finding.Number} has no owner company or no date. Add them.")
        : null;

    /// <summary>Refuses a number that is not in the list, or a new entry in a full one.</summary>
    public static Refusal? NoSlot(IEnumerable<INumbered> entries, int? number)
    {
        if (number is null)
        {
            return entries.Count() < EntryLimit
                ? null
                : Refusal.Conflict("incident.too_many_entries", "The list holds 200 entries, which is the most. Join some of them.");
        }

        return entries.Any(e => e.Number == number)
            ? null
            : Refusal.Invalid("incident.no_such_entry", $"There is no entry {number} here. It may have been removed.", "number");
    }

    public static Refusal? Ahead(DateTimeOffset? time, DateTimeOffset now, string field) => time > now
        ? Refusal.Invalid("incident.time_ahead", "That time is still ahead. Give the time at which it happened.", field)
        : null;
}

/// <summary>The names of sections as pages and sentences print them.</summary>
public static class SectionWords
{
    /// <summary>The section's name.</summary>
    public static string Words(this Section section) => section switch
    {
        Section.WhatHappened => "What happened",
        Section.InScope => "Systems in scope",
        Section.OutOfScope => "Systems out of scope",
        Section.Timeline => "Timeline",
        Section.WhatWentWrong => "What went wrong and why",
        Section.Findings => "Findings",
        Section.Impact => "Impact",
        Section.Prevention => "Prevention",
        Section.Contacts => "Contacts",
        Section.References => "References",
        _ => throw new ArgumentOutOfRangeException(nameof(section)),
    };

    /// <summary>True for a section that is written as text; the others hold entries.</summary>
    public static bool IsText(this Section section) =>
        section is Section.WhatHappened or Section.InScope or Section.OutOfScope or Section.WhatWentWrong or Section.Prevention;
}
