using System.Globalization;

namespace Collab.Tool;

/// <summary>Text of others on a terminal: it may not steer the terminal, nor turn the direction of what stands around it.</summary>
internal static class Plain
{
    /// <summary>The text on one line, with U+FFFD in place of every control and format character.</summary>
    public static string Line(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            line[i] = char.GetUnicodeCategory(source[i]) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '\uFFFD' : source[i];
        }
    });

    /// <summary>An instant, UTC.</summary>
    public static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
