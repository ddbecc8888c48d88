using System.Text;
using Collab.Domain.Proposals;

namespace Collab.Portal.Proposals;

/// <summary>What became of some words between two texts.</summary>
public enum WordChange
{
    /// <summary>They stand in both.</summary>
    Same,

    /// <summary>They are new.</summary>
    Inserted,

    /// <summary>They are gone.</summary>
    Removed,
}

/// <summary>A run of words and what became of them. Text as written: whoever shows it encodes it.</summary>
/// <param name="Change">What became of them.</param>
/// <param name="Text">The words with their spaces.</param>
public sealed record WordRun(WordChange Change, string Text);

/// <summary>One section's changes.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Runs">The changed words with some of those around them.</param>
public sealed record SectionChange(string Section, IReadOnlyList<WordRun> Runs);

/// <summary>One section of two texts, each whole.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Before">The earlier text, with what was removed from it.</param>
/// <param name="After">The later text, with what was inserted into it.</param>
public sealed record SectionSides(string Section, IReadOnlyList<WordRun> Before, IReadOnlyList<WordRun> After)
{
    /// <summary>True when any word differs.</summary>
    public bool Differs => Before.Concat(After).Any(r => r.Change != WordChange.Same);
}

/// <summary>What changed between two texts, word by word.</summary>
public static class WordDiff
{
    /// <summary>How many characters of unchanged text stand beside a change.</summary>
    private const int Context = 160;

    private const string Gap = " … ";

    /// <summary>The sections that differ, in the order of the template.</summary>
    public static IReadOnlyList<SectionChange> Between(RevisionText before, RevisionText after) =>
        [.. after.Sections
            .Select(section => (section.Name, Before: before.Sections.FirstOrDefault(s => s.Name == section.Name)?.Markdown ?? "", After: section.Markdown))
            .Where(s => s.Before != s.After)
            .Select(s => new SectionChange(s.Name, Changed(s.Before, s.After)))];

    /// <summary>The changed words of two texts with some of those around them.</summary>
    public static IReadOnlyList<WordRun> Changed(string before, string after) => Shorten(Runs(before, after));

    /// <summary>Every section of both texts, in the order of the template.</summary>
    public static IReadOnlyList<SectionSides> Sides(RevisionText before, RevisionText after) =>
        [.. after.Sections.Select(section =>
        {
            var runs = Runs(before.Sections.FirstOrDefault(s => s.Name == section.Name)?.Markdown ?? "", section.Markdown);
            return new SectionSides(section.Name, [.. runs.Where(r => r.Change != WordChange.Inserted)], [.. runs.Where(r => r.Change != WordChange.Removed)]);
        })];

    /// <summary>All words of both texts in order, with what became of them.</summary>
    public static IReadOnlyList<WordRun> Runs(string before, string after)
    {
        List<WordRun> runs = [];
        var at = 0;
        foreach (var change in TextDiff.Between(before, after))
        {
            // The spaces before a word are compared with it; where both have them, they stay.
            var removed = before[change.Start..change.End];
            var spaces = removed.AsSpan().CommonPrefixLength(change.Text);
            while (spaces > 0 && !removed.AsSpan(0, spaces).IsWhiteSpace())
                spaces--;
            Add(WordChange.Same, before[at..(change.Start + spaces)]);
            Add(WordChange.Removed, removed[spaces..]);
            Add(WordChange.Inserted, change.Text[spaces..]);
            at = change.End;
        }

        Add(WordChange.Same, before[at..]);
        return runs;

        void Add(WordChange change, string text)
        {
            if (text.Length > 0)
                runs.Add(new WordRun(change, text));
        }
    }

    private static List<WordRun> Shorten(IReadOnlyList<WordRun> runs)
    {
        List<WordRun> shortened = [];
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            if (run.Change != WordChange.Same || run.Text.Length <= 2 * Context)
            {
                shortened.Add(run);
                continue;
            }

            var text = new StringBuilder();
            if (i > 0)
                text.Append(run.Text, 0, WholeWords(run.Text, Context));
            text.Append(Gap);
            if (i < runs.Count - 1)
                text.Append(run.Text, WholeWords(run.Text, run.Text.Length - Context), run.Text.Length - WholeWords(run.Text, run.Text.Length - Context));
            shortened.Add(run with { Text = text.ToString() });
        }

        return shortened;
    }

    private static int WholeWords(string text, int near)
    {
        var space = text.IndexOf(' ', near);
        return space < 0 ? near : space;
    }
}
