using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Collab.Domain.Members;

/// <summary>Where a member company stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemberStatus>))]
public enum MemberStatus
{
    /// <summary>Has asked to join.</summary>
    Applied,

    /// <summary>In good standing: counted, and its people may act.</summary>
    Admitted,

    /// <summary>Suspended by moderators of two unrelated companies: not counted, its people may not act.</summary>
    Suspended,

    /// <summary>Has left.</summary>
    Left,
}

/// <summary>One company as the rules of counting need it.</summary>
/// <param name="Id">The company.</param>
/// <param name="Name">Its name, for sentences.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Group">The group of affiliates under common control that it belongs to, or null. Affiliates count as one.</param>
public sealed record RollEntry(MemberId Id, string Name, MemberStatus Status, string? Group);

/// <summary>All member companies at one moment, as a value: what a decision that counts companies is given.</summary>
/// <param name="Members">Every company ever admitted, in the order of their ids.</param>
public sealed record MemberRoll(ImmutableList<RollEntry> Members)
{
    // Beside the roll, not in it: a roll stays the value that its members are.
    private static readonly ConditionalWeakTable<ImmutableList<RollEntry>, Dictionary<MemberId, RollEntry>> Indexes = [];

    /// <summary>The companies in good standing.</summary>
    [JsonIgnore]
    public IEnumerable<RollEntry> Admitted => Members.Where(m => m.Status == MemberStatus.Admitted);

    /// <summary>The company, or null when it is not on the roll.</summary>
    public RollEntry? Find(MemberId id) => Indexes.GetValue(Members, Index).GetValueOrDefault(id);

    /// <summary>The company's name, or its id where the roll does not know it.</summary>
    public string Name(MemberId id) => Find(id)?.Name ?? id.Value;

    /// <summary>True when both are one company or affiliates under common control.</summary>
    public bool Related(MemberId a, MemberId b) => a == b || Unit(a) == Unit(b);

    /// <summary>True when neither is the other nor its affiliate.</summary>
    public bool Unrelated(MemberId a, MemberId b) => !Related(a, b);

    /// <summary>What counts as one wherever companies are counted: the group of affiliates, or the company itself.</summary>
    public string Unit(MemberId id) => Find(id)?.Group is { } group ? "group:" + group : "member:" + id.Value;

    private static Dictionary<MemberId, RollEntry> Index(ImmutableList<RollEntry> members) => members.DistinctBy(m => m.Id).ToDictionary(m => m.Id);
}
