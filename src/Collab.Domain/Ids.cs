using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Collab.Domain;

/// <summary>An identifier that is one string, the same in JSON, URLs and PostgreSQL.</summary>
/// <typeparam name="TSelf">The identifier's own type.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The string it is written as.</summary>
    string Value { get; }

    /// <summary>Reads it from its string.</summary>
    static abstract TSelf From(string value);
}

/// <summary>A member company: a short lower-case name that never changes, such as <c>contoso</c>.</summary>
/// <param name="Value">The name.</param>
[JsonConverter(typeof(IdConverter<MemberId>))]
public readonly record struct MemberId(string Value) : IId<MemberId>, IComparable<MemberId>
{
    /// <inheritdoc/>
    public static MemberId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(MemberId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Ordinal order.</summary>
    public static bool operator <(MemberId left, MemberId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(MemberId left, MemberId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(MemberId left, MemberId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(MemberId left, MemberId right) => left.CompareTo(right) >= 0;
}

/// <summary>A person (or a program) of exactly one member: the opaque subject that the gateway asserts.</summary>
/// <param name="Value">The subject.</param>
[JsonConverter(typeof(IdConverter<PersonId>))]
public readonly record struct PersonId(string Value) : IId<PersonId>, IComparable<PersonId>
{
    /// <inheritdoc/>
    public static PersonId From(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(PersonId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Ordinal order.</summary>
    public static bool operator <(PersonId left, PersonId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(PersonId left, PersonId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(PersonId left, PersonId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(PersonId left, PersonId right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// Ids of proposals (<c>P-</c>), incident reports (<c>IR-</c>), threads (<c>T-</c>) and remarks (<c>RM-</c>): a prefix and
/// five or more random characters of Crockford's base 32. Random, because a running number would tell how much there is that one may
/// not see.
/// </summary>
public static class Ids
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new proposal's id.</summary>
    public static string NewProposal() => "P-" + Token(5);

    /// <summary>A new incident report's id.</summary>
    public static string NewIncident() => "IR-" + Token(5);

    /// <summary>A new thread's id, for a thread that stands alone. A subject's own thread is <see cref="ThreadOf"/>.</summary>
    public static string NewThread() => "T-" + Token(5);

    /// <summary>A new remark's id: a comment on a passage of a proposal, or a suggested change.</summary>
    public static string NewRemark() => "RM-" + Token(8);

    /// <summary>The id of the thread beside a proposal or report.</summary>
    public static string ThreadOf(string subjectId) => "T-" + subjectId;

    /// <summary>The stream of a member company.</summary>
    public static string OfMember(MemberId member) => "member-" + member.Value;

    /// <summary>The stream of a person or program.</summary>
    public static string OfPerson(PersonId person) => "person-" + person.Value;

    /// <summary>The one stream of the installation's rules.</summary>
    public const string RoomRules = "room-rules";

    private static string Token(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}

/// <summary>Writes an identifier as its string, also as the key of a dictionary.</summary>
/// <typeparam name="T">The identifier's type.</typeparam>
public sealed class IdConverter<T> : JsonConverter<T>
    where T : struct, IId<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetString() ?? throw new JsonException("An id is a string."));

    /// <inheritdoc/>
    public override void Write([NotNull] Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetString() ?? throw new JsonException("An id is a string."));

    /// <inheritdoc/>
    public override void WriteAsPropertyName([NotNull] Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}
