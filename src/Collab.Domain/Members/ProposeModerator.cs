using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// A moderator of an unrelated company proposes a person as moderator; a second one, unrelated to both, confirms
/// (<see cref="ConfirmModerator"/>), and the person accepts. Refusals: <c>not_found</c>,
/// <c>actor.not_moderator</c>, <c>participant.own_company</c>, <c>participant.program</c>,
/// <c>participant.disabled</c>, <c>participant.is_moderator</c>, <c>participant.grant_pending</c>, <c>text.*</c>.
/// </summary>
public sealed record ProposeModerator(string Reasons)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Moderator)
            ?? ParticipantChecks.Unrelated(state, actor, roll)
            ?? ParticipantChecks.Human(state)
            ?? ParticipantChecks.MayBecomeModerator(state)
            ?? (state.Grant is { } grant && roll.Find(grant.ProposedBy.Company) is { Status: MemberStatus.Admitted }
                ? Refusal.Conflict("participant.grant_pending", $"{roll.Name(grant.ProposedBy.Company)} proposed {state.Name} already.")
                : null)
            ?? Text.Statement(Reasons, "reasons", "Reasons")) is { } refusal)
            return refusal;
        return Decision.Accept(new ModeratorGrantProposed(actor.By, now, Reasons));
    }
}
