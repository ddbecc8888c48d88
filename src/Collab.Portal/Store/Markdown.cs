using Ganss.Xss;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Collab.Portal.Store;

/// <summary>Markdown made safe to show, with the version of the rules that made it.</summary>
/// <param name="Html">HTML that passed the allow-list; shown as it is.</param>
/// <param name="Pipeline">The version of <see cref="Markdown"/> that made it.</param>
public sealed record SafeHtml(string Html, int Pipeline);

/// <summary>
/// CommonMark with tables, task lists, strike-through and footnotes, rendered once, when it is written. Raw HTML is
/// off; what comes out passes an allow-list all the same. Pure: the same source always gives the same HTML.
/// </summary>
public static class Markdown
{
    /// <summary>Raised with every change of the rules below, so that what was rendered before can be told apart.</summary>
    public const int Version = 1;

    // Documents are shown under h2 headings, posts under h3: what people write starts below.
    private const int HeadingOffset = 2;

    private const int MostOpen = 500;

    private const int MostCells = 50_000;

    private const int MostLinked = 500_000;

    private static readonly MarkdownPipeline Pipeline = Rules().Build();

    /// <summary>The rules of writing: what is markup and what is text.</summary>
    internal static MarkdownPipelineBuilder Rules() => new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseFootnotes()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .DisableHtml();

    private static readonly HtmlSanitizer Sanitizer = MakeSanitizer();

    /// <summary>Parses, in time that hardly grows with what the text is made of.</summary>
    /// <exception cref="ArgumentException">
    /// It is nested too deep; or it opens more parentheses in one paragraph than any text does, and from each of them a link's end is
    /// looked for up to the paragraph's end; or it is a table of very many cells, where each row is made as wide as the widest; or its
    /// links repeat a long address over and over.
    /// </exception>
    internal static MarkdownDocument Parse(string markdown, MarkdownPipeline pipeline)
    {
        // Of a paragraph: parentheses open, its lines, and the most bars in one of them.
        var (open, lines, widest) = (0, 0, 0);
        for (var rest = markdown.AsSpan(); rest.Length > 0;)
        {
            var end = rest.IndexOfAny('\n', '\r');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(rest[end..] is ['\r', '\n', ..] ? end + 2 : end + 1)..];
            if (line.IsWhiteSpace())
            {
                (open, lines, widest) = (0, 0, 0);
                continue;
            }

            var bars = 0;
            for (var i = 0; i < line.Length; i++)
            {
                switch (line[i])
                {
                    case '\\':
                        i++;
                        break;
                    case '|':
                        bars++;
                        break;
                    case '(' when ++open > MostOpen:
                        throw new ArgumentException("Too many open parentheses.", nameof(markdown));
                    case ')' when open > 0:
                        open--;
                        break;
                }
            }

            (lines, widest) = (lines + 1, Math.Max(widest, bars));
            if ((long)lines * widest > MostCells)
                throw new ArgumentException("A table of too many cells.", nameof(markdown));
        }

        var document = Markdig.Markdown.Parse(markdown, pipeline);
        if (document.Descendants<LinkInline>().Sum(l => (long)(l.Url?.Length ?? 0) + (l.Title?.Length ?? 0)) > MostLinked)
            throw new ArgumentException("Links that repeat too long an address.", nameof(markdown));
        return document;
    }

    /// <summary>Renders Markdown to safe HTML. Never fails: what cannot be parsed is shown as it was typed.</summary>
    public static SafeHtml Render(string markdown)
    {
        string html;
        try
        {
            var document = Parse(markdown, Pipeline);
            foreach (var heading in document.Descendants<HeadingBlock>())
                heading.Level = Math.Min(6, heading.Level + HeadingOffset);
            foreach (var link in document.Descendants<LinkInline>().Where(l => !l.IsImage && IsElsewhere(l.Url)))
                link.GetAttributes().AddProperty("rel", "noopener nofollow ugc");
            html = document.ToHtml(Pipeline);
        }
        catch (ArgumentException)
        {
            html = "<pre>" + System.Net.WebUtility.HtmlEncode(markdown) + "</pre>";
        }

        return new SafeHtml(Sanitizer.Sanitize(html), Version);
    }

    private static bool IsElsewhere(string? url) => url is not null && !url.StartsWith('/') && !url.StartsWith('#');

    private static HtmlSanitizer MakeSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
                "a", "img", "table", "thead", "tbody", "tr", "th", "td", "sup", "div", "section", "input", "span",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "href", "rel", "src", "alt", "title", "class", "id", "start", "type", "checked", "disabled", "colspan", "rowspan",
            },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
            AllowedCssProperties = new HashSet<string>(),
            AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
        });
        sanitizer.RemovingAttribute += (_, e) => e.Cancel = false;
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is not AngleSharp.Dom.IElement element)
                return;
            // Images come from our own attachments only: any other would tell its host who reads.
            if (element.LocalName == "img" && element.GetAttribute("src")?.StartsWith("/attachments/", StringComparison.Ordinal) != true)
                element.Remove();
            // The empty corner of a table heads nothing.
            if (element.LocalName == "th" && string.IsNullOrWhiteSpace(element.TextContent) && element.Owner is { } document)
                e.ReplacementNodes.Add(document.CreateElement("td"));
            // Only the check boxes of task lists, and those do not answer.
            if (element.LocalName == "input")
            {
                if (element.GetAttribute("type") == "checkbox")
                    element.SetAttribute("disabled", "");
                else
                    element.Remove();
            }
        };
        return sanitizer;
    }
}
