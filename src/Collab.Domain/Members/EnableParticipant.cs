using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The company's admin, or its identity provider through the system, lets a person or program act again. Refusals:
/// <c>not_found</c>, <c>actor.other_company</c>, <c>actor.not_admin</c>, <c>text.*</c>.
/// </summary>
public sealed record EnableParticipant(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Actor actor, DateTimeOffset now)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((ParticipantChecks.Keeper(state, actor) ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal)
            return refusal;
        return state.DisabledBecause is null ? Decision.Accept() : Decision.Accept(new ParticipantEnabled(actor.By, now, Reason));
    }
}
