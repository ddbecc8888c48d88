using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Collab.Domain.Members;

/// <summary>Something that happened to a member company. Stream: <see cref="Ids.OfMember"/>.</summary>
public interface IMemberEvent : IEvent;

/// <summary>A company asked to join; it has no people here yet, so a moderator or the installation writes it down.</summary>
public sealed record MemberApplied(By By, DateTimeOffset At, MemberId Member, string Name, ImmutableSortedSet<string> Domains) : IMemberEvent;

/// <summary>One of the very first members, admitted by the installation's bootstrap list.</summary>
public sealed record MemberAdmittedAtStart(By By, DateTimeOffset At, MemberId Member, string Name, ImmutableSortedSet<string> Domains) : IMemberEvent;

/// <summary>A moderator asked for something to be decided about the company; a moderator of another, unrelated company confirms it or not.</summary>
public sealed record MemberMotionProposed(By By, DateTimeOffset At, MemberMotion Motion, string Reasons, string? Group) : IMemberEvent;

/// <summary>The motion was taken back by the company that proposed it.</summary>
public sealed record MemberMotionWithdrawn(By By, DateTimeOffset At, MemberMotion Motion) : IMemberEvent;

/// <summary>Two moderators of unrelated companies admitted the company.</summary>
public sealed record MemberAdmitted(By By, DateTimeOffset At, By ProposedBy) : IMemberEvent;

/// <summary>Two moderators of unrelated companies suspended the company: it is not counted and its people may not act.</summary>
public sealed record MemberSuspended(By By, DateTimeOffset At, By ProposedBy, string Reasons) : IMemberEvent;

/// <summary>Two moderators of unrelated companies ended the suspension.</summary>
public sealed record MemberReinstated(By By, DateTimeOffset At, By ProposedBy) : IMemberEvent;

/// <summary>The company left, by its own admin.</summary>
public sealed record MemberLeft(By By, DateTimeOffset At, string Reason) : IMemberEvent;

/// <summary>Two moderators of unrelated companies recorded that the company is under common control with the group.</summary>
public sealed record AffiliationRecorded(By By, DateTimeOffset At, string Group, By ProposedBy) : IMemberEvent;

/// <summary>Two moderators of unrelated companies recorded that the common control ended.</summary>
public sealed record AffiliationEnded(By By, DateTimeOffset At, string Group, By ProposedBy) : IMemberEvent;

/// <summary>The company changed the name that it is shown by.</summary>
public sealed record MemberRenamed(By By, DateTimeOffset At, string Name) : IMemberEvent;

/// <summary>What two moderators of unrelated companies decide about a company together.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemberMotion>))]
public enum MemberMotion
{
    /// <summary>Admit a company that applied.</summary>
    Admit,

    /// <summary>Suspend a member.</summary>
    Suspend,

    /// <summary>End a suspension.</summary>
    Reinstate,

    /// <summary>Record that it belongs to a group under common control.</summary>
    Affiliate,

    /// <summary>Record that the common control ended.</summary>
    EndAffiliation,
}

/// <summary>A motion that waits for a second company.</summary>
public sealed record PendingMotion(MemberMotion Motion, By By, DateTimeOffset At, string Reasons, string? Group);

/// <summary>A member company as it stands.</summary>
public sealed record Member : IState<Member>
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>The company.</summary>
    public required MemberId Company { get; init; }

    /// <summary>The name that it is shown by.</summary>
    public required string Name { get; init; }

    /// <summary>The mail domains by which its people find their provider, lower case.</summary>
    public required ImmutableSortedSet<string> Domains { get; init; }

    /// <summary>Where it stands.</summary>
    public required MemberStatus Status { get; init; }

    /// <summary>The group of affiliates it belongs to, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Since when it has this status, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The motion about it that waits for a second company, or null.</summary>
    public PendingMotion? Motion { get; init; }

    /// <summary>The company as decisions that count companies are given it.</summary>
    [JsonIgnore]
    public RollEntry RollEntry => new(Company, Name, Status, Group);

    /// <inheritdoc/>
    public static Member Evolve(Member? state, string id, IEvent @event) => (state, @event) switch
    {
        (null, MemberApplied e) => New(id, e.Member, e.Name, e.Domains, MemberStatus.Applied, e.At),
        (null, MemberAdmittedAtStart e) => New(id, e.Member, e.Name, e.Domains, MemberStatus.Admitted, e.At),
        ({ } s, MemberMotionProposed e) => s with { Motion = new(e.Motion, e.By, e.At, e.Reasons, e.Group) },
        ({ } s, MemberMotionWithdrawn) => s with { Motion = null },
        ({ } s, MemberAdmitted e) => s with { Status = MemberStatus.Admitted, Since = e.At, Motion = null },
        ({ } s, MemberSuspended e) => s with { Status = MemberStatus.Suspended, Since = e.At, Motion = null },
        ({ } s, MemberReinstated e) => s with { Status = MemberStatus.Admitted, Since = e.At, Motion = null },
        ({ } s, MemberLeft e) => s with { Status = MemberStatus.Left, Since = e.At, Motion = null },
        ({ } s, AffiliationRecorded e) => s with { Group = e.Group, Motion = null },
        ({ } s, AffiliationEnded) => s with { Group = null, Motion = null },
        ({ } s, MemberRenamed e) => s with { Name = e.Name },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow in the stream {id} of a member."),
    };

    private static Member New(string id, MemberId company, string name, ImmutableSortedSet<string> domains, MemberStatus status, DateTimeOffset at) =>
        new() { Id = id, Company = company, Name = name, Domains = domains, Status = status, Since = at };
}
