using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Edits a draft; any engineer of an author's company. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>,
/// <c>proposal.not_author</c>, <c>proposal.wrong_status</c>, and those of <see cref="Text"/>.
/// </summary>
public sealed record EditDraft(string Title, ProposalText Text)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll) ?? Guard.In(state, ProposalStatus.Draft) ?? Collab.Domain.Text.Title(Title) ?? Text.Check()) is { } refusal)
            return refusal;
        return Decision.Accept(new DraftEdited(actor.By, now, Title, Text));
    }
}
