using System.Text;

namespace Collab.Domain.Proposals;

/// <summary>How the passage of an <see cref="Anchor"/> is found again. Its cost grows with the text, and not with how often the text repeats itself.</summary>
internal static class AnchorSearch
{
    /// <summary>A shorter passage is found as quoted or not at all.</summary>
    private const int ShortestEdited = 12;

    /// <summary>A passage as long as this stands for itself, whatever surrounds it.</summary>
    private const int SelfEvident = 32;

    /// <summary>A passage of this length that stands once in the text is taken for the one that was quoted.</summary>
    private const int Distinctive = 8;

    /// <summary>The most places with equally few edits that are compared by their surroundings.</summary>
    private const int Ties = 16;

    public static Passage? Find(Anchor anchor, string text)
    {
        if (Best(text, anchor.Prefix, anchor.Quote, anchor.Suffix, out var seen) is { } exact)
            return exact;
        if (seen)
            return null;
        var (squeezed, positions) = Squeeze(text);
        var quote = Squeeze(anchor.Quote).Text.Trim();
        if (quote.Length == 0)
            return null;
        var prefix = Squeeze(anchor.Prefix).Text;
        var suffix = Squeeze(anchor.Suffix).Text;
        var found = Best(squeezed, prefix, quote, suffix, out seen);
        if (found is null && !seen && quote.Length >= ShortestEdited)
            found = Edited(squeezed, prefix, quote, suffix);
        return found is { Length: > 0 } passage ? new Passage(positions[passage.Start], positions[passage.End - 1] + 1 - positions[passage.Start]) : null;
    }

    /// <summary>The quote as it stands, at the place whose surroundings agree best; null where no place is credible.</summary>
    private static Passage? Best(string text, string prefix, string quote, string suffix, out bool seen)
    {
        var (best, score, places) = (-1, -1, 0);
        for (var at = text.IndexOf(quote, StringComparison.Ordinal); at >= 0; at = text.IndexOf(quote, at + 1, StringComparison.Ordinal))
        {
            places++;
            var agreed = Agreement(text, at, at + quote.Length, prefix, suffix);
            if (agreed > score)
                (best, score) = (at, agreed);
        }

        seen = places > 0;
        return seen && (IsCredible(quote.Length, score, prefix, suffix) || (places == 1 && quote.Length >= Distinctive)) ? new Passage(best, quote.Length) : null;
    }

    private static bool IsCredible(int length, int agreed, string prefix, string suffix) =>
        length >= SelfEvident || 4 * agreed >= prefix.Length + suffix.Length;

    /// <summary>How many characters next to the place are those that stood next to the passage.</summary>
    private static int Agreement(string text, int start, int end, string prefix, string suffix)
    {
        var before = 0;
        while (before < prefix.Length && before < start && text[start - 1 - before] == prefix[^(before + 1)])
            before++;
        return before + text.AsSpan(end).CommonPrefixLength(suffix);
    }

    /// <summary>The text with every run of white space as one space, and where each of its characters came from.</summary>
    private static (string Text, List<int> Positions) Squeeze(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        var positions = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var space = char.IsWhiteSpace(text[i]);
            if (space && squeezed.Length > 0 && squeezed[^1] == ' ')
                continue;
            squeezed.Append(space ? ' ' : text[i]);
            positions.Add(i);
        }

        return (squeezed.ToString(), positions);
    }

    /// <summary>
    /// The place with the fewest inserted, removed and replaced characters: at most a quarter of the quote. Surroundings that
    /// agree outweigh a few edits more: words that were put in next to an edge look like that edge rewritten.
    /// </summary>
    private static Passage? Edited(string text, string prefix, string quote, string suffix)
    {
        var most = quote.Length / 4;
        var ends = Edits(text, quote, anywhere: true).Where(e => e.Edits <= most).ToList();
        if (ends.Count == 0)
            return null;
        var least = ends.Min(e => e.Edits);
        Passage? best = null;
        var (score, agreed) = (int.MinValue, 0);
        foreach (var (end, edits) in ends.OrderByDescending(e => Worth(Agreement(text, e.End, e.End, "", suffix), e.Edits - least)).Take(Ties))
        {
            var start = StartOf(text, prefix, quote, end, edits);
            var agreement = Agreement(text, start, end, prefix, suffix);
            if (Worth(agreement, edits - least) > score)
                (best, score, agreed) = (new Passage(start, end - start), Worth(agreement, edits - least), agreement);
        }

        return IsCredible(quote.Length, agreed, prefix, suffix) ? best : null;
    }

    // The same question from the end backwards: which start makes so few edits, and has the prefix before it.
    private static int StartOf(string text, string prefix, string quote, int end, int least)
    {
        var most = quote.Length / 4;
        var from = Math.Max(0, end - quote.Length - most);
        var (best, score) = (0, int.MinValue);
        foreach (var (length, edits) in Edits(Backwards(text[from..end]), Backwards(quote), anywhere: false))
        {
            if (edits <= most && Worth(Agreement(text, end - length, end, prefix, ""), edits - least) is var worth && worth > score)
                (best, score) = (length, worth);
        }

        return end - best;
    }

    private static int Worth(int agreed, int moreEdits) => agreed - (2 * moreEdits);

    private static string Backwards(string text) => string.Create(text.Length, text, (span, source) =>
    {
        source.CopyTo(span);
        span.Reverse();
    });

    /// <summary>
    /// For each end in the text, the fewest edits that turn the pattern into what ends there and begins anywhere, or at the
    /// text's start. Myers' bit-parallel algorithm (1999) in Hyyrö's blocks (2003): 64 rows of the table at a time.
    /// </summary>
    private static IEnumerable<(int End, int Edits)> Edits(string text, string pattern, bool anywhere)
    {
        var blocks = (pattern.Length + 63) / 64;
        var matches = new Dictionary<char, ulong[]>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (!matches.TryGetValue(pattern[i], out var bits))
                matches[pattern[i]] = bits = new ulong[blocks];
            bits[i / 64] |= 1UL << (i % 64);
        }

        var none = new ulong[blocks];
        var higher = new ulong[blocks];
        var lower = new ulong[blocks];
        Array.Fill(higher, ulong.MaxValue);
        var last = 1UL << ((pattern.Length - 1) % 64);
        var edits = pattern.Length;
        for (var j = 0; j < text.Length; j++)
        {
            var match = matches.GetValueOrDefault(text[j], none);
            var carry = anywhere ? 0 : 1;
            for (var b = 0; b < blocks; b++)
                carry = Step(ref higher[b], ref lower[b], match[b], carry, b == blocks - 1 ? last : 1UL << 63);
            edits += carry;
            yield return (j + 1, edits);
        }
    }

    // One block of one column: vertical differences in and out by reference, horizontal ones as the carry.
    private static int Step(ref ulong higher, ref ulong lower, ulong match, int carry, ulong top)
    {
        var vertical = match | lower;
        if (carry < 0)
            match |= 1;
        var diagonal = unchecked(((match & higher) + higher) ^ higher) | match;
        var up = lower | ~(diagonal | higher);
        var down = higher & diagonal;
        var next = (up & top) != 0 ? 1 : (down & top) != 0 ? -1 : 0;
        up <<= 1;
        down <<= 1;
        if (carry < 0)
            down |= 1;
        else if (carry > 0)
            up |= 1;
        higher = down | ~(vertical | up);
        lower = up & vertical;
        return next;
    }
}
