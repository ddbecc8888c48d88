using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Gives a draft another title; any engineer of an author's company. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>,
/// <c>proposal.not_author</c>, <c>proposal.wrong_status</c>, <c>proposal.title_conflict</c>, and those of <see cref="Text"/>.
/// </summary>
/// <param name="Title">The new title.</param>
/// <param name="From">The title that it is to replace; null replaces any.</param>
public sealed record RenameDraft(string Title, string? From = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll) ?? Guard.In(state, ProposalStatus.Draft) ?? Text.Title(Title) ?? Unchanged(state)) is { } refusal)
            return refusal;
        return state.Title == Title ? Decision.Accept() : Decision.Accept(new DraftRenamed(actor.By, now, Title));
    }

    private Refusal? Unchanged(Proposal state) => From is null || state.Title == From || state.Title == Title ? null
        : Refusal.Conflict("proposal.title_conflict", "Another author changed the title meanwhile. Read theirs, decide which stays, and save it.");
}
