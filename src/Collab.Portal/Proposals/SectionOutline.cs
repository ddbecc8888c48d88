using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Collab.Portal.Proposals;

/// <summary>A heading inside a section, for the table of contents.</summary>
/// <param name="Id">Where it stands on the page.</param>
/// <param name="Text">Its words.</param>
public sealed record SectionHeading(string Id, string Text);

/// <summary>A section's HTML with its headings named, so that the table of contents can lead to them.</summary>
/// <param name="Html">The HTML.</param>
/// <param name="Headings">The headings of the highest level that the section has.</param>
public sealed partial record SectionOutline(string Html, IReadOnlyList<SectionHeading> Headings)
{
    /// <summary>Names the headings of a section's safe HTML.</summary>
    public static SectionOutline Of(SectionText section)
    {
        if (Heading().Matches(section.Html) is not { Count: > 0 } found)
            return new(section.Html, []);
        var highest = found.Select(m => m.Groups["level"].Value).Min(StringComparer.Ordinal);
        List<SectionHeading> headings = [];
        var html = Heading().Replace(section.Html, match =>
        {
            if (match.Groups["level"].Value != highest || WebUtility.HtmlDecode(Tag().Replace(match.Groups["inner"].Value, "")).Trim() is not { Length: > 0 } words)
                return match.Value;
            var id = string.Create(CultureInfo.InvariantCulture, $"{section.Name}-{headings.Count + 1}");
            headings.Add(new(id, words));
            return $"<h{highest} id=\"{id}\">{match.Groups["inner"].Value}</h{highest}>";
        });
        return new(html, headings);
    }

    // What Markdown.Render writes: headings without attributes.
    [GeneratedRegex(@"<h(?<level>[3-6])>(?<inner>.*?)</h\k<level>>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
