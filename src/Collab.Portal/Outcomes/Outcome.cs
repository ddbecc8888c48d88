using Collab.Domain;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Store;

namespace Collab.Portal.Outcomes;

/// <summary>One company in a published outcome: its position at the tally, or its silence.</summary>
public sealed record OutcomePosition(MemberId Company, Position Position, MemberId? SpokenBy, DateTimeOffset? RecordedAt, string? Statement);

/// <summary>An objection printed as dissent, in the objecting company's words, with the finding about it.</summary>
public sealed record OutcomeDissent(string Objection, MemberId Company, int Revision, string What, string Why, string Cure, string? Finding);

/// <summary>A step of how it came about.</summary>
public sealed record OutcomeStep(DateTimeOffset At, string Deed, MemberId? Company);

/// <summary>One published version of an outcome, complete in itself: its page needs nothing else. Never changes, but for what replaced it.</summary>
public sealed record Outcome
{
    /// <summary><c>O-12/v1</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>O-12</c>.</summary>
    public required string Number { get; init; }

    /// <summary>The number as a number, for order.</summary>
    public required int Serial { get; init; }

    /// <summary>1, and one more with every correction.</summary>
    public required int Version { get; init; }

    /// <summary>True for the newest version.</summary>
    public required bool Latest { get; init; }

    /// <summary>What sort of outcome it is.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>How it was decided.</summary>
    public required OutcomeResult Result { get; init; }

    /// <summary>The proposal it comes from.</summary>
    public required string ProposalId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The companies that wrote it.</summary>
    public required IReadOnlyList<MemberId> Authors { get; init; }

    /// <summary>The company of the moderator who recorded the outcome.</summary>
    public required MemberId RecordedBy { get; init; }

    /// <summary>The moderator's written reasons.</summary>
    public required SafeHtml Reasons { get; init; }

    /// <summary>The companies of the two moderators who published it.</summary>
    public required IReadOnlyList<MemberId> PublishedBy { get; init; }

    /// <summary>When this version was published, UTC.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The revision that the positions are on.</summary>
    public required int Revision { get; init; }

    /// <summary>The text, section by section: name and HTML.</summary>
    public required IReadOnlyList<KeyValuePair<string, SafeHtml>> Sections { get; init; }

    /// <summary>The same text as Markdown, as it is downloaded and hashed.</summary>
    public required string Markdown { get; init; }

    /// <summary>SHA-256 of <see cref="Markdown"/> in UTF-8, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What the correction says that it changed; null for version 1.</summary>
    public string? Correction { get; init; }

    /// <summary>Every eligible company exactly once.</summary>
    public required IReadOnlyList<OutcomePosition> Positions { get; init; }

    /// <summary>The tally in numbers.</summary>
    public required TallyCount Count { get; init; }

    /// <summary>Objections that stand.</summary>
    public required IReadOnlyList<OutcomeDissent> Dissent { get; init; }

    /// <summary>How it came about, oldest first.</summary>
    public required IReadOnlyList<OutcomeStep> Steps { get; init; }

    /// <summary>The number of the outcome that took its place, or null.</summary>
    public string? SupersededBy { get; init; }
}
