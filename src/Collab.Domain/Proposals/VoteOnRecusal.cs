using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Votes on a recusal for an eligible company that is unrelated to the one challenged; may be changed until the
/// vote ends, affiliates have one voice. Refusals: <c>not_found</c>, <c>actor.not_representative</c>,
/// <c>proposal.recused</c>, <c>proposal.wrong_status</c>, <c>proposal.no_such_challenge</c>,
/// <c>proposal.related_to_challenged</c>, <c>proposal.vote_over</c>, <c>proposal.affiliate_spoke</c>.
/// </summary>
public sealed record VoteOnRecusal(string Challenge, bool Recuse)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        var challenge = state.Challenges.Find(c => c.Id == Challenge)!;
        if ((Authority.Needs(actor, Roles.Representative)
            ?? Guard.Discussed(state)
            ?? Guard.FindChallenge(state, Challenge, out _)
            ?? (roll.Unrelated(challenge.Company, actor.Company) ? null
                : Refusal.Forbidden("proposal.related_to_challenged", "Nobody votes on their own recusal or an affiliate's."))
            ?? Guard.NotRecused(state, actor, roll)
            ?? Guard.VoteRuns(challenge, now)
            ?? Guard.OneVoice(actor, roll, challenge.Votes.Keys)) is { } refusal)
            return refusal;
        return challenge.Votes.TryGetValue(actor.Company, out var before) && before == Recuse
            ? Decision.Accept()
            : Decision.Accept(new RecusalVoted(actor.By, now, Challenge, Recuse));
    }
}
