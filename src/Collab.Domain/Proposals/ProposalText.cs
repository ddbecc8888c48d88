using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Collab.Domain.Proposals;

/// <summary>A proposal's text by the sections of its template; each is Markdown source.</summary>
/// <param name="Problem">What is wrong, for whom, with evidence.</param>
/// <param name="Proposal">What is to be done.</param>
/// <param name="Alternatives">What else was considered and why not.</param>
/// <param name="Compatibility">What breaks, for whom, until when.</param>
/// <param name="Security">What it does to the security of systems.</param>
/// <param name="Rollout">In which stages it arrives, and how it is taken back.</param>
public sealed record ProposalText(string Problem, string Proposal, string Alternatives, string Compatibility, string Security, string Rollout)
{
    /// <summary>A text with nothing written yet.</summary>
    public static readonly ProposalText Empty = new("", "", "", "", "", "");

    /// <summary>The sections in the template's order, with their names in lower case.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, string Markdown)> Sections =>
    [
        ("problem", Problem), ("proposal", Proposal), ("alternatives", Alternatives),
        ("compatibility", Compatibility), ("security", Security), ("rollout", Rollout),
    ];

    /// <summary>The names of the sections that hold nothing, in the template's order.</summary>
    [JsonIgnore]
    public ImmutableList<string> Missing => [.. Sections.Where(s => string.IsNullOrWhiteSpace(s.Markdown)).Select(s => s.Name)];

    /// <summary>The names of the sections that hold nothing after one of them was written.</summary>
    public static ImmutableList<string> MissingAfter(ImmutableList<string> missing, string section, string markdown) =>
        [.. Empty.Sections.Select(s => s.Name).Where(name => name == section ? string.IsNullOrWhiteSpace(markdown) : missing.Contains(name))];

    /// <summary>A section's Markdown by the section's name; null where there is no such section.</summary>
    public string? Of(string? section) => Sections.Where(s => s.Name == section).Select(s => s.Markdown).FirstOrDefault();

    /// <summary>The text with one section rewritten.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such section.</exception>
    public ProposalText With(string section, string markdown) => section switch
    {
        "problem" => this with { Problem = markdown },
        "proposal" => this with { Proposal = markdown },
        "alternatives" => this with { Alternatives = markdown },
        "compatibility" => this with { Compatibility = markdown },
        "security" => this with { Security = markdown },
        "rollout" => this with { Rollout = markdown },
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "There is no such section."),
    };

    /// <summary>Checks every section's length and characters.</summary>
    /// <returns>Null when it will do.</returns>
    public Refusal? Check() => Sections
        .Select(s => s.Markdown is null
            ? Refusal.Invalid("text.missing", $"The section {s.Name} is missing. Send it empty where nothing is written yet.", "text." + s.Name)
            : Text.Markdown(s.Markdown, "text." + s.Name, $"The section {s.Name}"))
        .FirstOrDefault(r => r is not null);
}
