using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// A new revision. Editorial: wording only, while Open; positions keep counting. Substantive: every position is stale and
/// a last call ends. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.last_call_over</c>, <c>proposal.text_fixed</c>, <c>proposal.sections_missing</c>,
/// and those of <see cref="Text"/>.
/// </summary>
public sealed record ReviseProposal(RevisionKind Kind, ProposalText Text, string Summary)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Open, ProposalStatus.LastCall)
            ?? Guard.LastCallRuns(state, now)
            ?? Fixed(state)
            ?? Collab.Domain.Text.Statement(Summary, "summary", "A summary of the changes")
            ?? Text.Check()
            ?? Complete()) is { } refusal)
            return refusal;
        var revised = new ProposalRevised(actor.By, now, state.Revision + 1, Kind, Text, Summary);
        return state.Status == ProposalStatus.LastCall
            ? Decision.Accept(new LastCallEnded(actor.By, now, LastCallEnd.Revised), revised)
            : Decision.Accept(revised);
    }

    private Refusal? Fixed(Proposal state) => state.Status == ProposalStatus.LastCall && Kind == RevisionKind.Editorial
        ? Refusal.Conflict("proposal.text_fixed", "The text stands still during last call. Only a substantive revision ends it.")
        : null;

    private Refusal? Complete() => Text.Missing is { IsEmpty: false } missing
        ? Refusal.Invalid("proposal.sections_missing", $"The template is not complete: write {Say.List(missing)} first.", "text." + missing[0])
        : null;
}
