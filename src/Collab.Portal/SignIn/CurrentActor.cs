using System.Security.Claims;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Components.Authorization;

namespace Collab.Portal.SignIn;

/// <summary>The person who is signed in, with what pages show of them.</summary>
/// <param name="Actor">Who acts, with the roles in force.</param>
/// <param name="Name">Their name.</param>
/// <param name="Email">Their address.</param>
/// <param name="CompanyName">Their company's name.</param>
public sealed record CurrentPerson(Actor Actor, string Name, string Email, string CompanyName)
{
    /// <summary>The person.</summary>
    public PersonId Id => Actor.Person;

    /// <summary>Their company.</summary>
    public MemberId Company => Actor.Company;

    /// <summary>The roles in force.</summary>
    public Roles Roles => Actor.Roles;
}

/// <summary>
/// Who acts in this circuit. Asked anew for every command and every delivery: roles may change and people may be
/// disabled while a screen is open.
/// </summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, RoomFacts facts)
{
    /// <summary>The person as they stand now, or null when they may not act any more.</summary>
    public async ValueTask<CurrentPerson?> Person(CancellationToken cancellation = default) =>
        await Find((await authentication.GetAuthenticationStateAsync()).User, facts, cancellation);

    /// <summary>Who acts, or null when nobody may.</summary>
    public async ValueTask<Actor?> Get(CancellationToken cancellation = default) => (await Person(cancellation))?.Actor;

    /// <summary>The person behind a principal, or null.</summary>
    public static async ValueTask<CurrentPerson?> Find(ClaimsPrincipal user, RoomFacts facts, CancellationToken cancellation = default)
    {
        if (PersonOf(user) is not { } person || await facts.Find(person, cancellation) is not { } found)
            return null;
        return new CurrentPerson(found.Actor, found.Participant.Name, found.Participant.Email, found.Member.Name);
    }

    /// <summary>The subject that the gateway asserted, or null for a visitor.</summary>
    public static PersonId? PersonOf(ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true && user.FindFirstValue("sub") is { Length: > 0 } sub ? new PersonId(sub) : null;
}
