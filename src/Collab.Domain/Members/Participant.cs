using System.Text.Json.Serialization;

namespace Collab.Domain.Members;

/// <summary>Something that happened to a person or program of a member. Stream: <see cref="Ids.OfPerson"/>.</summary>
public interface IParticipantEvent : IEvent;

/// <summary>First sign-in through the company's own provider, or first use of an API client. <paramref name="Roles"/> is Engineer, with Admin for those whom the bootstrap list names.</summary>
public sealed record ParticipantJoined(By By, DateTimeOffset At, PersonId Person, MemberId Company, string Name, string Email, ParticipantKind Kind, Roles Roles) : IParticipantEvent;

/// <summary>The company's provider asserts another name or address.</summary>
public sealed record ParticipantProfileChanged(By By, DateTimeOffset At, string Name, string Email) : IParticipantEvent;

/// <summary>The company's admin set the roles that a company grants; Moderator is not among them.</summary>
public sealed record RolesChanged(By By, DateTimeOffset At, Roles Roles) : IParticipantEvent;

/// <summary>May not act any more; live screens end.</summary>
public sealed record ParticipantDisabled(By By, DateTimeOffset At, string Reason) : IParticipantEvent;

/// <summary>May act again.</summary>
public sealed record ParticipantEnabled(By By, DateTimeOffset At, string Reason) : IParticipantEvent;

/// <summary>One of the first moderators, named by the installation's bootstrap list.</summary>
public sealed record ModeratorGrantedAtStart(By By, DateTimeOffset At) : IParticipantEvent;

/// <summary>A moderator of another company proposed this person as moderator.</summary>
public sealed record ModeratorGrantProposed(By By, DateTimeOffset At, string Reasons) : IParticipantEvent;

/// <summary>A moderator of a second company, unrelated to both, confirmed it; the person has yet to accept.</summary>
public sealed record ModeratorGrantConfirmed(By By, DateTimeOffset At) : IParticipantEvent;

/// <summary>The person accepted and is a moderator from now on.</summary>
public sealed record ModeratorGrantAccepted(By By, DateTimeOffset At) : IParticipantEvent;

/// <summary>The person is not a moderator any more.</summary>
public sealed record ModeratorRoleEnded(By By, DateTimeOffset At, string Reason) : IParticipantEvent;

/// <summary>A human being or software.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParticipantKind>))]
public enum ParticipantKind
{
    /// <summary>A human being, signed in through the company's provider.</summary>
    Person,

    /// <summary>An API client of the company.</summary>
    Program,
}

/// <summary>A grant of the moderator role under way: proposed, perhaps confirmed, not yet accepted.</summary>
public sealed record ModeratorGrant(By ProposedBy, DateTimeOffset ProposedAt, By? ConfirmedBy);

/// <summary>A person or program of exactly one member, as it stands.</summary>
public sealed record Participant : IState<Participant>
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>The person or program.</summary>
    public required PersonId Person { get; init; }

    /// <summary>Its one company.</summary>
    public required MemberId Company { get; init; }

    /// <summary>The name that it is shown by, as the provider asserts it.</summary>
    public required string Name { get; init; }

    /// <summary>The mail address, as the provider asserts it.</summary>
    public required string Email { get; init; }

    /// <summary>Person or program.</summary>
    public required ParticipantKind Kind { get; init; }

    /// <summary>Every role granted, with Moderator. In force only through <see cref="ActorOf"/>.</summary>
    public required Roles Roles { get; init; }

    /// <summary>When it joined, UTC.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Why it may not act, or null when it may.</summary>
    public string? DisabledBecause { get; init; }

    /// <summary>The moderator grant under way, or null.</summary>
    public ModeratorGrant? Grant { get; init; }

    /// <summary>
    /// Who acts: the one place where a participant becomes an actor. Null when there is no such participant or
    /// company, when the participant is disabled or of another company, or when the company is not in good standing.
    /// </summary>
    public static Actor? ActorOf(Participant? participant, Member? member) =>
        participant is { DisabledBecause: null } && member is { Status: MemberStatus.Admitted } && participant.Company == member.Company
            ? new Actor(participant.Person, participant.Company, participant.Roles)
            : null;

    /// <inheritdoc/>
    public static Participant Evolve(Participant? state, string id, IEvent @event) => (state, @event) switch
    {
        (null, ParticipantJoined e) => new()
        {
            Id = id, Person = e.Person, Company = e.Company, Name = e.Name, Email = e.Email, Kind = e.Kind, Roles = e.Roles, JoinedAt = e.At,
        },
        ({ } s, ParticipantProfileChanged e) => s with { Name = e.Name, Email = e.Email },
        ({ } s, RolesChanged e) => s with { Roles = (e.Roles & ~Roles.Moderator) | (s.Roles & Roles.Moderator) },
        ({ } s, ParticipantDisabled e) => s with { DisabledBecause = e.Reason },
        ({ } s, ParticipantEnabled) => s with { DisabledBecause = null },
        ({ } s, ModeratorGrantedAtStart) => s with { Roles = s.Roles | Roles.Moderator },
        ({ } s, ModeratorGrantProposed e) => s with { Grant = new(e.By, e.At, null) },
        ({ Grant: { } grant } s, ModeratorGrantConfirmed e) => s with { Grant = grant with { ConfirmedBy = e.By } },
        ({ } s, ModeratorGrantAccepted) => s with { Roles = s.Roles | Roles.Moderator, Grant = null },
        ({ } s, ModeratorRoleEnded) => s with { Roles = s.Roles & ~Roles.Moderator, Grant = null },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow in the stream {id} of a participant."),
    };
}
