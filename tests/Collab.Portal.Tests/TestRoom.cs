using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Shouldly;

namespace Collab.Portal.Tests;

/// <summary>Members and people of the examples: invented companies.</summary>
public static class TestRoom
{
    public static readonly MemberId Contoso = new("contoso");
    public static readonly MemberId Fabrikam = new("fabrikam");
    public static readonly MemberId Northwind = new("northwind");
    public static readonly MemberId Tailspin = new("tailspin");
    public static readonly MemberId Wingtip = new("wingtip");

    public static readonly PersonId Tomas = new("p-tomas");
    public static readonly PersonId Priya = new("p-priya");
    public static readonly PersonId Mara = new("p-mara");
    public static readonly PersonId Jonas = new("p-jonas");
    public static readonly PersonId Aiko = new("p-aiko");

    private const Roles Everything = Roles.Engineer | Roles.Representative | Roles.ReleaseOfficer | Roles.Admin;

    /// <summary>The five companies with one person each; Jonas and Aiko moderate.</summary>
    public static Task AdmitAll(PortalNode node) => Admit(node,
    [
        (Contoso, "Contoso", [(Tomas, "Tomás Arrieta", Everything)]),
        (Fabrikam, "Fabrikam", [(Priya, "Priya Raman", Everything)]),
        (Northwind, "Northwind", [(Mara, "Mara Lindqvist", Everything)]),
        (Tailspin, "Tailspin", [(Jonas, "Jonas Weber", Everything | Roles.Moderator)]),
        (Wingtip, "Wingtip", [(Aiko, "Aiko Mori", Everything | Roles.Moderator)]),
    ]);

    /// <summary>Admits companies and their people.</summary>
    public static async Task Admit(PortalNode node, IEnumerable<(MemberId Company, string Name, (PersonId Person, string Name, Roles Roles)[] People)> members)
    {
        var now = node.Clock.GetUtcNow();
        foreach (var (company, name, people) in members)
        {
            await Write<Member>(node, Ids.OfMember(company), new MemberAdmittedAtStart(By.System, now, company, name, [company.Value + ".example"]));
            foreach (var (person, personName, roles) in people)
            {
                var email = $"{person.Value}@{company.Value}.example";
                List<IEvent> events = [new ParticipantJoined(new By(person, company), now, person, company, personName, email, ParticipantKind.Person, roles & ~Roles.Moderator)];
                if (roles.HasFlag(Roles.Moderator))
                    events.Add(new ModeratorGrantedAtStart(By.System, now));
                await Write<Participant>(node, Ids.OfPerson(person), [.. events]);
            }
        }
    }

    private static async Task Write<T>(PortalNode node, string id, params IEvent[] events)
        where T : class, IState<T> =>
        (await node.Commands.Run<T>(id, 0, (_, _) => Decision.Accept(events))).ShouldBeOfType<CommandResult.Done>();
}
