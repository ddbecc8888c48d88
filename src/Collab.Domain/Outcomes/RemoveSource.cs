using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>
/// The authors say that the quotation is taken out of the text, while the text can change. Refusals:
/// <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>, <c>proposal.wrong_status</c>,
/// <c>outcome.no_such_source</c>.
/// </summary>
public sealed record RemoveSource(string Source)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll) ?? Guard.In(state, ProposalStatus.Draft, ProposalStatus.Open)) is { } refusal)
            return refusal;
        if (state.Sources.Find(s => s.Id == Source) is not { } quoted)
            return Refusal.Invalid("outcome.no_such_source", "There is no quotation with this number on the proposal.", "source");
        return quoted.Removed ? Decision.Accept() : Decision.Accept(new SourceRemoved(actor.By, now, Source));
    }
}
