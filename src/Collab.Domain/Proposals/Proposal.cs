using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Sharing;

namespace Collab.Domain.Proposals;

/// <summary>A proposal as it stands: enough for every guard, and none of its texts. How it evolves is in ProposalEvolve.cs.</summary>
public sealed partial record Proposal : IState<Proposal>
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required ProposalStatus Status { get; init; }

    /// <summary>Since when it stands there, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Who started it.</summary>
    public required By Author { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Companies that accepted to be co-authors.</summary>
    public ImmutableSortedSet<MemberId> CoAuthors { get; init; } = [];

    /// <summary>Companies invited to the draft.</summary>
    public ImmutableSortedDictionary<MemberId, InvitedAs> Invited { get; init; } = ImmutableSortedDictionary<MemberId, InvitedAs>.Empty;

    /// <summary>Who seconded it, or null.</summary>
    public By? Seconder { get; init; }

    /// <summary>Sections of the template that are still empty.</summary>
    public ImmutableList<string> MissingSections { get; init; } = [];

    /// <summary>Whom it was opened to; null while it is a draft.</summary>
    public Audience? OpenedTo { get; init; }

    /// <summary>The published proposal whose place it is to take, or null.</summary>
    public string? Supersedes { get; init; }

    /// <summary>The proposal that took its place, or null.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>The current revision; 0 while it is a draft.</summary>
    public int Revision { get; init; }

    /// <summary>The last substantive revision: older positions are stale.</summary>
    public int SubstantiveRevision { get; init; }

    /// <summary>When it was opened, UTC.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the text last changed, UTC.</summary>
    public required DateTimeOffset RevisedAt { get; init; }

    /// <summary>Each company's latest position.</summary>
    public ImmutableSortedDictionary<MemberId, HeldPosition> Positions { get; init; } = ImmutableSortedDictionary<MemberId, HeldPosition>.Empty;

    /// <summary>Companies that stand aside; with them their affiliates.</summary>
    public ImmutableSortedDictionary<MemberId, Recusal> Recused { get; init; } = ImmutableSortedDictionary<MemberId, Recusal>.Empty;

    /// <summary>All objections, in the order they were raised.</summary>
    public ImmutableList<Objection> Objections { get; init; } = [];

    /// <summary>All votes on recusals, in order.</summary>
    public ImmutableList<RecusalChallenge> Challenges { get; init; } = [];

    /// <summary>All quotations, in order.</summary>
    public ImmutableList<QuotedSource> Sources { get; init; } = [];

    /// <summary>The last call that runs or led to the tally, or null.</summary>
    public LastCall? LastCall { get; init; }

    /// <summary>The tally in force, or null.</summary>
    public Tally? Tally { get; init; }

    /// <summary>The outcome in force, or null.</summary>
    public RecordedOutcome? Outcome { get; init; }

    /// <summary>The first of two approvals to publish, or null.</summary>
    public Approval? Approval { get; init; }

    /// <summary>What the public has, or null.</summary>
    public Publication? Publication { get; init; }

    /// <summary>The correction that waits for approval, or null.</summary>
    public PendingCorrection? Correction { get; init; }

    /// <summary>The appeal that is decided or was decided last, or null.</summary>
    public Appeal? Appeal { get; init; }

    /// <summary>Panels at work, by their matter.</summary>
    public ImmutableSortedDictionary<string, Panel> Panels { get; init; } = ImmutableSortedDictionary<string, Panel>.Empty;

    /// <summary>
    /// Who may read it: while it is a draft (or was withdrawn as one) its authors and the companies invited,
    /// TLP:AMBER+STRICT; then whom it was opened to; TLP:CLEAR once published.
    /// </summary>
    public Audience Audience => Publication is not null
        ? Audience.Clear
        : OpenedTo ?? Audience.AmberStrict(Invited.Keys.Append(Author.Company));

    /// <summary>The next instant, UTC, at which the clock has something to do; null when it has not.</summary>
    public DateTimeOffset? DueAt => Dues.Min();

    /// <summary>The author's company and the co-authors' companies: whose own proposal this is.</summary>
    [JsonIgnore]
    public IEnumerable<MemberId> Authors => CoAuthors.Add(Author.Company);

    /// <summary>True when the position counts: recorded on the last substantive revision or later, and not a recusal.</summary>
    public bool IsCurrent(HeldPosition position) => position.Revision >= SubstantiveRevision && position.Position is not Position.Recuse;

    /// <summary>The objection, or null.</summary>
    public Objection? FindObjection(string id) => Objections.Find(o => o.Id == id);

    private IEnumerable<DateTimeOffset?> Dues =>
    [
        Status == ProposalStatus.LastCall ? LastCall?.Ends : null,
        Status == ProposalStatus.UnderAppeal && Appeal is { Late: false } appeal ? appeal.AnswerBy : null,
        .. IsSettled ? [] : Objections.Where(o => o.State == ObjectionState.Escalated).Select(o => o.PollEnds),
        .. IsSettled ? [] : Challenges.Where(c => !c.Ended).Select(c => (DateTimeOffset?)c.VoteEnds),
    ];

    /// <summary>True when nothing is discussed any more: there is an outcome, or it was withdrawn.</summary>
    [JsonIgnore]
    public bool IsSettled => Status is not (ProposalStatus.Draft or ProposalStatus.Open or ProposalStatus.LastCall or ProposalStatus.Tally);
}
