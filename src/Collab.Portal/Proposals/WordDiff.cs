using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;

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

    private static readonly CustomFunctionChunker Words = new(Chunks);

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
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, Words);
        List<WordRun> runs = [];
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add(WordChange.Same, diff.PiecesNew, at, block.InsertStartB - at);
            Add(WordChange.Removed, diff.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Add(WordChange.Inserted, diff.PiecesNew, block.InsertStartB, block.InsertCountB);
            at = block.InsertStartB + block.InsertCountB;
        }

        Add(WordChange.Same, diff.PiecesNew, at, diff.PiecesNew.Count - at);
        return runs;

        void Add(WordChange change, IReadOnlyList<string> pieces, int start, int count)
        {
            if (count > 0)
                runs.Add(new WordRun(change, string.Concat(pieces.Skip(start).Take(count))));
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

    // Words, runs of white space and single marks, so that a changed comma does not take its word with it.
    private static string[] Chunks(string text)
    {
        List<string> chunks = [];
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && Kind(text[i]) == Kind(text[i - 1]) && Kind(text[i]) != 2)
                continue;
            chunks.Add(text[start..i]);
            start = i;
        }

        return [.. chunks];
    }

    private static int Kind(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is '_' or '\'' or '’' ? 0 : char.IsWhiteSpace(c) ? 1 : 2;
}
