using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Outcomes;

namespace Collab.Domain.Proposals;

/// <summary>A company's latest position; stale once its revision is older than the last substantive one.</summary>
public sealed record HeldPosition(Position Position, int Revision, By By, DateTimeOffset At);

/// <summary>Why and since when a company stands aside.</summary>
public sealed record Recusal(RecusalGround Ground, DateTimeOffset Since);

/// <summary>An objection as it stands; what it says is in its events.</summary>
public sealed record Objection
{
    /// <summary><c>OBJ-1</c>, counted per proposal.</summary>
    public required string Id { get; init; }

    /// <summary>Who objects.</summary>
    public required By By { get; init; }

    /// <summary>The revision objected to.</summary>
    public required int Revision { get; init; }

    /// <summary>Where it stands.</summary>
    public required ObjectionState State { get; init; }

    /// <summary>When it was raised, UTC.</summary>
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it was first answered, UTC; null when it was not.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the sustain poll ends, UTC; null when there is none.</summary>
    public DateTimeOffset? PollEnds { get; init; }

    /// <summary>Who said in the poll whether they sustain it.</summary>
    public ImmutableSortedDictionary<MemberId, bool> Sustain { get; init; } = ImmutableSortedDictionary<MemberId, bool>.Empty;

    /// <summary>True while it stands in the way of any outcome.</summary>
    [JsonIgnore]
    public bool IsOpen => State is ObjectionState.Raised or ObjectionState.Answered or ObjectionState.Escalated or ObjectionState.Sustained;

    /// <summary>True when it is printed as dissent.</summary>
    [JsonIgnore]
    public bool IsDissent => State is ObjectionState.Addressed or ObjectionState.Overruled;
}

/// <summary>The last call that runs, or the one that led to the tally.</summary>
public sealed record LastCall(By By, DateTimeOffset Opened, DateTimeOffset Ends, int Revision, Disposition Disposition, bool Binding, ImmutableSortedSet<MemberId> HeldBy);

/// <summary>One company in a tally.</summary>
/// <param name="Position">Its unit's position on the revision, or NoRecord.</param>
/// <param name="Unit">What is counted as one: the company, or its group of affiliates (<see cref="Members.MemberRoll.Unit"/>).</param>
/// <param name="SpokenBy">The company of its unit that recorded the position; null for NoRecord.</param>
/// <param name="RecordedAt">When the position was recorded, UTC.</param>
public sealed record TallyEntry(Position Position, string Unit, MemberId? SpokenBy, DateTimeOffset? RecordedAt);

/// <summary>A tally in numbers; affiliates count as one.</summary>
/// <param name="Eligible">Eligible companies.</param>
/// <param name="Support">In favour.</param>
/// <param name="NoObjection">Can live with it.</param>
/// <param name="Object">Against.</param>
/// <param name="Abstain">Take no side.</param>
/// <param name="QuorumNeed">Companies with a current position that make a quorum.</param>
/// <param name="SupportNeed">Companies in support that an agreed outcome needs.</param>
public sealed record TallyCount(int Eligible, int Support, int NoObjection, int Object, int Abstain, int QuorumNeed, int SupportNeed)
{
    /// <summary>Companies with a current position.</summary>
    [JsonIgnore]
    public int Holding => Support + NoObjection + Object + Abstain;

    /// <summary>True when there is a quorum.</summary>
    [JsonIgnore]
    public bool HasQuorum => Holding >= QuorumNeed;

    /// <summary>True when enough companies support.</summary>
    [JsonIgnore]
    public bool HasSupport => Support >= SupportNeed;

    /// <summary>True when Support is at least two thirds of Support and Object.</summary>
    [JsonIgnore]
    public bool OutweighsDissent => Support > 0 && 3 * Support >= 2 * (Support + Object);
}

/// <summary>The tally in force.</summary>
public sealed record Tally(DateTimeOffset At, int Revision, ImmutableSortedDictionary<MemberId, TallyEntry> Entries, TallyCount Count);

/// <summary>The outcome in force.</summary>
public sealed record RecordedOutcome(OutcomeResult Result, By By, DateTimeOffset At, ImmutableList<string> Dissent);

/// <summary>A vote on whether a company stands aside.</summary>
/// <param name="Id"><c>REC-1</c>, counted per proposal.</param>
/// <param name="By">Who challenged.</param>
/// <param name="Company">Whose recusal is voted on.</param>
/// <param name="VoteEnds">When the vote ends, UTC.</param>
/// <param name="Replied">True when the company replied.</param>
/// <param name="Votes">Per company: true to recuse.</param>
/// <param name="Recused">The result; null while the vote runs or when nobody voted.</param>
/// <param name="Ended">True once the vote has ended.</param>
public sealed record RecusalChallenge(
    string Id, By By, MemberId Company, DateTimeOffset VoteEnds, bool Replied, ImmutableSortedDictionary<MemberId, bool> Votes, bool? Recused, bool Ended);

/// <summary>Something quoted of which another company is the source.</summary>
/// <param name="Id"><c>SRC-1</c>, counted per proposal.</param>
/// <param name="Company">The source.</param>
/// <param name="Consented">True when it consents to TLP:CLEAR.</param>
/// <param name="Removed">True when the quotation was taken out.</param>
public sealed record QuotedSource(string Id, MemberId Company, bool Consented, bool Removed);

/// <summary>The appeal that is decided or was decided last.</summary>
/// <param name="By">Who appealed.</param>
/// <param name="FiledAt">When, UTC.</param>
/// <param name="AnswerBy">Until when it is to be answered, UTC.</param>
/// <param name="Grounds">How many arguments it makes.</param>
/// <param name="StatusBefore">Where the proposal stood.</param>
/// <param name="Late">True when all members were told that the answer is late.</param>
/// <param name="Result">The panel's decision, or null.</param>
public sealed record Appeal(By By, DateTimeOffset FiledAt, DateTimeOffset AnswerBy, int Grounds, ProposalStatus StatusBefore, bool Late, PanelResult? Result);

/// <summary>A panel at work.</summary>
/// <param name="Matter"><c>OBJ-1</c> or <c>appeal</c>.</param>
/// <param name="AppointedBy">The moderator who appointed it.</param>
/// <param name="Seats">Its companies.</param>
/// <param name="Written">The decision written down and not yet confirmed, or null.</param>
/// <param name="ConfirmedBy">The seats that wrote or confirmed it.</param>
public sealed record Panel(string Matter, By AppointedBy, ImmutableSortedSet<MemberId> Seats, PanelResult? Written, ImmutableSortedSet<MemberId> ConfirmedBy)
{
    /// <summary>The matter of a panel on the appeal.</summary>
    public const string OnAppeal = "appeal";
}

/// <summary>What the public has.</summary>
/// <param name="Number"><c>O-12</c>, for ever.</param>
/// <param name="Version">1, and one more with every correction.</param>
/// <param name="Kind">What sort of outcome it is.</param>
/// <param name="At">When this version was published, UTC.</param>
/// <param name="FirstAt">When version 1 was published, UTC.</param>
public sealed record Publication(string Number, int Version, OutcomeKind Kind, DateTimeOffset At, DateTimeOffset FirstAt);

/// <summary>The first approval of a publication.</summary>
public sealed record Approval(By By, DateTimeOffset At, OutcomeKind Kind);

/// <summary>A correction that waits for approval.</summary>
public sealed record PendingCorrection(By By, DateTimeOffset At, By? ApprovedBy);
