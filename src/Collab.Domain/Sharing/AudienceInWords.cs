using Collab.Domain.Members;

namespace Collab.Domain.Sharing;

/// <summary>An audience as one sentence that stands beside its label, and a label read from its text.</summary>
public static class AudienceInWords
{
    /// <summary>
    /// Who may read it: <c>All members may read this. Not for public channels.</c> Companies stand in the order of their
    /// names, so that none comes first by design.
    /// </summary>
    /// <param name="audience">The audience.</param>
    /// <param name="roll">The members, for their names.</param>
    /// <param name="person">A person's name, for TLP:RED; null prints how many they are.</param>
    public static string Sentence(this Audience audience, MemberRoll roll, Func<PersonId, string>? person = null) => audience.Label switch
    {
        Tlp.Clear => "All members may read this. Once released, everyone may.",
        Tlp.Green => "All members may read this. Not for public channels.",
        Tlp.Amber => $"Only {Companies(audience, roll)} may read this, and share it with clients who need to know.",
        Tlp.AmberStrict => $"Only {Companies(audience, roll)} may read this.",
        Tlp.Red => person is null
            ? audience.People.Count == 1 ? "Only one named person may read this." : $"Only {audience.People.Count} named people may read this."
            : $"Only {List(audience.People.Select(person))} may read this.",
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };

    /// <summary>Reads a label from its text, in any case: <c>TLP:AMBER+STRICT</c>. Spaces are not allowed (TLP 2.0).</summary>
    /// <returns>The label; null when it is none of TLP 2.0, such as <c>TLP:WHITE</c>.</returns>
    public static Tlp? ParseLabel(string? text)
    {
        foreach (var label in Enum.GetValues<Tlp>())
        {
            if (string.Equals(text, label.Text(), StringComparison.OrdinalIgnoreCase))
                return label;
        }

        return null;
    }

    /// <summary>Names as a list in a sentence: <c>Contoso, Fabrikam and Northwind</c>; in the order of their names.</summary>
    public static string List(IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.OrdinalIgnoreCase).ToList();
        return sorted.Count switch
        {
            0 => "nobody",
            1 => sorted[0],
            _ => string.Join(", ", sorted.Take(sorted.Count - 1)) + " and " + sorted[^1],
        };
    }

    private static string Companies(Audience audience, MemberRoll roll) => List(audience.Companies.Select(roll.Name));
}
