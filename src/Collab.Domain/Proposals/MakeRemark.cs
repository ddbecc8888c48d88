using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Comments on a passage; whoever may read the proposal, the recused too. Refusals: <c>not_found</c>, <c>remark.exists</c>,
/// <c>remark.proposal_settled</c>, <c>remark.no_such_section</c>, <c>remark.passage_too_long</c>,
/// <c>remark.passage_not_found</c>, and those of <see cref="Text"/>.
/// </summary>
/// <param name="Anchor">The passage.</param>
/// <param name="Markdown">The comment.</param>
public sealed record MakeRemark(Anchor Anchor, string Markdown)
{
    /// <summary>Decides; <paramref name="text"/> is the proposal's text in force.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, ProposalText text, Actor actor, DateTimeOffset now)
    {
        if (!Guard.MaySee(proposal, actor))
            return Refusal.NotFound;
        if (state is not null)
            return Refusal.Conflict("remark.exists", "A remark with this number exists already. Send it again.");
        return (RemarkGuard.Discussed(proposal) ?? RemarkGuard.Anchored(Anchor, text) ?? Text.Statement(Markdown, "markdown", "A comment")) is { } refusal
            ? refusal
            : Decision.Accept(new RemarkMade(actor.By, now, proposal.Id, Anchor, Markdown));
    }
}
