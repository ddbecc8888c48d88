using System.Globalization;

namespace Collab.Portal.Shell;

/// <summary>How instants are written everywhere: UTC first, the year only when it is not this one (ui.md, section 11).</summary>
public static class Instant
{
    /// <summary><c>14:07 UTC</c>.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary><c>Thu 3 Dec 14:00 UTC</c>; <c>19 Jul 2024 04:09 UTC</c> in another year than <paramref name="now"/>.</summary>
    public static string Text(DateTimeOffset at, DateTimeOffset now) => $"{Date(at, now)} {Clock(at)}";

    /// <summary><c>Thu 3 Dec</c>; <c>19 Jul 2024</c> in another year.</summary>
    public static string Date(DateTimeOffset at, DateTimeOffset now) => at.UtcDateTime.ToString(
        at.UtcDateTime.Year == now.UtcDateTime.Year ? "ddd d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>How far away, in two units: <c>in 1 d 23 h</c>, <c>18 h 53 min ago</c>, <c>now</c>.</summary>
    public static string Distance(DateTimeOffset at, DateTimeOffset now)
    {
        var span = at - now;
        var length = span.Duration();
        if (length < TimeSpan.FromMinutes(1))
            return "now";
        var words = length switch
        {
            { TotalDays: >= 1 } => $"{length.Days} d {length.Hours} h",
            { TotalHours: >= 1 } => $"{length.Hours} h {length.Minutes} min",
            _ => $"{length.Minutes} min",
        };
        return span > TimeSpan.Zero ? "in " + words : words + " ago";
    }
}
