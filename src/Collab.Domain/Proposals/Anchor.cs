using System.Text.Json.Serialization;

namespace Collab.Domain.Proposals;

/// <summary>A stretch of a section's Markdown source.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
public readonly record struct Passage(int Start, int Length)
{
    /// <summary>Where it ends.</summary>
    [JsonIgnore]
    public int End => Start + Length;
}

/// <summary>
/// A passage of a proposal's text, described so that it is found again in later texts: a text quote selector of the W3C's
/// Web Annotation Data Model. No position is kept, because edits elsewhere move it.
/// </summary>
/// <param name="Section">The section's name in lower case.</param>
/// <param name="Prefix">Up to <see cref="ContextLength"/> characters of Markdown source before the passage.</param>
/// <param name="Quote">The passage's Markdown source; empty for the section as a whole.</param>
/// <param name="Suffix">Up to <see cref="ContextLength"/> characters of Markdown source after it.</param>
/// <param name="Event">The number of the proposal's event whose text was quoted.</param>
/// <param name="Revision">The revision that was quoted; 0 for a draft.</param>
public sealed record Anchor(string Section, string Prefix, string Quote, string Suffix, long Event, int Revision)
{
    /// <summary>The most characters of context on each side.</summary>
    public const int ContextLength = 32;

    /// <summary>The longest passage, in UTF-16 units: also what bounds the cost of finding it again.</summary>
    public const int QuoteLimit = 2_000;

    /// <summary>True when it is about the section as a whole, which is never gone.</summary>
    [JsonIgnore]
    public bool IsWholeSection => Quote.Length == 0;

    /// <summary>The anchor of a passage of this text.</summary>
    public static Anchor To(string section, string markdown, Passage passage, long @event, int revision)
    {
        var before = Math.Max(0, passage.Start - ContextLength);
        var after = Math.Min(markdown.Length, passage.End + ContextLength);
        // Half a surrogate pair is no text.
        if (before < passage.Start && char.IsLowSurrogate(markdown[before]))
            before++;
        if (after > passage.End && char.IsHighSurrogate(markdown[after - 1]))
            after--;
        return new(section, markdown[before..passage.Start], markdown.Substring(passage.Start, passage.Length), markdown[passage.End..after], @event, revision);
    }

    /// <summary>The anchor of a section as a whole.</summary>
    public static Anchor ToSection(string section, long @event, int revision) => new(section, "", "", "", @event, revision);

    /// <summary>
    /// Finds the passage in the section's present Markdown: as quoted, at the place whose surroundings agree best; else with
    /// other white space; else with small edits inside it. Null when it is gone.
    /// </summary>
    public Passage? Find(string markdown) => IsWholeSection ? new Passage(0, markdown.Length) : AnchorSearch.Find(this, markdown);

    /// <summary>The section with the passage rewritten; null when the passage is gone. A whole section is rewritten only while nothing is written there.</summary>
    public string? Replace(string markdown, string replacement) =>
        IsWholeSection ? string.IsNullOrWhiteSpace(markdown) ? replacement : null
        : Find(markdown) is { } passage ? string.Concat(markdown.AsSpan(0, passage.Start), replacement, markdown.AsSpan(passage.End)) : null;

    /// <summary>
    /// The smallest passage of whole words that differs between two versions of a section, and what stands in its place.
    /// Null when they are the same.
    /// </summary>
    public static (Passage Passage, string Replacement)? Difference(string before, string after)
    {
        if (before == after)
            return null;
        var shorter = Math.Min(before.Length, after.Length);
        var start = before.AsSpan().CommonPrefixLength(after);
        var tail = 0;
        while (tail < shorter - start && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;

        // Whole words on both sides; where words were only added, the one before them tells the place.
        while (IsInWord(before, start) || IsInWord(after, start))
            start--;
        while (tail > 0 && (IsInWord(before, before.Length - tail) || IsInWord(after, after.Length - tail)))
            tail--;
        if (start == before.Length - tail)
        {
            while (start > 0 && char.IsWhiteSpace(before[start - 1]))
                start--;
            while (start > 0 && !char.IsWhiteSpace(before[start - 1]))
                start--;
        }

        while (start == before.Length - tail && tail > 0)
        {
            while (tail > 0 && char.IsWhiteSpace(before[^tail]))
                tail--;
            while (tail > 0 && !char.IsWhiteSpace(before[^tail]))
                tail--;
        }

        while (before.Length - tail - start > 1 && after.Length - tail - start > 1 && before[^(tail + 1)] == after[^(tail + 1)] && char.IsWhiteSpace(before[^(tail + 1)]))
            tail++;
        return (new Passage(start, before.Length - tail - start), after[start..^tail]);
    }

    private static bool IsInWord(string text, int at) =>
        at > 0 && at < text.Length && !char.IsWhiteSpace(text[at - 1]) && !char.IsWhiteSpace(text[at]);
}
