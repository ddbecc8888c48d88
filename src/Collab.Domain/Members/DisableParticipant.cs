using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The company's admin, or its identity provider through the system, ends what a person or program may do.
/// Refusals: <c>not_found</c>, <c>actor.other_company</c>, <c>actor.not_admin</c>, <c>participant.own_admin</c>,
/// <c>text.*</c>.
/// </summary>
public sealed record DisableParticipant(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((ParticipantChecks.Keeper(state, actor) ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal)
            return refusal;
        if (actor.Person == state.Person)
            return Refusal.Conflict("participant.own_admin", "Another admin disables you; so the company keeps one.");
        return state.DisabledBecause is not null ? Decision.Accept() : Decision.Accept(new ParticipantDisabled(actor.By, now, Reason));
    }
}
