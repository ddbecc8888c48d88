using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// A moderator unrelated to the authors and to the company finds that the proposal assigns it fault or cost, or
/// accepts its own report: it is recused until it contests and unrelated companies vote otherwise (<see
/// cref="ChallengeRecusal"/>). Refusals: <c>not_found</c>, <c>actor.not_moderator</c>,
/// <c>proposal.own_proposal</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.related_to_challenged</c>, <c>proposal.no_such_company</c>, <c>proposal.already_recused</c>,
/// <c>proposal.recusal_decided</c>, <c>proposal.no_ground</c>, <c>text.*</c>.
/// </summary>
public sealed record PresumeRecused(MemberId Company, RecusalGround Ground, string Reasons)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.UnrelatedModerator(state, actor, roll)
            ?? Guard.Discussed(state)
            ?? Guard.Challengeable(state, Company, roll)
            ?? Unrelated(actor, roll)
            ?? Grounded()
            ?? Text.Statement(Reasons, "reasons", "Reasons")) is { } refusal)
            return refusal;
        return Decision.Accept(new RecusalPresumed(actor.By, now, Company, Ground, Reasons));
    }

    private Refusal? Unrelated(Actor actor, MemberRoll roll) => roll.Related(Company, actor.Company)
        ? Refusal.Forbidden("proposal.related_to_challenged", "Nobody decides about their own company or an affiliate. To stand aside, record the position Recuse.")
        : null;

    private Refusal? Grounded() => Ground is RecusalGround.AssignsFault or RecusalGround.AssignsCost or RecusalGround.OwnReport ? null
        : Refusal.Invalid("proposal.no_ground", "Choose AssignsFault, AssignsCost or OwnReport. On any other ground, challenge.", "ground");
}
