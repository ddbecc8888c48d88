using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Suggests another wording of a passage; whoever may read the proposal, the recused too. Refusals: <c>not_found</c>,
/// <c>remark.exists</c>, <c>remark.proposal_settled</c>, <c>remark.no_such_section</c>, <c>remark.passage_too_long</c>,
/// <c>remark.passage_not_found</c>, <c>suggestion.no_passage</c>, <c>suggestion.nothing_changed</c>, and those of
/// <see cref="Text"/>.
/// </summary>
/// <param name="Anchor">The passage.</param>
/// <param name="Replacement">Its new Markdown source; empty to leave it out.</param>
/// <param name="Reason">Why, in Markdown; null where nothing is said.</param>
public sealed record SuggestChange(Anchor Anchor, string Replacement, string? Reason = null)
{
    /// <summary>Decides; <paramref name="text"/> is the proposal's text in force.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, ProposalText text, Actor actor, DateTimeOffset now)
    {
        if (!Guard.MaySee(proposal, actor))
            return Refusal.NotFound;
        if (state is not null)
            return Refusal.Conflict("remark.exists", "A remark with this number exists already. Send it again.");
        return (RemarkGuard.Discussed(proposal) ?? RemarkGuard.Anchored(Anchor, text) ?? Located(text) ?? RemarkGuard.Wording(Anchor, Replacement, Reason)) is { } refusal
            ? refusal
            : Decision.Accept(new SuggestionMade(actor.By, now, proposal.Id, Anchor, Replacement, string.IsNullOrWhiteSpace(Reason) ? null : Reason));
    }

    private Refusal? Located(ProposalText text) => Anchor.IsWholeSection && !string.IsNullOrWhiteSpace(text.Of(Anchor.Section))
        ? Refusal.Invalid("suggestion.no_passage", "A suggestion rewords a passage. Say which one.", "quote")
        : null;
}
