using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The person accepts to be a moderator, after two companies granted it. Refusals: <c>not_found</c>,
/// <c>participant.not_you</c>, <c>participant.no_grant</c>, <c>participant.grant_unconfirmed</c>.
/// </summary>
public sealed record AcceptModerator
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if (ParticipantChecks.Self(state, actor) is { } refusal)
            return refusal;
        if (state.Roles.HasFlag(Roles.Moderator))
            return Decision.Accept();
        if (state.Grant is not { } grant)
            return Refusal.Conflict("participant.no_grant", "Nobody proposes you as moderator.");
        return grant.ConfirmedBy is null
            ? Refusal.Conflict("participant.grant_unconfirmed", "A moderator of a second company has yet to confirm this.")
            : Decision.Accept(new ModeratorGrantAccepted(actor.By, now));
    }
}
