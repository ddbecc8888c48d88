using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Starts a draft. <paramref name="Supersedes"/> names a published proposal whose place it is to take, and is fixed here:
/// so no circle can arise. Refusals: <c>actor.not_engineer</c>, <c>proposal.exists</c>, <c>proposal.predecessor_unknown</c>,
/// <c>proposal.predecessor_not_published</c>, and those of <see cref="Text"/>.
/// </summary>
public sealed record StartDraft(string Title, ProposalText Text, string? Supersedes = null)
{
    /// <summary>Decides; <paramref name="predecessor"/> is the proposal that <see cref="Supersedes"/> names, where it names one.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, Proposal? predecessor = null)
    {
        if (Authority.Needs(actor, Roles.Engineer) is { } unfit)
            return unfit;
        if (state is not null)
            return state.Audience.Admits(actor) ? Refusal.Conflict("proposal.exists", "A proposal with this number exists already. Start again.") : Refusal.NotFound;
        if ((Collab.Domain.Text.Title(Title) ?? Text.Check() ?? Predecessor(actor, predecessor)) is { } refusal)
            return refusal;
        return Decision.Accept(new DraftStarted(actor.By, now, Title, Text, Supersedes));
    }

    private Refusal? Predecessor(Actor actor, Proposal? predecessor) => Supersedes switch
    {
        null => null,
        _ when !Guard.MaySee(predecessor, actor) || predecessor.Id != Supersedes =>
            Refusal.Invalid("proposal.predecessor_unknown", "There is no proposal with this number that it could supersede.", "supersedes"),
        _ when predecessor.Status != ProposalStatus.Published =>
            Refusal.Conflict("proposal.predecessor_not_published", $"Only a published proposal can be superseded; this one is {Say.Status(predecessor.Status)}."),
        _ => null,
    };
}
