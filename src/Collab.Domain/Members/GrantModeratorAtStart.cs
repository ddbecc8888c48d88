using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// Makes a person one of the first moderators, from the installation's bootstrap list. Refusals: <c>not_found</c>,
/// <c>actor.not_system</c>, <c>participant.program</c>.
/// </summary>
public sealed record GrantModeratorAtStart
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.System(actor) ?? ParticipantChecks.Human(state)) is { } refusal)
            return refusal;
        return state.Roles.HasFlag(Roles.Moderator) ? Decision.Accept() : Decision.Accept(new ModeratorGrantedAtStart(actor.By, now));
    }
}
