using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Notes in the suggestion that a revision took it in, in the transaction that records the revision. Refusals:
/// <c>not_found</c>, <c>remark.wrong_state</c>.
/// </summary>
/// <param name="Revision">The revision.</param>
public sealed record RecordSuggestion(int Revision)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Actor actor, DateTimeOffset now)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        return RemarkGuard.In(state, RemarkState.Accepted) is { } refusal ? refusal : Decision.Accept(new SuggestionRecorded(actor.By, now, Revision));
    }
}
