using System.Text.Json;
using System.Text.Json.Serialization;
using Collab.Domain;

namespace Collab.Portal.Api;

/// <summary>
/// Reads instants from JSON as pages read them from fields: a time without its zone, or a date that does not exist, is
/// refused with the same sentence and never guessed. RFC 3339 with any fraction of a second is read in full.
/// </summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        var text = reader.GetString();
        if (UtcInstant.Parse(text, "", out var instant) is { } refusal)
            throw new UnreadableValueException(refusal.Sentence);
        return reader.TryGetDateTimeOffset(out var exact) && text!.Contains('T', StringComparison.Ordinal) ? exact.ToUniversalTime() : instant.At;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A value in JSON that cannot be read, with the sentence that says why.</summary>
internal sealed class UnreadableValueException(string sentence) : JsonException(sentence)
{
    /// <summary>Why.</summary>
    public string Sentence { get; } = sentence;
}
