using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// The challenged company replies, while the vote runs. Refusals: <c>not_found</c>,
/// <c>actor.not_representative</c>, <c>proposal.wrong_status</c>, <c>proposal.no_such_challenge</c>,
/// <c>proposal.not_challenged</c>, <c>proposal.vote_over</c>, <c>text.*</c>.
/// </summary>
public sealed record ReplyToChallenge(string Challenge, string Reply)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Representative)
            ?? Guard.Discussed(state)
            ?? Guard.FindChallenge(state, Challenge, out var challenge)
            ?? (challenge.Company == actor.Company ? null : Refusal.Forbidden("proposal.not_challenged", $"Only {roll.Name(challenge.Company)} replies: the company challenged."))
            ?? Guard.VoteRuns(challenge, now)
            ?? Text.Statement(Reply, "reply", "A reply")) is { } refusal)
            return refusal;
        return Decision.Accept(new RecusalReplied(actor.By, now, Challenge, Reply));
    }
}
