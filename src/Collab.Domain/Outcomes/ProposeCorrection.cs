using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>
/// Proposes an editorial correction of a published text: an author, or a moderator unrelated to them. Who proposed
/// it may replace it; that takes an approval back. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>,
/// <c>proposal.not_author</c>, <c>proposal.own_proposal</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>outcome.correction_pending</c>, <c>proposal.sections_missing</c>, <c>text.*</c>.
/// </summary>
public sealed record ProposeCorrection(ProposalText Text, string Summary)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Permitted(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Published)
            ?? (state.Correction is { } pending && pending.By.Company != actor.Company
                ? Refusal.Conflict("outcome.correction_pending", $"A correction by {roll.Name(pending.By.Company)} waits for approval. One at a time.")
                : null)
            ?? Collab.Domain.Text.Statement(Summary, "summary", "A summary of the correction")
            ?? Text.Check()
            ?? (Text.Missing is { IsEmpty: false } missing ? Refusal.Invalid("proposal.sections_missing", $"The template is not complete: write {Say.List(missing)} first.", "text." + missing[0]) : null)) is { } refusal)
            return refusal;
        return Decision.Accept(new CorrectionProposed(actor.By, now, Text, Summary));
    }

    private static Refusal? Permitted(Proposal state, Actor actor, MemberRoll roll) =>
        actor.Is(Roles.Moderator) && !state.Authors.Contains(actor.Company) ? Guard.UnrelatedModerator(state, actor, roll) : Guard.Author(state, actor, roll);
}
