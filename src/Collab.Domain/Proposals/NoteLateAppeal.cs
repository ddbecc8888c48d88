using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// The clock notes that an appeal is not answered in time, and all members are told. Early, late or repeated, it
/// does nothing. Refusals: <c>not_found</c>, <c>actor.not_system</c>.
/// </summary>
public sealed record NoteLateAppeal
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if (Authority.System(actor) is { } refusal)
            return refusal;
        return state is { Status: ProposalStatus.UnderAppeal, Appeal: { Late: false } appeal } && now >= appeal.AnswerBy
            ? Decision.Accept(new AppealLate(actor.By, now))
            : Decision.Accept();
    }
}
