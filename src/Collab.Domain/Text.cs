using System.Globalization;

namespace Collab.Domain;

/// <summary>The limits of what a person may write, checked in one place and refused in one voice.</summary>
public static class Text
{
    /// <summary>The longest title, in Unicode code points.</summary>
    public const int TitleLimit = 200;

    /// <summary>The longest statement or reason, in UTF-16 units.</summary>
    public const int StatementLimit = 10_000;

    /// <summary>The longest Markdown document or post, in UTF-16 units.</summary>
    public const int MarkdownLimit = 200_000;

    /// <summary>A title: one line, not blank, at most <see cref="TitleLimit"/> characters, no control or bidirectional override characters.</summary>
    /// <returns>Null when it will do.</returns>
    public static Refusal? Title(string? value, string field = "title")
    {
        if (string.IsNullOrWhiteSpace(value))
            return Refusal.Invalid("text.missing", "A title is needed.", field);
        if (new StringInfo(value).LengthInTextElements > TitleLimit)
            return Refusal.Invalid("text.too_long", $"The title is longer than {TitleLimit} characters. Shorten it.", field);
        return value.Any(c => char.IsControl(c) || IsBidiControl(c))
            ? Refusal.Invalid("text.control_characters", "The title holds control characters or line breaks. Remove them.", field)
            : null;
    }

    /// <summary>A required statement, reason or answer in Markdown.</summary>
    /// <returns>Null when it will do.</returns>
    public static Refusal? Statement(string? value, string field, string what) =>
        string.IsNullOrWhiteSpace(value)
            ? Refusal.Invalid("text.missing", $"{what} is needed.", field)
            : OptionalStatement(value, field, what);

    /// <summary>A statement that may be left out.</summary>
    /// <returns>Null when it will do.</returns>
    public static Refusal? OptionalStatement(string? value, string field, string what) =>
        Bounded(value, field, what, StatementLimit);

    /// <summary>A Markdown document or post; may be empty where a draft may.</summary>
    /// <returns>Null when it will do.</returns>
    public static Refusal? Markdown(string? value, string field, string what) =>
        Bounded(value, field, what, MarkdownLimit);

    /// <summary>A Markdown document or post that may not be empty.</summary>
    /// <returns>Null when it will do.</returns>
    public static Refusal? Document(string? value, string field, string what) =>
        string.IsNullOrWhiteSpace(value)
            ? Refusal.Invalid("text.missing", $"{what} is needed.", field)
            : Markdown(value, field, what);

    /// <summary>A required single line, such as a timeline entry's text.</summary>
    /// <param name="value">What was written.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="what">What it is, to begin a sentence with.</param>
    /// <param name="limit">The most UTF-16 units.</param>
    /// <returns>Null when it will do.</returns>
    public static Refusal? Line(string? value, string field, string what, int limit = TitleLimit)
    {
        if (string.IsNullOrWhiteSpace(value))
            return Refusal.Invalid("text.missing", $"{what} is needed.", field);
        if (value.Length > limit)
            return Refusal.Invalid("text.too_long", $"{what} is longer than {limit.ToString("N0", CultureInfo.InvariantCulture)} characters. Shorten it.", field);
        return value.Any(c => char.IsControl(c) || IsBidiControl(c))
            ? Refusal.Invalid("text.control_characters", $"{what} holds control characters or line breaks. Remove them.", field)
            : null;
    }

    /// <summary>A link that may be left out: an absolute http or https address of at most 2,000 characters.</summary>
    /// <returns>Null when it will do.</returns>
    public static Refusal? OptionalLink(string? value, string field) =>
        value is null || (value.Length <= 2_000 && Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0 && !value.Any(char.IsControl))
            ? null
            : Refusal.Invalid("text.link", "The link is not an address that starts with https:// or http://. Correct it or leave it out.", field);

    /// <summary>A link that is needed.</summary>
    /// <returns>Null when it will do.</returns>
    public static Refusal? Link(string? value, string field) =>
        string.IsNullOrWhiteSpace(value) ? Refusal.Invalid("text.missing", "A link is needed.", field) : OptionalLink(value, field);

    private static Refusal? Bounded(string? value, string field, string what, int limit)
    {
        if (value is null)
            return null;
        if (value.Length > limit)
            return Refusal.Invalid("text.too_long", $"{what} is longer than {limit.ToString("N0", CultureInfo.InvariantCulture)} characters. Shorten it.", field);
        return value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            ? Refusal.Invalid("text.control_characters", $"{what} holds control characters. Remove them.", field)
            : null;
    }

    private static bool IsBidiControl(char c) => c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
