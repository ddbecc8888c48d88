using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Accepts an invitation as co-author: the proposal is the company's own from now on, so its moderators do not decide
/// about it. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.not_invited</c>, <c>proposal.seconder_related</c>.
/// </summary>
public sealed record JoinAsCoAuthor
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Engineer) ?? Guard.In(state, ProposalStatus.Draft) ?? Invited(state, actor, roll)) is { } refusal)
            return refusal;
        return state.CoAuthors.Contains(actor.Company) ? Decision.Accept() : Decision.Accept(new CoAuthorJoined(actor.By, now));
    }

    private static Refusal? Invited(Proposal state, Actor actor, MemberRoll roll)
    {
        if (state.Invited.GetValueOrDefault(actor.Company, InvitedAs.Seconder) != InvitedAs.CoAuthor)
            return Refusal.Forbidden("proposal.not_invited", $"{roll.Name(actor.Company)} is not invited as co-author. {roll.Name(state.Author.Company)} invites.");
        return state.Seconder is { } seconder && roll.Related(seconder.Company, actor.Company)
            ? Refusal.Conflict("proposal.seconder_related", $"{roll.Name(seconder.Company)} seconded the draft; neither it nor an affiliate can be an author too.")
            : null;
    }
}
