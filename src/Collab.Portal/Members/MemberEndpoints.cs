using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Api;
using Collab.Portal.Store;
using Marten;
using Marten.Linq.MatchesSql;

namespace Collab.Portal.Members;

/// <summary>A member company, as members see it.</summary>
public sealed record MemberItem(MemberId Id, string Name, MemberStatus Status, DateTimeOffset Since, string? Group);

/// <summary>A person or program of the caller's company.</summary>
public sealed record PersonItem(PersonId Id, string Name, string Email, ParticipantKind Kind, Roles Roles, bool Disabled);

/// <summary>Who is asking.</summary>
public sealed record MeItem(PersonId Id, string Name, MemberId Company, Roles Roles);

/// <summary>Members and people for programs.</summary>
internal static class MemberEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/me", (Caller caller) => TypedResults.Ok(new MeItem(caller.Actor.Person, caller.Name, caller.Actor.Company, caller.Actor.Roles))).WithTags("Members").WithName("GetMe");
        api.MapGet("/members", Members).WithTags("Members").WithName("ListMembers").Produces<IReadOnlyList<MemberItem>>();
        api.MapGet("/people", People).WithTags("Members").WithName("ListPeople").Produces<IReadOnlyList<PersonItem>>();
        MapMember<ProposeMotion>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        MapMember<ConfirmMotion>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        MapMember<WithdrawMotion>(api, (c, s, a, r) => c.Decide(s, a, r.Now));
        MapMember<RenameMember>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        MapPerson<SetRoles>(api, (c, s, a, r) => c.Decide(s, a, r.Now));
        MapPerson<DisableParticipant>(api, (c, s, a, r) => c.Decide(s, a, r.Now));
        MapPerson<EnableParticipant>(api, (c, s, a, r) => c.Decide(s, a, r.Now));
        MapPerson<ProposeModerator>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        MapPerson<ConfirmModerator>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        MapPerson<AcceptModerator>(api, (c, s, a, r) => c.Decide(s, a, r.Now));
        MapPerson<EndModerator>(api, (c, s, a, r) => c.Decide(s, a, r.Now));
    }

    private static async Task<IResult> Members(IDocumentStore store, Caller caller, HttpContext context)
    {
        await using var session = store.QuerySession();
        var members = await session.Query<Member>().ToListAsync(context.RequestAborted);
        return TypedResults.Ok(members.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => new MemberItem(m.Company, m.Name, m.Status, m.Since, m.Group)));
    }

    private static async Task<IResult> People(IDocumentStore store, Caller caller, HttpContext context)
    {
        await using var session = store.QuerySession();
        var company = caller.Actor.Company.Value;
        var people = await session.Query<Participant>().Where(p => p.MatchesSql("data ->> 'company' = ?", company)).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(people.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new PersonItem(p.Person, p.Name, p.Email, p.Kind, p.Roles, p.DisabledBecause is not null)));
    }

    // The address names the company or the person; the stream's id is made from it.
    private static void MapMember<TCommand>(RouteGroupBuilder api, Func<TCommand, Member?, Actor, Room, Decision> decide)
        where TCommand : class =>
        api.MapCommand("members", id => Ids.OfMember(new MemberId(id)), decide);

    private static void MapPerson<TCommand>(RouteGroupBuilder api, Func<TCommand, Participant?, Actor, Room, Decision> decide)
        where TCommand : class =>
        api.MapCommand("people", id => Ids.OfPerson(new PersonId(id)), decide);
}
