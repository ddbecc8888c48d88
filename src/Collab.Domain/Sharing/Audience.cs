using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Members;

namespace Collab.Domain.Sharing;

/// <summary>A label of the Traffic Light Protocol 2.0 (FIRST, August 2022), from widest to narrowest.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Tlp>))]
public enum Tlp
{
    /// <summary>TLP:CLEAR. The world may read it, once released.</summary>
    Clear,

    /// <summary>TLP:GREEN. All admitted members; not by publicly accessible channels.</summary>
    Green,

    /// <summary>TLP:AMBER. The named member companies and their clients, on a need to know.</summary>
    Amber,

    /// <summary>TLP:AMBER+STRICT. The named member companies only.</summary>
    AmberStrict,

    /// <summary>TLP:RED. The named individuals only.</summary>
    Red,
}

/// <summary>
/// Who may read something: a TLP label and the companies or people that it names. The label decides the audience,
/// so the two cannot contradict each other: RED names people, AMBER and AMBER+STRICT name companies, GREEN is all
/// admitted members, CLEAR all members until it is released and the world from then on.
/// </summary>
/// <param name="Label">The TLP label.</param>
/// <param name="Companies">The named companies; empty unless AMBER or AMBER+STRICT.</param>
/// <param name="People">The named individuals; empty unless RED.</param>
public sealed record Audience(Tlp Label, ImmutableSortedSet<MemberId> Companies, ImmutableSortedSet<PersonId> People)
{
    /// <summary>TLP:CLEAR: every member now, the world once released.</summary>
    public static readonly Audience Clear = new(Tlp.Clear, [], []);

    /// <summary>TLP:GREEN: every admitted member.</summary>
    public static readonly Audience Green = new(Tlp.Green, [], []);

    /// <summary>TLP:AMBER for these companies.</summary>
    public static Audience Amber(params IEnumerable<MemberId> companies) => new(Tlp.Amber, [.. companies], []);

    /// <summary>TLP:AMBER+STRICT for these companies.</summary>
    public static Audience AmberStrict(params IEnumerable<MemberId> companies) => new(Tlp.AmberStrict, [.. companies], []);

    /// <summary>TLP:RED for these people.</summary>
    public static Audience Red(params IEnumerable<PersonId> people) => new(Tlp.Red, [], [.. people]);

    /// <summary>True when this actor may read what carries this audience. The one rule of reading; everything else calls it.</summary>
    public bool Admits(Actor actor) => !actor.IsSystem && Label switch
    {
        Tlp.Clear or Tlp.Green => true,
        Tlp.Amber or Tlp.AmberStrict => Companies.Contains(actor.Company),
        Tlp.Red => People.Contains(actor.Person),
        _ => false,
    };

    /// <summary>True when everyone whom this admits is admitted by <paramref name="other"/> too, under a label no wider.</summary>
    public bool IsWithin(Audience other) => Label >= other.Label && other.Label switch
    {
        Tlp.Clear or Tlp.Green => true,
        Tlp.Amber or Tlp.AmberStrict => Label != Tlp.Red && Companies.IsSubsetOf(other.Companies),
        Tlp.Red => People.IsSubsetOf(other.People),
        _ => false,
    };

    /// <summary>
    /// Who is left when both this and <paramref name="other"/> must admit them, under the narrower label. People and
    /// companies cannot be compared, so of RED with AMBER nobody is left: rather too few than one too many.
    /// </summary>
    public Audience Narrowed(Audience other)
    {
        if (other.IsWithin(this))
            return other;
        if (IsWithin(other))
            return this;
        var label = Label > other.Label ? Label : other.Label;
        return label == Tlp.Red
            ? new(label, [], People.Intersect(other.People))
            : new(label, Companies.Intersect(other.Companies), []);
    }

    /// <inheritdoc/>
    public bool Equals(Audience? other) =>
        other is not null && Label == other.Label && Companies.SetEquals(other.Companies) && People.SetEquals(other.People);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Label, Companies.Count, People.Count);
}

/// <summary>The exact words of TLP labels: upper case, no spaces, never translated.</summary>
public static class TlpWords
{
    /// <summary>The label as it is printed: <c>TLP:AMBER+STRICT</c>.</summary>
    public static string Text(this Tlp label) => label switch
    {
        Tlp.Clear => "TLP:CLEAR",
        Tlp.Green => "TLP:GREEN",
        Tlp.Amber => "TLP:AMBER",
        Tlp.AmberStrict => "TLP:AMBER+STRICT",
        Tlp.Red => "TLP:RED",
        _ => throw new ArgumentOutOfRangeException(nameof(label)),
    };
}
