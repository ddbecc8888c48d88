using System.Security.Claims;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;

namespace Collab.Portal.SignIn;

/// <summary>Makes a participant of whoever the gateway vouches for, at their first sign-in.</summary>
internal sealed class Arrivals(Commands commands, RoomFacts facts)
{
    private static readonly Refusal Unknown = Refusal.Forbidden("sign_in.not_a_member", "This company is not a member in good standing, so nobody can sign in for it.");

    private static readonly Refusal Disabled = Refusal.Forbidden("sign_in.disabled", "This account may not act here any more. Ask an admin of your company.");

    /// <summary>Welcomes the person or program.</summary>
    /// <returns>Null when they may come in, else why not.</returns>
    public async Task<Refusal?> Welcome(ClaimsPrincipal principal, ParticipantKind kind, CancellationToken cancellation)
    {
        if (CurrentActor.PersonOf(principal) is not { } person || principal.FindFirstValue("company") is not { Length: > 0 } company)
            return Unknown;
        var name = principal.FindFirstValue("name") ?? principal.FindFirstValue("client_id") ?? person.Value;
        var email = principal.FindFirstValue("email") ?? "";
        var found = await facts.Find(person, cancellation);
        if (found is { } known && known.Participant.Name == name && known.Participant.Email == email)
            return null;

        var join = new JoinRoom(person, new MemberId(company), name, email, kind);
        var result = await commands.Run<Participant>(
            Ids.OfPerson(person),
            null,
            async given => join.Decide(given.State, await given.Session.LoadAsync<Member>(Ids.OfMember(join.Company), cancellation), given.Room.Now),
            cancellation: cancellation);
        if (result is CommandResult.Refused refused)
            return refused.Refusal.Kind == RefusalKind.NotFound ? Unknown : refused.Refusal;
        return found is null && await facts.Find(person, cancellation) is null ? Disabled : null;
    }
}
