using System.Globalization;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>How sentences name instants, companies and counts.</summary>
public static class Say
{
    /// <summary>An instant in UTC: <c>Thu 3 Dec 14:00 UTC</c>, with the year when it is not the present one.</summary>
    public static string Instant(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Year == now.UtcDateTime.Year ? "ddd d MMM HH:mm 'UTC'" : "ddd d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A span in days, or in hours where it is shorter: <c>7 days</c>.</summary>
    public static string Span(TimeSpan span) => span.TotalDays >= 1 ? Count((int)span.TotalDays, "day", "days")
        : span.TotalHours >= 1 ? Count((int)span.TotalHours, "hour", "hours") : Count((int)span.TotalMinutes, "minute", "minutes");

    /// <summary>Companies by name, in alphabetical order: <c>Contoso, Fabrikam and Wingtip</c>.</summary>
    public static string Names(MemberRoll roll, IEnumerable<MemberId> companies) =>
        List([.. companies.Select(roll.Name).Order(StringComparer.OrdinalIgnoreCase)]);

    /// <summary>Words in a row: <c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "nobody",
        1 => words[0],
        _ => string.Join(", ", words.Take(words.Count - 1)) + " and " + words[^1],
    };

    /// <summary>A number with its noun: <c>1 company</c>, <c>3 companies</c>.</summary>
    public static string Count(int count, string one, string many) =>
        count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);

    /// <summary>A status as sentences say it.</summary>
    public static string Status(ProposalStatus status) => status switch
    {
        ProposalStatus.Draft => "a draft",
        ProposalStatus.Open => "open",
        ProposalStatus.LastCall => "in last call",
        ProposalStatus.Tally => "in tally",
        ProposalStatus.Agreed => "agreed",
        ProposalStatus.AgreedWithDissent => "agreed with dissent",
        ProposalStatus.NotAgreed => "not agreed",
        ProposalStatus.Postponed => "postponed",
        ProposalStatus.Withdrawn => "withdrawn",
        ProposalStatus.Published => "published",
        ProposalStatus.UnderAppeal => "under appeal",
        ProposalStatus.Superseded => "superseded",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
