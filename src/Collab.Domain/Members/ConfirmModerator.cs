using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The second moderator, of a company unrelated to the person's and to the first, confirms the grant; the person
/// then accepts. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>, <c>participant.own_company</c>,
/// <c>participant.disabled</c>, <c>participant.is_moderator</c>, <c>participant.no_grant</c>,
/// <c>participant.same_company</c>.
/// </summary>
public sealed record ConfirmModerator
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Moderator) ?? ParticipantChecks.Unrelated(state, actor, roll) ?? ParticipantChecks.MayBecomeModerator(state)) is { } refusal)
            return refusal;
        if (state.Grant is not { } grant || roll.Find(grant.ProposedBy.Company) is not { Status: MemberStatus.Admitted })
            return Refusal.Conflict("participant.no_grant", $"No company in good standing proposes {state.Name} as moderator.");
        if (grant.ConfirmedBy is not null)
            return Decision.Accept();
        return roll.Related(grant.ProposedBy.Company, actor.Company)
            ? Refusal.Forbidden("participant.same_company", $"{roll.Name(grant.ProposedBy.Company)} proposed this. A moderator of a company unrelated to it confirms.")
            : Decision.Accept(new ModeratorGrantConfirmed(actor.By, now));
    }
}
