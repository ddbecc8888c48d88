using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// The clock ends a vote on a recusal: a tie recuses; where nobody voted, everything stays as it is. Early, late or
/// repeated, it does nothing. Refusals: <c>not_found</c>, <c>actor.not_system</c>.
/// </summary>
public sealed record EndRecusalVote(string Challenge)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (state is null)
            return Refusal.NotFound;
        if (Authority.System(actor) is { } refusal)
            return refusal;
        if (state.IsSettled || state.Challenges.Find(c => c.Id == Challenge) is not { Ended: false } challenge || now < challenge.VoteEnds)
            return Decision.Accept();
        var electorate = Electorate.Of(state, roll);
        var votes = challenge.Votes.Where(v => roll.Unrelated(v.Key, challenge.Company)).ToList();
        var recuse = electorate.Voices(votes.Where(v => v.Value).Select(v => v.Key));
        var keep = electorate.Voices(votes.Where(v => !v.Value).Select(v => v.Key));
        var recused = recuse + keep == 0 ? Electorate.IsRecused(state, challenge.Company, roll) : recuse >= keep;
        return Decision.Accept(new RecusalVoteEnded(actor.By, now, Challenge, challenge.Company, recuse, keep, recused));
    }
}
