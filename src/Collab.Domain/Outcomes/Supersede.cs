using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>
/// The successor was published, so this outcome is history; decided by the system on that publication, and once. An
/// outcome under appeal waits for its panel. Refusals: <c>not_found</c>, <c>actor.not_system</c>, <c>outcome.not_the_successor</c>,
/// <c>proposal.wrong_status</c>.
/// </summary>
public sealed record Supersede
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, Proposal? successor)
    {
        if (state is null)
            return Refusal.NotFound;
        if (Authority.System(actor) is { } refusal)
            return refusal;
        if (state.SupersededBy is { } by && by == successor?.Id)
            return Decision.Accept();
        if (successor is not { Publication: { } publication } || successor.Supersedes != state.Id || successor.Id == state.Id)
            return Refusal.Conflict("outcome.not_the_successor", "Only a published proposal that names this one as superseded takes its place.");
        return Guard.In(state, ProposalStatus.Published) is { } misplaced
            ? misplaced
            : Decision.Accept(new ProposalSuperseded(actor.By, now, successor.Id, publication.Number));
    }
}
