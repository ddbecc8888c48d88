using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// The clock ends a last call: the tally names every eligible company with its position or its silence, and without
/// a quorum the proposal is open again. Early, late or repeated, it does nothing. Refusals: <c>not_found</c>,
/// <c>actor.not_system</c>.
/// </summary>
public sealed record EndLastCall
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (state is null)
            return Refusal.NotFound;
        if (Authority.System(actor) is { } refusal)
            return refusal;
        if (state is not { Status: ProposalStatus.LastCall, LastCall: { } call } || now < call.Ends)
            return Decision.Accept();
        return Decision.Accept([new LastCallEnded(actor.By, now, LastCallEnd.Elapsed), .. Tallied(state, actor.By, now, roll, rules)]);
    }

    /// <summary>The tally, and what follows at once where there is no quorum.</summary>
    internal static IEnumerable<IEvent> Tallied(Proposal state, By by, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        var electorate = Electorate.Of(state, roll);
        var count = electorate.Count(rules);
        yield return new TallyTaken(by, now, state.Revision, electorate.Entries(), count);
        if (!count.HasQuorum)
            yield return new QuorumMissed(By.System, now, count.Holding, count.QuorumNeed, electorate.Silent);
    }
}
