using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Seconds a draft: an engineer of a company that may read it and is unrelated to every author. Later edits of the
/// draft leave the seconding standing. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.seconder_related</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.already_seconded</c>.
/// </summary>
public sealed record SecondProposal
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Engineer) ?? Unrelated(state, actor, roll) ?? Guard.In(state, ProposalStatus.Draft)) is { } refusal)
            return refusal;
        if (state.Seconder is { } seconder)
            return seconder == actor.By ? Decision.Accept()
                : Refusal.Conflict("proposal.already_seconded", $"{roll.Name(seconder.Company)} seconded this draft already. One is enough.");
        return Decision.Accept(new ProposalSeconded(actor.By, now));
    }

    private static Refusal? Unrelated(Proposal state, Actor actor, MemberRoll roll) => state.Authors.Any(a => roll.Related(a, actor.Company))
        ? Refusal.Forbidden("proposal.seconder_related", $"A draft is seconded by a company unrelated to its authors: {Say.Names(roll, state.Authors)}.")
        : null;
}
