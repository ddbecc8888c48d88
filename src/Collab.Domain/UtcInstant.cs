using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Collab.Domain;

/// <summary>How finely a time is known.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimePrecision>))]
public enum TimePrecision
{
    /// <summary>The month only.</summary>
    Month,

    /// <summary>The day in UTC only.</summary>
    Day,

    /// <summary>To the minute.</summary>
    Minute,

    /// <summary>To the second.</summary>
    Second,
}

/// <summary>A time that a person typed, as one instant in UTC and how finely it is known.</summary>
/// <param name="At">The instant, UTC; the first of the month or day where only that is known.</param>
/// <param name="Precision">How finely it is known.</param>
public readonly partial record struct UtcInstant(DateTimeOffset At, TimePrecision Precision)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>
    /// Reads what people type: <c>2024-07-19 04:09 UTC</c>, <c>19 Jul 2024 04:09Z</c>, <c>2024-07-19T06:09:30+02:00</c>,
    /// <c>19 July 2024</c>, <c>2024-07</c>. A time needs its zone: UTC, Z or an offset. A day or month alone is one in UTC.
    /// Orders such as 07/08/2024 are not guessed.
    /// </summary>
    /// <param name="text">What was typed.</param>
    /// <param name="field">The field it was typed into.</param>
    /// <param name="instant">The instant, when there is no refusal.</param>
    /// <returns>
    /// Null when understood; else <c>instant.missing</c>, <c>instant.unreadable</c>, <c>instant.no_such_date</c>,
    /// <c>instant.no_such_time</c>, <c>instant.no_zone</c>, <c>instant.zone_unknown</c> or <c>instant.out_of_range</c>.
    /// </returns>
    public static Refusal? Parse(string? text, string field, out UtcInstant instant)
    {
        instant = default;
        if (string.IsNullOrWhiteSpace(text))
            return Refusal.Invalid("instant.missing", "A time is needed, such as 2024-07-19 04:09 UTC.", field);
        if (text.Length > 100 || Shape().Match(text.Trim()) is not { Success: true } match || MonthOf(match) is not { } month)
            return Refusal.Invalid("instant.unreadable", "The time is not readable. Write it like 2024-07-19 04:09 UTC.", field);

        int year = Number(match, "year");
        if (year is < 1970 or > 2199)
            return Refusal.Invalid("instant.out_of_range", $"The year {match.Groups["year"].Value} is outside 1970 to 2199. Correct it.", field);
        if (month is < 1 or > 12)
            return Refusal.Invalid("instant.no_such_date", $"There is no month {month}. Correct the date.", field);
        var hasDay = match.Groups["day"].Success;
        var day = hasDay ? Number(match, "day") : 1;
        if (day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            var name = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
            return Refusal.Invalid("instant.no_such_date", $"{day} {name} {year} does not exist. Correct the date.", field);
        }

        if (!match.Groups["hour"].Success)
        {
            instant = new(new(year, month, day, 0, 0, 0, TimeSpan.Zero), hasDay ? TimePrecision.Day : TimePrecision.Month);
            return null;
        }

        int hour = Number(match, "hour"), minute = Number(match, "minute"), second = Number(match, "second");
        if (!hasDay || hour > 23 || minute > 59 || second > 59)
            return Refusal.Invalid("instant.no_such_time", "That time of day does not exist. Times run from 00:00 to 23:59:59.", field);
        if (Offset(match.Groups["zone"].Value, field, out var offset) is { } refusal)
            return refusal;
        var at = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero) - offset;
        instant = new(at, match.Groups["second"].Success ? TimePrecision.Second : TimePrecision.Minute);
        return null;
    }

    private static Refusal? Offset(string zone, string field, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (zone.Length == 0)
            return Refusal.Invalid("instant.no_zone", "The time has no zone. Add UTC, or an offset such as +02:00.", field);
        var match = Zone().Match(zone);
        if (!match.Success)
            return Refusal.Invalid("instant.zone_unknown", "Names of zones mean different times to different people. Write UTC, or an offset such as +02:00.", field);
        if (!match.Groups["sign"].Success)
            return null;
        int hours = Number(match, "hours"), minutes = Number(match, "minutes");
        if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
            return Refusal.Invalid("instant.zone_unknown", "There is no such offset from UTC. They run from -12:00 to +14:00.", field);
        offset = new TimeSpan(hours, minutes, 0) * (match.Groups["sign"].Value == "-" ? -1 : 1);
        return null;
    }

    private static int? MonthOf(Match match)
    {
        if (!match.Groups["name"].Success)
            return Number(match, "month");
        var name = match.Groups["name"].Value;
        var index = Array.FindIndex(Months, m => name.StartsWith(m, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            return null;
        var full = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(index + 1);
        return name.Length == 3 || full.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? index + 1 : null;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^(?:(?<year>[0-9]{4})-(?<month>[0-9]{1,2})(?:-(?<day>[0-9]{1,2}))?|(?:(?<day>[0-9]{1,2})\.?\s+)?(?<name>[A-Za-z]{3,9})\.?,?\s+(?<year>[0-9]{4}))"
        + @"(?:(?:\s*,\s*|\s+|T)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:\.[0-9]{1,9})?)?\s*(?<zone>[A-Za-z0-9+:\-/_]*))?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^(?:Z|UTC|GMT|(?:UTC|GMT)?(?<sign>[+-])(?<hours>[0-9]{1,2})(?::?(?<minutes>[0-9]{2}))?)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Zone();
}
