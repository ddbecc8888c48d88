using System.Collections.Immutable;
using Collab.Domain.Members;

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
            ?? MaySit(state, Seats, party, roll)) is { } refusal)
            return refusal;
        return Decision.Accept(new PanelAppointed(actor.By, now, Matter, Seats));
    }

    private Refusal? Vacant(Proposal state, MemberId party, MemberRoll roll) =>
        state.Panels.TryGetValue(Matter, out var panel) && MaySit(state, panel.Seats, party, roll) is null
            ? Refusal.Conflict("proposal.panel_appointed", $"The panel is appointed: {Say.Names(roll, panel.Seats)}.")
            : null;

    private Refusal? Size() => Seats is { Count: 3 or 5 } ? null
        : Refusal.Invalid("proposal.panel_size", "A panel has three or five seats, each of another company.", "seats");

    /// <summary>Whether these companies may sit together on a panel now, with this party.</summary>
    internal static Refusal? MaySit(Proposal state, ImmutableSortedSet<MemberId> seats, MemberId party, MemberRoll roll) =>
        Fit(state, seats, party, roll) ?? Unrelated(seats, roll);

    private static Refusal? Fit(Proposal state, ImmutableSortedSet<MemberId> seats, MemberId party, MemberRoll roll)
    {
        return Unfit("proposal.panel_seat", "no admitted member that may read the proposal", s => roll.Find(s) is not { Status: MemberStatus.Admitted } || !Electorate.Reads(state.Audience, s))
        ?? Unfit("proposal.panel_seat", "recused", s => Electorate.IsRecused(state, s, roll))
        ?? Unfit("proposal.panel_related", $"related to a party ({Say.Names(roll, state.Authors.Append(party).Distinct())})", s => state.Authors.Append(party).Any(p => roll.Related(p, s)));

        Refusal? Unfit(string code, string why, Func<MemberId, bool> unfit) => seats.Where(unfit).ToList() is { Count: > 0 } found
            ? Refusal.Invalid(code, $"The panel cannot seat {Say.Names(roll, found)}: {why}.", "seats")
            : null;
    }

    private static Refusal? Unrelated(ImmutableSortedSet<MemberId> seats, MemberRoll roll)
    {
        var affiliates = seats.GroupBy(roll.Unit, StringComparer.Ordinal).Where(g => g.Count() > 1).SelectMany(g => g).ToList();
        return affiliates.Count == 0 ? null
            : Refusal.Invalid("proposal.panel_related", $"Affiliates count as one: {Say.Names(roll, affiliates)}. Seat unrelated companies.", "seats");
    }
}
