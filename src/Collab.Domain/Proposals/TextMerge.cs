using System.Text;

namespace Collab.Domain.Proposals;

/// <summary>Two texts that were made of one, put together.</summary>
/// <param name="Text">The merged text. Where both changed the same words it holds mine and then theirs, so that nothing is lost.</param>
/// <param name="Conflict">True when both changed the same words in different ways.</param>
public sealed record Merged(string Text, bool Conflict);

/// <summary>
/// Three-way merge of texts, by words: what one side changed and the other left alone is taken from the one, what both
/// changed alike is taken once, and what both changed differently is a conflict.
/// </summary>
public static class TextMerge
{
    /// <summary>Merges what two sides made of one text. Apart from conflicts it does not matter which side is which.</summary>
    /// <param name="started">What both started from.</param>
    /// <param name="mine">What the one made of it.</param>
    /// <param name="theirs">What the other made of it.</param>
    public static Merged Of(string started, string mine, string theirs)
    {
        if (mine == theirs || theirs == started)
            return new(mine, false);
        if (mine == started)
            return new(theirs, false);
        var changes = TextDiff.Between(started, mine).Select(c => (Change: c, Mine: true))
            .Concat(TextDiff.Between(started, theirs).Select(c => (Change: c, Mine: false)))
            .OrderBy(c => c.Change.Start).ThenBy(c => c.Change.End).ToList();
        var text = new StringBuilder();
        var (at, conflict) = (0, false);
        for (var i = 0; i < changes.Count;)
        {
            var (start, end) = (changes[i].Change.Start, changes[i].Change.End);
            var first = i;
            for (i++; i < changes.Count && Meets(start, end, changes[i].Change); i++)
                end = Math.Max(end, changes[i].Change.End);
            text.Append(started, at, start - at);
            at = end;
            var group = changes.GetRange(first, i - first);
            var ours = Apply(started, start, end, group.Where(c => c.Mine).Select(c => c.Change));
            var others = Apply(started, start, end, group.Where(c => !c.Mine).Select(c => c.Change));
            if (group.TrueForAll(c => c.Mine) || ours == others)
            {
                text.Append(ours);
            }
            else if (group.TrueForAll(c => !c.Mine))
            {
                text.Append(others);
            }
            else
            {
                conflict = true;
                text.Append(Both(ours, others));
            }
        }

        return new(text.Append(started, at, started.Length - at).ToString(), conflict);
    }

    // Two changes meet when they replace a common part, or when both insert at one place: then their order is anybody's guess.
    private static bool Meets(int start, int end, TextChange next) => next.Start < end || (start == end && next.Start == start && next.End == start);

    private static string Both(string mine, string theirs) =>
        mine.Length == 0 || theirs.Length == 0 || char.IsWhiteSpace(mine[^1]) || char.IsWhiteSpace(theirs[0]) ? mine + theirs : $"{mine} {theirs}";

    private static string Apply(string started, int start, int end, IEnumerable<TextChange> changes)
    {
        var text = new StringBuilder();
        foreach (var change in changes)
        {
            text.Append(started, start, change.Start - start).Append(change.Text);
            start = change.End;
        }

        return text.Append(started, start, end - start).ToString();
    }
}
