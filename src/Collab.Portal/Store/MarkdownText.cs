using Collab.Domain.Proposals;
using Markdig;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Collab.Portal.Store;

/// <summary>
/// The text that a reader sees of some Markdown, each character with the source it came from: so a passage selected on a
/// page is found in the source, and a passage of the source on the page. White space is left out on both sides, because
/// the page and the source break lines at different places; so offsets count visible characters.
/// </summary>
public sealed class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = Markdown.Rules().UsePreciseSourceLocation().Build();

    private readonly List<char> characters = [];
    private readonly List<(int Start, int End)> sources = [];
    private readonly List<(int First, int Last, int Start, int End)> containers = [];
    private readonly string markdown;
    private readonly string visible;
    private int cursor;

    private MarkdownText(string markdown)
    {
        this.markdown = markdown;
        try
        {
            Read(Markdown.Parse(markdown, Pipeline));
        }
        catch (ArgumentException)
        {
            // Markdown.Render shows it as it was typed.
            characters.Clear();
            sources.Clear();
            containers.Clear();
            cursor = 0;
            Add(markdown, 0, markdown.Length);
        }

        visible = string.Concat(characters);
    }

    /// <summary>Reads some Markdown.</summary>
    public static MarkdownText Of(string markdown) => new(markdown);

    /// <summary>
    /// The source of a passage that was selected on the page. Of several such passages the one whose surroundings agree best.
    /// What is emphasised or linked is taken with its marks where the selection reaches across them.
    /// </summary>
    /// <param name="selected">The selected text.</param>
    /// <param name="before">Some text before it.</param>
    /// <param name="after">Some text after it.</param>
    /// <returns>Null when the text has no such passage.</returns>
    public Passage? Source(string selected, string before = "", string after = "")
    {
        var wanted = Visible(selected);
        if (wanted.Length == 0)
            return null;
        var (prefix, suffix) = (Visible(before), Visible(after));
        var (best, score) = (-1, -1);
        for (var at = visible.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = visible.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            var agreed = visible.AsSpan(at + wanted.Length).CommonPrefixLength(suffix);
            for (var i = 0; i < prefix.Length && i < at && visible[at - 1 - i] == prefix[^(i + 1)]; i++)
                agreed++;
            if (agreed > score)
                (best, score) = (at, agreed);
        }

        return best < 0 ? null : Widened(best, best + wanted.Length - 1);
    }

    /// <summary>Where a passage of the source stands on the page, in visible characters; null when nothing of it is seen.</summary>
    public Passage? OnPage(Passage source)
    {
        var first = sources.FindIndex(s => s.End > source.Start && s.Start < source.End);
        if (first < 0)
            return null;
        var last = sources.FindLastIndex(s => s.End > source.Start && s.Start < source.End);
        return new Passage(first, last - first + 1);
    }

    /// <summary>The characters of a text that count: the page's script leaves out the same ones.</summary>
    private static string Visible(string text) => string.Concat(text.Where(IsVisible));

    private static bool IsVisible(char c) => c is > ' ' and not '\u00A0';

    private Passage Widened(int first, int last)
    {
        var (start, end) = (sources[first].Start, sources[last].End);
        foreach (var inner in containers)
        {
            var touched = inner.First <= last && inner.Last >= first;
            var within = inner.First <= first && inner.Last >= last && !(inner.First == first && inner.Last == last);
            if (touched && !within)
                (start, end) = (Math.Min(start, inner.Start), Math.Max(end, inner.End));
        }

        return new Passage(start, end - start);
    }

    private void Read(MarkdownObject node)
    {
        switch (node)
        {
            case LiteralInline literal:
                Text(literal.Content.ToString(), literal.Span);
                break;
            case CodeInline code:
                Whole(code.Span, () => Text(code.Content, code.Span));
                break;
            case HtmlEntityInline entity:
                Add(entity.Transcoded.ToString(), entity.Span.Start, entity.Span.End + 1);
                break;
            case AutolinkInline link:
                Text(link.Url, link.Span);
                break;
            case FootnoteLink { IsBackLink: false } note:
                Add(note.Index.ToString(System.Globalization.CultureInfo.InvariantCulture), note.Span.Start, note.Span.End + 1);
                break;
            case FootnoteLink:
                Add("↩", cursor, cursor);
                break;
            case LinkInline { IsImage: true }:
                break;
            case ContainerInline container and not (EmphasisInline or LinkInline):
                foreach (var child in container)
                    Read(child);
                break;
            case ContainerInline container:
                Whole(container.Span, () =>
                {
                    foreach (var child in container)
                        Read(child);
                });
                break;
            case CodeBlock code:
                foreach (var line in code.Lines.Lines.Take(code.Lines.Count))
                    Text(line.Slice.ToString(), new SourceSpan(line.Position, line.Position + line.Slice.Length - 1));
                break;
            case LeafBlock { Inline: { } inline }:
                Read(inline);
                break;
            case LinkReferenceDefinitionGroup:
                break;
            case ContainerBlock blocks:
                foreach (var block in blocks)
                    Read(block);
                break;
            default:
                break;
        }
    }

    private void Whole(SourceSpan span, Action read)
    {
        var first = characters.Count;
        read();
        if (characters.Count > first && span.Start >= 0 && span.End < markdown.Length)
            containers.Add((first, characters.Count - 1, span.Start, span.End + 1));
    }

    // Where the parser's position is not that of the text itself (an escape, a table's cell), the text is looked for onwards.
    private void Text(string text, SourceSpan span)
    {
        if (text.Length == 0)
            return;
        var at = Stands(text, span.Start) ? span.Start : span.Start >= 0 && span.Start <= markdown.Length ? markdown.IndexOf(text, span.Start, StringComparison.Ordinal) : -1;
        if (at < 0 || at > span.End + 1)
            at = markdown.IndexOf(text, Math.Min(cursor, markdown.Length), StringComparison.Ordinal);
        if (at >= 0)
            Add(text, at, at + text.Length);
        else if (span.Start >= 0 && span.End < markdown.Length && span.End >= span.Start)
            Add(text, span.Start, span.End + 1, whole: true);
        else
            Add(text, cursor, cursor, whole: true);
    }

    private bool Stands(string text, int at) => at >= 0 && at + text.Length <= markdown.Length && string.CompareOrdinal(markdown, at, text, 0, text.Length) == 0;

    private void Add(string text, int start, int end, bool whole = false)
    {
        whole |= end - start != text.Length;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsVisible(text[i]))
                continue;
            characters.Add(text[i]);
            sources.Add(whole ? (start, end) : (start + i, start + i + 1));
        }

        cursor = Math.Max(cursor, end);
    }
}
