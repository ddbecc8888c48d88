namespace Collab.Domain.Members;

/// <summary>
/// Makes a participant of a person or program that the gateway vouches for, at first sign-in; later, keeps name and
/// address as their provider asserts them. Roles granted here are never touched by a sign-in.
/// <para>Refusals: <c>sign_in.not_a_member</c>, <c>sign_in.disabled</c>, <c>sign_in.another_company</c>.</para>
/// </summary>
/// <param name="Person">The subject that the gateway asserts.</param>
/// <param name="Company">The company that it asserts.</param>
/// <param name="Name">The name that the provider asserts.</param>
/// <param name="Email">The address that the provider asserts; empty for a program.</param>
/// <param name="Kind">Person or program.</param>
public sealed record JoinParticipant(PersonId Person, MemberId Company, string Name, string Email, ParticipantKind Kind)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Participant? state, MemberRoll roll, DateTimeOffset now)
    {
        if (roll.Find(Company)?.Status != MemberStatus.Admitted)
            return Refusal.Forbidden("sign_in.not_a_member", "This company is not a member in good standing, so nobody can sign in for it.");
        var by = new By(Person, Company);
        if (state is null)
            return Decision.Accept(new ParticipantJoined(by, now, Person, Company, Name, Email, Kind, Roles.Engineer));
        if (state.Company != Company)
            return Refusal.Forbidden("sign_in.another_company", "This account belongs to another company here. Ask an admin of your company.");
        if (state.DisabledBecause is not null)
            return Refusal.Forbidden("sign_in.disabled", "This account may not act here any more. Ask an admin of your company.");
        return state.Name == Name && state.Email == Email
            ? Decision.Accept()
            : Decision.Accept(new ParticipantProfileChanged(by, now, Name, Email));
    }
}
