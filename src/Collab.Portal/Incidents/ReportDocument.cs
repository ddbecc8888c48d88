using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Portal.Incidents;

/// <summary>A report as one Markdown document: what is exported, and what the hash of a retracted report is of.</summary>
internal static class ReportDocument
{
    /// <summary>The document, with its label in its first and last line.</summary>
    public static string Markdown(IncidentReport report, Func<Section, string?> text, MemberRoll roll)
    {
        var label = report.Audience.Label.Text();
        var builder = new StringBuilder();
        builder.Append(CultureInfo.InvariantCulture, $"{label}\n\n# {report.Title}\n\n{report.Id}, version {report.Version}. Reported by {roll.Name(report.Source)}. {report.Audience.Sentence(roll)}\n");
        foreach (var section in Enum.GetValues<Section>())
        {
            builder.Append(CultureInfo.InvariantCulture, $"\n## {section.Words()}\n\n");
            builder.Append(section.IsText() ? (text(section) ?? "").ReplaceLineEndings("\n").Trim() : Entries(report, section, roll));
            builder.Append('\n');
        }

        return builder.Append(CultureInfo.InvariantCulture, $"\n{label}\n").ToString();
    }

    /// <summary>The SHA-256 of the document in UTF-8, lower-case hexadecimal.</summary>
    public static string Hash(string markdown) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(markdown)));

    private static string Entries(IncidentReport report, Section section, MemberRoll roll) => string.Join('\n', section switch
    {
        Section.Timeline => InOrder(report.Timeline).Select(e => $"- {IncidentWords.Time(e)} UTC: {e.Text}{Link(e.Url)}"),
        Section.Findings => report.Findings.Select(f =>
            $"{f.Number}. {f.Title}. Mitigation: {f.Mitigation}. {(f.Owner is { } owner ? roll.Name(owner) : "No owner")}, {IncidentWords.Of(f.Status).ToLowerInvariant()}{(f.DueOn is { } due ? ", due " + IncidentWords.Day(due) : "")}"),
        Section.Impact => report.Impact.Select(i => $"- {i.Value} {i.Unit}{(i.AsOf is { } at ? $", as of {IncidentWords.Time(at, Domain.TimePrecision.Minute)} UTC" : "")}. Source: {i.Source}{Link(i.Url)}"),
        Section.Contacts => report.Contacts.Select(c => $"- {c.Name}: {c.Address}"),
        _ => report.References.Select(r => $"{r.Number}. {r.Summary}{Link(r.Url)}"),
    });

    /// <summary>A timeline in the order of time; what begins at the same instant in the order of numbers.</summary>
    public static IEnumerable<TimelineEntry> InOrder(IEnumerable<TimelineEntry> timeline) => timeline.OrderBy(e => e.When).ThenBy(e => e.Number);

    private static string Link(string? url) => url is null ? "" : $" <{url}>";
}
