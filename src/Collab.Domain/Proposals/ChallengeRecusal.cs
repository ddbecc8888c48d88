using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Asks unrelated companies to vote whether a company stands aside; or, for a company presumed recused, contests
/// that. The company may reply. What was voted once is decided. Refusals: <c>not_found</c>,
/// <c>actor.not_representative</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.no_such_company</c>, <c>proposal.already_recused</c>, <c>proposal.recusal_decided</c>,
/// <c>proposal.challenge_runs</c>, <c>proposal.related_to_challenged</c>, <c>text.*</c>.
/// </summary>
public sealed record ChallengeRecusal(MemberId Company, string Reasons)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Representative)
            ?? (Contests(state, actor) ? null : Guard.NotRecused(state, actor, roll))
            ?? Guard.Discussed(state)
            ?? (Contests(state, actor) ? Guard.Undecided(state, Company, roll) : Guard.Challengeable(state, Company, roll))
            ?? (Contests(state, actor) || roll.Unrelated(Company, actor.Company) ? null
                : Refusal.Invalid("proposal.related_to_challenged", "A company does not challenge itself or an affiliate. To stand aside, record the position Recuse.", "company"))
            ?? Text.Statement(Reasons, "reasons", "Reasons")) is { } refusal)
            return refusal;
        return Decision.Accept(new RecusalChallenged(actor.By, now, $"REC-{state.Challenges.Count + 1}", Company, Reasons, now + rules.SustainPoll));
    }

    private bool Contests(Proposal state, Actor actor) => Company == actor.Company
        && state.Recused.TryGetValue(Company, out var recusal)
        && recusal.Ground is RecusalGround.AssignsFault or RecusalGround.AssignsCost or RecusalGround.OwnReport;
}
