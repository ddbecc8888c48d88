using System.Collections.Immutable;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// A new revision. <paramref name="Suggestions"/> names the accepted suggestions that it takes in; who made them is credited. Editorial: wording only, while Open; positions keep counting. Substantive: every position is stale and
/// a last call ends. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.last_call_over</c>, <c>proposal.text_fixed</c>, <c>proposal.sections_missing</c>,
/// <c>proposal.suggestion_not_accepted</c>, and those of <see cref="Text"/>.
/// </summary>
public sealed record ReviseProposal(RevisionKind Kind, ProposalText Text, string Summary, ImmutableList<string>? Suggestions = null)
{
    /// <summary>Decides.</summary>
    /// <param name="state">The proposal.</param>
    /// <param name="actor">Who revises.</param>
    /// <param name="now">The present instant, UTC.</param>
    /// <param name="roll">The members.</param>
    /// <param name="remarks">The remarks that <see cref="Suggestions"/> names, where it names any.</param>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, IReadOnlyList<Remark>? remarks = null)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Open, ProposalStatus.LastCall)
            ?? Guard.LastCallRuns(state, now)
            ?? Fixed(state)
            ?? Collab.Domain.Text.Statement(Summary, "summary", "A summary of the changes")
            ?? Text.Check()
            ?? Complete()
            ?? Accepted(state, remarks ?? [])) is { } refusal)
            return refusal;
        var revised = new ProposalRevised(actor.By, now, state.Revision + 1, Kind, Text, Summary, Credits(remarks ?? []));
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

    private Refusal? Accepted(Proposal state, IReadOnlyList<Remark> remarks) =>
        Suggestions?.Find(id => !remarks.Any(r => r.Id == id && r.Proposal == state.Id && r.State == RemarkState.Accepted)) is { } other
            ? Refusal.Conflict("proposal.suggestion_not_accepted", $"{(other.Length > 20 ? "One of the suggestions" : other)} is no suggestion that waits for the next revision. Leave it out.")
            : null;

    private ImmutableList<SuggestionCredit>? Credits(IReadOnlyList<Remark> remarks) => Suggestions is not { IsEmpty: false } taken ? null
        : [.. remarks.Where(r => taken.Contains(r.Id)).OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => new SuggestionCredit(r.Id, r.By))];
}
