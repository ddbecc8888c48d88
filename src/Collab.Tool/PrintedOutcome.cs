using System.Text.Json;
using System.Text.Json.Serialization;
using Collab.Domain;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;

namespace Collab.Tool;

/// <summary>A company in a published outcome, as the JSON prints it.</summary>
/// <param name="Company">The company.</param>
/// <param name="Position">Its position at the tally, or its silence.</param>
/// <param name="SpokenBy">Which company said so, for itself and its affiliates; null for silence.</param>
public sealed record PrintedPosition(MemberId Company, Position Position, MemberId? SpokenBy);

/// <summary>What the JSON at <c>/api/v1/outcomes/{number}/versions/{version}</c> prints, as far as it is read here.</summary>
/// <param name="Number">Such as <c>O-12</c>.</param>
/// <param name="Version">1, and one more with every correction.</param>
/// <param name="Latest">True for the newest version.</param>
/// <param name="Kind">What sort of outcome it is.</param>
/// <param name="Result">How it was decided.</param>
/// <param name="Title">Its title.</param>
/// <param name="PublishedAt">When this version was published, UTC.</param>
/// <param name="Revision">The revision that the positions are on.</param>
/// <param name="Markdown">The text.</param>
/// <param name="Sha256">SHA-256 of the text in UTF-8, hexadecimal.</param>
/// <param name="Positions">Every eligible company once.</param>
/// <param name="Count">The tally in numbers; affiliates count as one.</param>
/// <param name="SupersededBy">The outcome that took its place, or null.</param>
public sealed record PrintedOutcome(
    string Number, int Version, bool Latest, OutcomeKind Kind, OutcomeResult Result, string Title, DateTimeOffset PublishedAt, int Revision,
    string Markdown, string Sha256, IReadOnlyList<PrintedPosition> Positions, TallyCount Count, string? SupersededBy = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads it.</summary>
    /// <exception cref="TroubleException">It is not the JSON of an outcome.</exception>
    public static PrintedOutcome Of(byte[] json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize<PrintedOutcome>(json, Options) is { } outcome && !outcome.Positions.Contains(null!)
                ? outcome
                : throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new TroubleException($"{Plain.Line(source)} is not the JSON of an outcome{(e.Path is { } path ? $": see {Plain.Line(path)}" : "")}.");
        }
    }
}
