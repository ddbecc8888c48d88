using Collab.Domain.Members;
using System.Collections.Immutable;

namespace Collab.Domain.Proposals;

/// <summary>
/// Appoints three or five companies, unrelated to each other and to the parties, to decide a sustained objection
/// (<c>OBJ-1</c>) or the appeal (<c>appeal</c>). A moderator unrelated to the parties. A panel is replaced only
/// when one of its companies may not sit any more. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>,
/// <c>proposal.own_proposal</c>, <c>proposal.recused</c>, <c>proposal.no_such_matter</c>,
/// <c>proposal.own_matter</c>, <c>proposal.panel_appointed</c>, <c>proposal.panel_size</c>,
/// <c>proposal.panel_seat</c>, <c>proposal.panel_related</c>.
/// </summary>
public sealed record AppointPanel(string Matter, ImmutableSortedSet<MemberId> Seats)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.UnrelatedModerator(state, actor, roll)
            ?? Guard.Matter(state, Matter, out var party)
            ?? (roll.Unrelated(party, actor.Company) ? null
                : Refusal.Forbidden("proposal.own_matter", $"A moderator does not appoint a panel on their own company's matter. Ask a moderator unrelated to {roll.Name(party)}."))
            ?? Vacant(state, party, roll)
            ?? Size()
            ?? Seats.Select(s => Fit(state, s, party, roll)).FirstOrDefault(r => r is not null)
            ?? Unrelated(roll)) is { } refusal)
            return refusal;
        return Decision.Accept(new PanelAppointed(actor.By, now, Matter, Seats));
    }

    private Refusal? Vacant(Proposal state, MemberId party, MemberRoll roll) =>
        state.Panels.TryGetValue(Matter, out var panel) && panel.Seats.All(s => Fit(state, s, party, roll) is null)
            ? Refusal.Conflict("proposal.panel_appointed", $"The panel is appointed: {Say.Names(roll, panel.Seats)}.")
            : null;

    private Refusal? Size() => Seats is { Count: 3 or 5 } ? null
        : Refusal.Invalid("proposal.panel_size", "A panel has three or five seats, each of another company.", "seats");

    private static Refusal? Fit(Proposal state, MemberId seat, MemberId party, MemberRoll roll)
    {
        if (roll.Find(seat) is not { Status: MemberStatus.Admitted } || !Electorate.Reads(state.Audience, seat))
            return Refusal.Invalid("proposal.panel_seat", $"{roll.Name(seat)} cannot sit on the panel: it is not an admitted member that may read the proposal.", "seats");
        if (Electorate.IsRecused(state, seat, roll))
            return Refusal.Invalid("proposal.panel_seat", $"{roll.Name(seat)} cannot sit on the panel: it is recused.", "seats");
        return state.Authors.Append(party).FirstOrDefault(p => roll.Related(p, seat)) is { Value: not null } related
            ? Refusal.Invalid("proposal.panel_related", $"{roll.Name(seat)} cannot sit on the panel: {(related == seat ? "it is a party" : $"it is related to {roll.Name(related)}, a party")}.", "seats")
            : null;
    }

    private Refusal? Unrelated(MemberRoll roll)
    {
        var affiliates = Seats.GroupBy(roll.Unit, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return affiliates is null ? null
            : Refusal.Invalid("proposal.panel_related", $"{Say.Names(roll, affiliates)} are affiliates and count as one. Seat unrelated companies.", "seats");
    }
}
