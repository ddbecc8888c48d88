using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// The clock: does the first thing that is due (<see cref="Proposal.DueAt"/>), or nothing. Ask again until nothing
/// is due. Whether it comes early, late, twice or from two nodes makes no difference. Refusals: <c>not_found</c>,
/// <c>actor.not_system</c>.
/// </summary>
public sealed record PassTime
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (state is null)
            return Refusal.NotFound;
        if (Authority.System(actor) is { } refusal)
            return refusal;
        if (state.DueAt is not { } due || now < due)
            return Decision.Accept();
        if (state.Challenges.Find(c => !c.Ended && c.VoteEnds == due) is { } challenge && !state.IsSettled)
            return new EndRecusalVote(challenge.Id).Decide(state, actor, now, roll);
        if (state.Objections.Find(o => o.State == ObjectionState.Escalated && o.PollEnds == due) is { } objection && !state.IsSettled)
            return new EndSustainPoll(objection.Id).Decide(state, actor, now, roll);
        return state.Status == ProposalStatus.UnderAppeal
            ? new NoteLateAppeal().Decide(state, actor, now)
            : new EndLastCall().Decide(state, actor, now, roll, rules);
    }
}
