namespace Collab.Domain.Proposals;

/// <summary>A part of a text and what came in its place.</summary>
/// <param name="Start">Where the part begins in the text before, in characters.</param>
/// <param name="End">Where it ends; the same where only something was inserted.</param>
/// <param name="Text">What stands there now; empty where only something was removed.</param>
public readonly record struct TextChange(int Start, int End, string Text);

/// <summary>
/// What changed between two texts, by words: they are compared with the spaces before them, line breaks and marks by
/// themselves. Texts that differ in very many words are compared by lines, and those that differ in very many lines are one
/// change: a text made to be slow costs no more than another.
/// </summary>
public static class TextDiff
{
    // The most changed words that are told apart: time and memory grow with the square of it.
    private const int MostChanges = 1_000;

    // The longest run of unchanged text, in characters, that is taken for chance between two larger changes.
    private const int Island = 16;

    /// <summary>What changed, in the order of the text before; the parts between the changes stand in both.</summary>
    /// <param name="before">The one text.</param>
    /// <param name="after">What became of it.</param>
    public static IReadOnlyList<TextChange> Between(string before, string after) =>
        Changes(Words(before), Words(after)) ?? Changes(Lines(before), Lines(after)) ?? [Whole(before, after)];

    private static TextChange Whole(string before, string after)
    {
        var (start, end) = Frame(before.AsSpan(), after.AsSpan());
        return new(start, before.Length - end, after[start..(after.Length - end)]);
    }

    private static List<TextChange>? Changes(List<string> before, List<string> after)
    {
        if (Regions(before, after) is not { } regions)
            return null;
        var (found, offset, token) = (new List<TextChange>(), 0, 0);
        foreach (var (a0, a1, b0, b1) in Joined(regions, before, after))
        {
            offset += Length(before, token, a0);
            var length = Length(before, a0, a1);
            found.Add(new(offset, offset + length, string.Concat(after.Skip(b0).Take(b1 - b0))));
            (offset, token) = (offset + length, a1);
        }

        return found;
    }

    /// <summary>A few words that stand unchanged between two larger changes are there by chance: they change together.</summary>
    private static List<Region> Joined(List<Region> regions, List<string> before, List<string> after)
    {
        List<Region> joined = [];
        foreach (var region in regions)
        {
            var next = region;
            while (joined.Count > 0 && IsIsland(joined[^1], next))
            {
                next = new(joined[^1].A0, next.A1, joined[^1].B0, next.B1);
                joined.RemoveAt(joined.Count - 1);
            }

            joined.Add(next);
        }

        return joined;

        bool IsIsland(Region left, Region right)
        {
            var gap = string.Concat(before.Skip(left.A1).Take(right.A0 - left.A1));
            return !gap.Contains('\n', StringComparison.Ordinal)
                && (!gap.Any(char.IsLetterOrDigit) || gap.Length <= Math.Min(Island, Math.Min(Size(left), Size(right))));
        }

        int Size(Region r) => Math.Max(Length(before, r.A0, r.A1), Length(after, r.B0, r.B1));
    }

    /// <summary>The parts that differ, by the shortest way from one to the other (Myers 1986); null when it is too long.</summary>
    private static List<Region>? Regions(List<string> before, List<string> after)
    {
        var (skip, tail) = Frame<string>([.. before], [.. after]);
        var (n, m) = (before.Count - skip - tail, after.Count - skip - tail);
        List<int[]> trail = [];
        var furthest = new int[(2 * Math.Min(n + m, MostChanges)) + 3];
        var middle = furthest.Length / 2;
        for (var d = 0; d <= n + m; d++)
        {
            if (d > MostChanges)
                return null;
            trail.Add(furthest[(middle - d)..(middle + d + 1)]);
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]) ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1;
                for (; x < n && x - k < m && before[skip + x] == after[skip + x - k];)
                    x++;
                furthest[middle + k] = x;
                if (x >= n && x - k >= m)
                    return Backwards(trail, n, m, skip);
            }
        }

        return [];
    }

    private static List<Region> Backwards(List<int[]> trail, int n, int m, int skip)
    {
        List<Region> regions = [];
        var (x, y) = (n, m);
        for (var d = trail.Count - 1; d > 0; d--)
        {
            var (row, k) = (trail[d], x - y);
            var previous = k == -d || (k != d && row[d + k - 1] < row[d + k + 1]) ? k + 1 : k - 1;
            var fromX = row[d + previous];
            var fromY = fromX - previous;
            // One word inserted or removed, after which the two run alike up to (x, y).
            var (toX, toY) = previous == k + 1 ? (fromX, fromY + 1) : (fromX + 1, fromY);
            if (regions.Count > 0 && regions[^1].A0 == skip + toX && regions[^1].B0 == skip + toY)
                regions[^1] = regions[^1] with { A0 = skip + fromX, B0 = skip + fromY };
            else
                regions.Add(new(skip + fromX, skip + toX, skip + fromY, skip + toY));
            (x, y) = (fromX, fromY);
        }

        regions.Reverse();
        return regions;
    }

    /// <summary>How much two sequences have in common at their beginnings and at their ends.</summary>
    private static (int Start, int End) Frame<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : IEquatable<T>
    {
        var start = a.CommonPrefixLength(b);
        var end = 0;
        while (end < Math.Min(a.Length, b.Length) - start && a[^(end + 1)].Equals(b[^(end + 1)]))
            end++;
        return (start, end);
    }

    private static int Length(List<string> tokens, int from, int to)
    {
        var length = 0;
        for (var i = from; i < to; i++)
            length += tokens[i].Length;
        return length;
    }

    private static List<string> Words(string text)
    {
        List<string> words = [];
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && text[end] is ' ' or '\t')
                end++;
            if (end < text.Length && IsWord(text[end]))
            {
                while (end < text.Length && IsWord(text[end]))
                    end++;
            }
            else if (end < text.Length)
            {
                end++;
            }

            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }

    private static List<string> Lines(string text)
    {
        List<string> lines = [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) + 1;
            if (end == 0)
                end = text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is '_' or '\'' or '’';

    /// <summary>Tokens A0 to A1 of the text before became B0 to B1 of the text after.</summary>
    private readonly record struct Region(int A0, int A1, int B0, int B1);
}
