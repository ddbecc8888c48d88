using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Replies to a remark; whoever may read it. Refusals: <c>not_found</c>, <c>remark.proposal_settled</c>,
/// <c>remark.too_many_replies</c>, and those of <see cref="Text"/>.
/// </summary>
/// <param name="Markdown">The reply.</param>
public sealed record ReplyToRemark(string Markdown)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Actor actor, DateTimeOffset now)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        return (RemarkGuard.Discussed(proposal) ?? Room(state) ?? Text.Statement(Markdown, "markdown", "A reply")) is { } refusal
            ? refusal
            : Decision.Accept(new RemarkAnswered(actor.By, now, state.Replies.Count + 1, Markdown));
    }

    private static Refusal? Room(Remark state) => state.Replies.Count >= Remark.ReplyLimit
        ? Refusal.Conflict("remark.too_many_replies", $"It has {Remark.ReplyLimit} replies. Go on in the discussion.")
        : null;
}
