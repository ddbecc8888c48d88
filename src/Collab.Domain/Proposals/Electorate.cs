using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Proposals;

/// <summary>One voice: a company with its affiliates.</summary>
/// <param name="Key">The unit (<see cref="MemberRoll.Unit"/>).</param>
/// <param name="Companies">Its eligible companies.</param>
/// <param name="Held">Its current position; the latest, where affiliates each held one before they became affiliates. Null for silence.</param>
public sealed record Unit(string Key, ImmutableSortedSet<MemberId> Companies, HeldPosition? Held);

/// <summary>
/// Who is eligible on a proposal, and how they stand: admitted companies that may read it, not suspended, not recused
/// themselves or by an affiliate; affiliates count as one.
/// </summary>
public sealed class Electorate
{
    private Electorate(ImmutableList<Unit> units) => Units = units;

    /// <summary>The voices, in no order that means anything.</summary>
    public ImmutableList<Unit> Units { get; }

    /// <summary>Every eligible company.</summary>
    public ImmutableSortedSet<MemberId> Companies => [.. Units.SelectMany(u => u.Companies)];

    /// <summary>Eligible companies whose unit holds no current position.</summary>
    public ImmutableSortedSet<MemberId> Silent => [.. Units.Where(u => u.Held is null).SelectMany(u => u.Companies)];

    /// <summary>Who is eligible now.</summary>
    public static Electorate Of(Proposal proposal, MemberRoll roll)
    {
        var recused = proposal.Recused.Keys.Select(roll.Unit).ToHashSet(StringComparer.Ordinal);
        return new([.. roll.Admitted
            .Where(m => Reads(proposal.Audience, m.Id))
            .GroupBy(m => roll.Unit(m.Id), StringComparer.Ordinal)
            .Where(g => !recused.Contains(g.Key))
            .Select(g => new Unit(g.Key, [.. g.Select(m => m.Id)], Latest(proposal, g.Select(m => m.Id))))]);
    }

    /// <summary>True when the company or an affiliate of it stands aside.</summary>
    public static bool IsRecused(Proposal proposal, MemberId company, MemberRoll roll) => proposal.Recused.Keys.Any(r => roll.Related(r, company));

    /// <summary>True when the audience admits companies as such, this one among them.</summary>
    public static bool Reads(Audience audience, MemberId company) => audience.Label switch
    {
        Tlp.Clear or Tlp.Green => true,
        Tlp.Amber or Tlp.AmberStrict => audience.Companies.Contains(company),
        _ => false,
    };

    /// <summary>How many voices these companies are.</summary>
    public int Voices(IEnumerable<MemberId> companies)
    {
        var voted = companies.ToHashSet();
        return Units.Count(u => u.Companies.Any(voted.Contains));
    }

    /// <summary>Every eligible company with its position or its silence.</summary>
    public ImmutableSortedDictionary<MemberId, TallyEntry> Entries() => Units
        .SelectMany(u => u.Companies.Select(c => KeyValuePair.Create(c, new TallyEntry(u.Held?.Position ?? Position.NoRecord, u.Key, u.Held?.By.Company, u.Held?.At))))
        .ToImmutableSortedDictionary();

    /// <summary>The positions in numbers, with what quorum and support need.</summary>
    public TallyCount Count(RoomRules rules)
    {
        var eligible = Units.Count;
        return new(
            eligible, Of(Position.Support), Of(Position.NoObjection), Of(Position.Object), Of(Position.Abstain),
            QuorumNeed: Math.Max(rules.QuorumMinimum, (eligible / 2) + 1),
            SupportNeed: Math.Max(rules.SupportMinimum, (eligible + 2) / 3));

        int Of(Position position) => Units.Count(u => u.Held?.Position == position);
    }

    private static HeldPosition? Latest(Proposal proposal, IEnumerable<MemberId> companies) => companies
        .Select(c => proposal.Positions.GetValueOrDefault(c))
        .Where(held => held is not null && proposal.IsCurrent(held))
        .OrderByDescending(held => held!.At).ThenBy(held => held!.Position)
        .FirstOrDefault();
}
