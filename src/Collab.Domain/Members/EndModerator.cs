using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// Ends the moderator role or declines a grant: the person, or an admin of the person's company. Refusals:
/// <c>not_found</c>, <c>participant.not_you</c>, <c>participant.not_moderator</c>, <c>text.*</c>.
/// </summary>
public sealed record EndModerator(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        var admin = actor.Company == state.Company && actor.Is(Roles.Admin);
        if ((admin ? null : ParticipantChecks.Self(state, actor)) is { } unfit)
            return unfit;
        if (!state.Roles.HasFlag(Roles.Moderator) && state.Grant is null)
            return Refusal.Conflict("participant.not_moderator", $"{state.Name} is not a moderator, and nobody proposes it.");
        return Text.Statement(Reason, "reason", "A reason") is { } refusal ? refusal : Decision.Accept(new ModeratorRoleEnded(actor.By, now, Reason));
    }
}
