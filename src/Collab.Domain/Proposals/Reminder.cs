using System.Globalization;
using System.Text.Json.Serialization;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>What a company is reminded of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReminderKind>))]
public enum ReminderKind
{
    /// <summary>Last call ends, and the company holds no current position.</summary>
    PositionMissing,

    /// <summary>A substantive revision made its position stale.</summary>
    PositionStale,

    /// <summary>An objection waits for the authors' answer.</summary>
    ObjectionUnanswered,

    /// <summary>An answer waits for the objecting company's word.</summary>
    AnswerToWeigh,

    /// <summary>A sustain poll ends, and the company has not voted.</summary>
    SustainPoll,

    /// <summary>The company's recusal is voted on, and it has not replied.</summary>
    RecusalReply,

    /// <summary>A vote on a recusal ends, and the company has not voted.</summary>
    RecusalVote,

    /// <summary>The company sits on the panel of an appeal that is to be answered.</summary>
    AppealAnswer,

    /// <summary>A publication waits for the second of two approvals.</summary>
    SecondApproval,
}

/// <summary>One company is reminded of one thing on a proposal.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Target">Of which one: <c>OBJ-1</c>, <c>REC-1</c>, <c>revision 3</c>; null where there is one only.</param>
/// <param name="Company">The company.</param>
/// <param name="Role">Who of the company can do it.</param>
/// <param name="Deadline">Until when it is to be done, UTC; null where nothing sets an end.</param>
/// <param name="Step">Which reminder of this it is, from 0.</param>
/// <param name="DueAt">When it became due, UTC.</param>
public sealed record Reminder(ReminderKind Kind, string? Target, MemberId Company, Roles Role, DateTimeOffset? Deadline, int Step, DateTimeOffset DueAt)
{
    /// <summary>The thing itself, whatever the step: the same words for every company that is reminded of it.</summary>
    [JsonIgnore]
    public string Matter => string.Create(CultureInfo.InvariantCulture, $"{Kind}/{Target}/{Deadline?.UtcTicks}");
}
