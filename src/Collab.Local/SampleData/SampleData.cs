using Collab.Domain;
using Collab.Domain.Members;
using Collab.Gateway.SignIn;
using Collab.Local.SampleProviders;
using Collab.Portal.Store;

namespace Collab.Local.SampleData;

/// <summary>Fills an empty installation with the sample companies and their people.</summary>
public static class SampleData
{
    /// <summary>Fills in what is not there yet.</summary>
    public static async Task FillIn(IServiceProvider services, TimeProvider clock, CancellationToken cancel)
    {
        var commands = services.GetRequiredService<Commands>();
        foreach (var (slug, name) in SamplePeople.Companies)
        {
            var member = new MemberId(slug);
            await commands.Run<Member>(Ids.OfMember(member), null, (s, r) => new AdmitAtStart(member, name, [SamplePeople.DomainOf(slug)]).Decide(s, Actor.System, r.Now), cancellation: cancel);
        }

        foreach (var person in SamplePeople.All)
        {
            var company = new MemberId(person.MemberSlug);
            var id = new PersonId(SubjectId.For(person.MemberSlug, person.Subject));
            var roles = person.Roles.Select(Enum.Parse<Roles>).Aggregate(Roles.Engineer, (a, b) => a | b);
            await commands.Run<Participant>(Ids.OfPerson(id), 0, (_, r) =>
            {
                List<IEvent> events = [new ParticipantJoined(new By(id, company), r.Now, id, company, person.Name, person.Email, ParticipantKind.Person, roles & ~Roles.Moderator)];
                if (roles.HasFlag(Roles.Moderator))
                    events.Add(new ModeratorGrantedAtStart(By.System, r.Now));
                return Decision.Accept(events);
            }, cancellation: cancel);
        }
    }
}
