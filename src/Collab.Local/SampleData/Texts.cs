using Collab.Domain.Proposals;

namespace Collab.Local.SampleData;

/// <summary>The texts of SampleData/texts: Markdown, in parts that begin at a heading of the second level.</summary>
internal static class Texts
{
    /// <summary>A whole file.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream("sample/" + name + ".md")
            ?? throw new InvalidOperationException($"Sample data: there is no text {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The parts of a file by their headings.</summary>
    public static IReadOnlyDictionary<string, string> Parts(string name) => ("\n" + Read(name)).Split("\n## ").Skip(1)
        .Select(part => part.Split('\n', 2))
        .ToDictionary(part => part[0].Trim(), part => part[1].Trim());

    /// <summary>A proposal's text; a section that the file leaves out is empty.</summary>
    public static ProposalText Proposal(string name)
    {
        var parts = Parts(name);
        string Of(string section) => parts.TryGetValue(section, out var text) ? text : "";
        return new(Of("Problem"), Of("Proposal"), Of("Alternatives"), Of("Compatibility"), Of("Security"), Of("Rollout"));
    }

    /// <summary>The text with other words in some places.</summary>
    /// <exception cref="InvalidOperationException">The words to replace do not stand there exactly once.</exception>
    public static ProposalText Revised(this ProposalText text, params IEnumerable<(string Old, string New)> changes) => changes.Aggregate(text, (t, change) =>
    {
        if (t.Sections.Sum(s => s.Markdown.Split(change.Old).Length - 1) != 1)
            throw new InvalidOperationException($"Sample data: \"{change.Old}\" does not stand in the text exactly once.");
        string In(string section) => section.Replace(change.Old, change.New, StringComparison.Ordinal);
        return new(In(t.Problem), In(t.Proposal), In(t.Alternatives), In(t.Compatibility), In(t.Security), In(t.Rollout));
    });
}
