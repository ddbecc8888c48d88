using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Another seat confirms that the written decision is the panel's; with the majority of the seats it takes effect. A
/// seat that may not sit any more counts no more, and affiliates count as one. Refusals: <c>not_found</c>, <c>actor.not_representative</c>, <c>proposal.no_panel</c>,
/// <c>proposal.not_on_panel</c>, <c>proposal.recused</c>, <c>proposal.nothing_written</c>.
/// </summary>
public sealed record ConfirmPanelDecision(string Matter)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if (Guard.Seat(state, Matter, actor, roll) is { } refusal)
            return refusal;
        var panel = state.Panels[Matter];
        if (panel.Written is not { } result)
            return Refusal.Conflict("proposal.nothing_written", "The panel's decision is not written down yet. A seat writes it first.");
        if (panel.ConfirmedBy.Contains(actor.Company))
            return Decision.Accept();
        var confirmed = new PanelDecisionConfirmed(actor.By, now, Matter);
        return Voices(state, actor, roll) > panel.Seats.Count / 2
            ? Decision.Accept(confirmed, new PanelDecided(actor.By, now, Matter, result))
            : Decision.Accept(confirmed);
    }

    private int Voices(Proposal state, Actor actor, MemberRoll roll)
    {
        _ = Guard.Matter(state, Matter, out var party);
        return state.Panels[Matter].ConfirmedBy.Add(actor.Company).Where(c => AppointPanel.MaySit(state, [c], party, roll) is null).Select(roll.Unit).Distinct().Count();
    }
}
