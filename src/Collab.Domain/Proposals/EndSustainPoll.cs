using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// The clock ends a poll: under a third of the eligible companies sustaining overrules the objection, else a panel
/// decides. Early, late or repeated, it does nothing. Refusals: <c>not_found</c>, <c>actor.not_system</c>.
/// </summary>
public sealed record EndSustainPoll(string Objection)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (state is null)
            return Refusal.NotFound;
        if (Authority.System(actor) is { } refusal)
            return refusal;
        if (state.IsSettled || state.FindObjection(Objection) is not { State: ObjectionState.Escalated } objection || now < objection.PollEnds)
            return Decision.Accept();
        var electorate = Electorate.Of(state, roll);
        var eligible = electorate.Units.Count;
        var sustaining = electorate.Voices(objection.Sustain.Where(v => v.Value).Select(v => v.Key));
        return Decision.Accept(new SustainPollEnded(actor.By, now, Objection, sustaining, eligible, Overruled: 3 * sustaining < eligible));
    }
}
