using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>What a remark is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RemarkKind>))]
public enum RemarkKind
{
    /// <summary>A comment.</summary>
    Comment,

    /// <summary>Another wording, ready to take.</summary>
    Suggestion,
}

/// <summary>Where a remark stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RemarkState>))]
public enum RemarkState
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>A comment that is settled.</summary>
    Resolved,

    /// <summary>A suggestion that the next revision takes in.</summary>
    Accepted,

    /// <summary>A suggestion that stands in the text: applied to the draft, or recorded in a revision.</summary>
    TakenIn,

    /// <summary>A suggestion that the authors declined.</summary>
    Declined,

    /// <summary>A suggestion that its author took back.</summary>
    Withdrawn,
}

/// <summary>Who replied to a remark, and whether the text is masked; the text itself is in the events.</summary>
public sealed record RemarkReply(By By, bool Redacted);

/// <summary>
/// A comment on a passage of a proposal, or a suggested change of it. A stream of its own for each, so that remarks never
/// stand in the way of the proposal's commands or of each other. Who may read it follows from the proposal.
/// </summary>
public sealed record Remark : IState<Remark>
{
    /// <summary>The most replies.</summary>
    public const int ReplyLimit = 100;

    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>The proposal.</summary>
    public required string Proposal { get; init; }

    /// <summary>What it is.</summary>
    public required RemarkKind Kind { get; init; }

    /// <summary>The passage that it is about.</summary>
    public required Anchor Anchor { get; init; }

    /// <summary>Who made it.</summary>
    public required By By { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The suggested wording; null for a comment and once masked.</summary>
    public string? Replacement { get; init; }

    /// <summary>Where it stands.</summary>
    public RemarkState State { get; init; }

    /// <summary>The replies, at most <see cref="ReplyLimit"/>.</summary>
    public ImmutableList<RemarkReply> Replies { get; init; } = [];

    /// <summary>Which author accepted or declined the suggestion, or who resolved the comment; null while nobody did.</summary>
    public By? ClosedBy { get; init; }

    /// <summary>The revision that took the suggestion in; null where none did.</summary>
    public int? Revision { get; init; }

    /// <summary>True when what was written is masked.</summary>
    public bool Redacted { get; init; }

    /// <summary>True while it waits for somebody: an answer, or the next revision.</summary>
    [JsonIgnore]
    public bool IsOpen => State is RemarkState.Open or RemarkState.Accepted;

    /// <summary>
    /// Whether the actor may read it: whoever may read the proposal may. What was said about a draft stays with the
    /// companies that could read the draft, as the draft itself does.
    /// </summary>
    public bool IsReadableBy(Proposal? proposal, Actor actor) =>
        proposal is not null && proposal.Id == Proposal && proposal.Audience.Admits(actor)
        && (Anchor.Revision > 0 || proposal.Author.Company == actor.Company || proposal.Invited.ContainsKey(actor.Company));

    /// <inheritdoc/>
    public static Remark Evolve(Remark? state, string id, IEvent @event) => (state, @event) switch
    {
        (null, RemarkMade e) => new() { Id = id, Proposal = e.Proposal, Kind = RemarkKind.Comment, Anchor = e.Anchor, By = e.By, At = e.At },
        (null, SuggestionMade e) => new() { Id = id, Proposal = e.Proposal, Kind = RemarkKind.Suggestion, Anchor = e.Anchor, By = e.By, At = e.At, Replacement = e.Replacement },
        ({ } s, RemarkAnswered e) => s with { Replies = s.Replies.Add(new(e.By, false)) },
        ({ } s, RemarkEdited e) => s with { Replacement = e.Replacement },
        ({ } s, RemarkResolved e) => s with { State = RemarkState.Resolved, ClosedBy = e.By },
        ({ } s, RemarkReopened) => s with { State = RemarkState.Open, ClosedBy = null },
        ({ } s, SuggestionAccepted e) => s with { State = e.Applied ? RemarkState.TakenIn : RemarkState.Accepted, ClosedBy = e.By },
        ({ } s, SuggestionDeclined e) => s with { State = RemarkState.Declined, ClosedBy = e.By },
        ({ } s, SuggestionWithdrawn) => s with { State = RemarkState.Withdrawn, ClosedBy = null },
        ({ } s, SuggestionRecorded e) => s with { State = RemarkState.TakenIn, Revision = e.Revision },
        ({ } s, RemarkRedacted { Reply: { } reply }) => s with { Replies = s.Replies.SetItem(reply - 1, s.Replies[reply - 1] with { Redacted = true }) },
        ({ } s, RemarkRedacted) => s with
        {
            Redacted = true,
            Replacement = null,
            State = s is { Kind: RemarkKind.Suggestion, IsOpen: true } ? RemarkState.Withdrawn : s.State,
        },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow in the stream {id} of a remark."),
    };
}
