using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Changes an open remark; its author. Refusals: <c>not_found</c>, <c>remark.not_author</c>, <c>remark.redacted</c>,
/// <c>remark.proposal_settled</c>, <c>remark.wrong_state</c>, <c>suggestion.nothing_changed</c>, and those of <see cref="Text"/>.
/// </summary>
/// <param name="Markdown">The comment; for a suggestion its reason, or null.</param>
/// <param name="Replacement">The suggested wording; null for a comment.</param>
public sealed record EditRemark(string? Markdown, string? Replacement = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Actor actor, DateTimeOffset now)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        if ((RemarkGuard.Writer(state, actor) ?? RemarkGuard.Readable(state) ?? RemarkGuard.Discussed(proposal) ?? RemarkGuard.In(state, RemarkState.Open)
            ?? (state.Kind == RemarkKind.Comment ? Text.Statement(Markdown, "markdown", "A comment") : RemarkGuard.Wording(state.Anchor, Replacement, Markdown))) is { } refusal)
            return refusal;
        return Decision.Accept(state.Kind == RemarkKind.Comment
            ? new RemarkEdited(actor.By, now, Markdown, null)
            : new RemarkEdited(actor.By, now, string.IsNullOrWhiteSpace(Markdown) ? null : Markdown, Replacement));
    }
}
