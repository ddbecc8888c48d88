using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten.Events.Aggregation;

namespace Collab.Portal.Proposals;

/// <summary>A reply to a remark.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Markdown">Its source; empty once redacted.</param>
/// <param name="Html">The same, rendered once.</param>
/// <param name="RedactedBecause">Why it is masked; null while it is not.</param>
public sealed record ReplyRow(int Number, By By, DateTimeOffset At, string Markdown, string Html, string? RedactedBecause);

/// <summary>One remark with its texts, rendered once. Carries no audience: who reads it is asked of its proposal.</summary>
public sealed record RemarkRow
{
    /// <summary>The remark.</summary>
    public required string Id { get; init; }

    /// <summary>The proposal.</summary>
    public required string Proposal { get; init; }

    /// <summary>Where it stands.</summary>
    public required RemarkState Status { get; init; }

    /// <summary>When it was made, UTC, in whole microseconds as PostgreSQL keeps them.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The number of its last event.</summary>
    public required long Version { get; init; }

    /// <summary>The state that the row was made from.</summary>
    public required Remark State { get; init; }

    /// <summary>The comment, or the suggestion's reason; empty where there is none and once redacted.</summary>
    public string Markdown { get; init; } = "";

    /// <summary>The same, rendered once.</summary>
    public string Html { get; init; } = "";

    /// <summary>When it was last edited, UTC.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>When it was resolved, accepted, declined or withdrawn, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why the authors declined it, as source; empty while they did not.</summary>
    public string DeclineReason { get; init; } = "";

    /// <summary>The same, rendered once.</summary>
    public string DeclineHtml { get; init; } = "";

    /// <summary>Why it is masked; null while it is not.</summary>
    public string? RedactedBecause { get; init; }

    /// <summary>The replies, oldest first.</summary>
    public IReadOnlyList<ReplyRow> Replies { get; init; } = [];

    /// <summary>Folds one event.</summary>
    /// <param name="row">The row so far; null at first.</param>
    /// <param name="id">The remark's id.</param>
    /// <param name="number">The event's number in its stream.</param>
    /// <param name="event">The event.</param>
    public static RemarkRow After(RemarkRow? row, string id, long number, IRemarkEvent @event)
    {
        var state = Remark.Evolve(row?.State, id, @event);
        row = row is null
            ? new RemarkRow { Id = id, Proposal = state.Proposal, Status = state.State, MadeAt = ProposalRow.Microseconds(state.At), Version = number, State = state }
            : row with { Status = state.State, Version = number, State = state };
        return @event switch
        {
            RemarkMade e => row.Says(e.Markdown),
            SuggestionMade e => row.Says(e.Reason),
            RemarkEdited e => row.Says(e.Markdown) with { EditedAt = e.At },
            RemarkAnswered e => row with { Replies = [.. row.Replies, new ReplyRow(e.Reply, e.By, e.At, e.Markdown, Store.Markdown.Render(e.Markdown).Html, null)] },
            SuggestionDeclined e => row with { ClosedAt = e.At, DeclineReason = e.Reason, DeclineHtml = Store.Markdown.Render(e.Reason).Html },
            RemarkReopened => row with { ClosedAt = null },
            SuggestionRecorded => row,
            RemarkRedacted { Reply: { } reply } e => row with
            {
                Replies = [.. row.Replies.Select(r => r.Number == reply ? r with { Markdown = "", Html = "", RedactedBecause = e.Reason } : r)],
            },
            RemarkRedacted e => row.Says(null) with { RedactedBecause = e.Reason },
            _ => row with { ClosedAt = @event.At },
        };
    }

    private RemarkRow Says(string? markdown) => this with { Markdown = markdown ?? "", Html = string.IsNullOrEmpty(markdown) ? "" : Store.Markdown.Render(markdown).Html };
}

/// <summary>Keeps the rows, in the transaction that appends.</summary>
internal sealed partial class RemarkRowProjection : SingleStreamProjection<RemarkRow, string>
{
    public RemarkRowProjection()
    {
        Name = nameof(RemarkRow);
        foreach (var type in EventTypes.Of<IRemarkEvent>())
            IncludeType(type);
    }

    public override RemarkRow? Evolve(RemarkRow? snapshot, string id, JasperFx.Events.IEvent e) =>
        e.Data is IRemarkEvent @event ? RemarkRow.After(snapshot, id, e.Version, @event) : snapshot;
}
