using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// First sign-in, or every later one: a newcomer joins as Engineer (with Admin where the bootstrap list names the
/// person), a known one takes over what the provider asserts. There is no actor yet, so the company is given
/// instead. Refusals: <c>not_found</c>, <c>member.not_admitted</c>, <c>participant.other_company</c>,
/// <c>participant.reserved</c>, <c>text.*</c>.
/// </summary>
public sealed record JoinRoom(PersonId Person, MemberId Company, string Name, string Email, ParticipantKind Kind, bool AdminAtStart = false)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, Member? member, DateTimeOffset now)
    {
        if (member is null || member.Company != Company)
            return Refusal.NotFound;
        if (member.Status != MemberStatus.Admitted)
            return Refusal.Forbidden("member.not_admitted", $"{member.Name} is not in good standing, so its people cannot take part.");
        if (state is not null && state.Company != Company)
            return Refusal.Forbidden("participant.other_company", "This person belongs to another company. A person is of exactly one.");
        if (Person == By.System.Person || string.IsNullOrWhiteSpace(Person.Value))
            return Refusal.Invalid("participant.reserved", "The provider asserts no usable subject. Ask the admin of the company.", "person");
        if ((Text.Title(Name, "name") ?? (Kind == ParticipantKind.Person ? Text.Title(Email, "email") : null)) is { } refusal)
            return refusal;
        var by = new By(Person, Company);
        if (state is null)
            return Decision.Accept(new ParticipantJoined(by, now, Person, Company, Name, Email, Kind, AdminAtStart ? Roles.Engineer | Roles.Admin : Roles.Engineer));
        return state.Name == Name && state.Email == Email ? Decision.Accept() : Decision.Accept(new ParticipantProfileChanged(by, now, Name, Email));
    }
}
