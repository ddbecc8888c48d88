using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>
/// Approves a correction; the second approval, by a moderator of a company unrelated to the authors and to the
/// first, publishes the next version. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>,
/// <c>proposal.own_proposal</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>outcome.no_correction</c>, <c>outcome.same_company</c>.
/// </summary>
public sealed record ApproveCorrection(string? LogHead = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.UnrelatedModerator(state, actor, roll) ?? Guard.In(state, ProposalStatus.Published)) is { } refusal)
            return refusal;
        if (state.Correction is not { } correction)
            return Refusal.Conflict("outcome.no_correction", "No correction waits for approval.");
        if (correction.ApprovedBy is not { } first || !Guard.Approves(first.Company, state, roll))
            return Decision.Accept(new CorrectionApproved(actor.By, now));
        if (first == actor.By)
            return Decision.Accept();
        if (Guard.OtherCompany(first, actor, roll) is { } same)
            return same;
        return Decision.Accept(new CorrectionPublished(actor.By, now, state.Publication!.Version + 1, first, LogHead));
    }
}
