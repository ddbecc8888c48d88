using Collab.Domain;
using Collab.Domain.Members;
using Collab.Gateway.SignIn;
using Collab.Local.SampleProviders;

namespace Collab.Local.SampleData;

/// <summary>The six companies, their people under the ids that the gateway asserts, and one program each.</summary>
internal static class People
{
    public const string Tomas = "Tomás Arrieta", Leila = "Leila Haddad", Owen = "Owen Price", Ines = "Ines Duarte";
    public const string Priya = "Priya Raman", Karl = "Karl Nyberg", Nadia = "Nadia Petrov";
    public const string Mara = "Mara Lindqvist", Samuel = "Samuel Osei", Greta = "Greta Holm";
    public const string Jonas = "Jonas Weber", Amara = "Amara Nwosu", Felix = "Felix Moreau";
    public const string Aiko = "Aiko Mori", Ben = "Ben Sorensen", Clara = "Clara Vance";

    public static readonly MemberId Contoso = new("contoso"), Fabrikam = new("fabrikam"), Northwind = new("northwind"), Tailspin = new("tailspin"), Wingtip = new("wingtip");

    private static readonly Dictionary<string, (PersonId Person, MemberId Company)> Known = SamplePeople.All
        .Select(p => (p.Name, (new PersonId(SubjectId.For(p.MemberSlug, p.Subject)), new MemberId(p.MemberSlug))))
        .Concat(SamplePeople.Companies.Select(c => (Program(c.Name), (new PersonId(Federation.SampleClient(c.Slug)), new MemberId(c.Slug)))))
        .ToDictionary(p => p.Item1, p => p.Item2);

    /// <summary>The name of a company's program, as the gateway asserts it.</summary>
    public static string Program(string company) => company + " sample client";

    /// <summary>Who this is.</summary>
    public static (PersonId Person, MemberId Company) Find(string name) => Known[name];

    /// <summary>The company, as an id.</summary>
    public static MemberId CompanyOf(string name) => Known[name].Company;

    /// <summary>Admits the companies and lets their people in, with the roles that their admins give them.</summary>
    public static void Tell(Story story)
    {
        foreach (var (slug, name) in SamplePeople.Companies)
            new Script<Member>(story, Ids.OfMember(new MemberId(slug))).On(126, "08:00").ClockDoes(new AdmitAtStart(new MemberId(slug), name, [SamplePeople.DomainOf(slug)]));
        foreach (var person in SamplePeople.All)
            Arrive(story, person);
        foreach (var (slug, name) in SamplePeople.Companies)
        {
            var (id, company) = Find(Program(name));
            new Script<Participant>(story, Ids.OfPerson(id))
                .On(123, "10:00").Does(Program(name), new JoinRoom(id, company, Program(name), "", ParticipantKind.Program))
                .On(123, "10:30").Does(AdminOf(slug), new SetRoles(Roles.Engineer | Roles.Representative));
        }
    }

    private static void Arrive(Story story, SamplePerson person)
    {
        var (id, company) = Find(person.Name);
        var roles = person.Roles.Aggregate(Roles.Engineer, (all, role) => all | Enum.Parse<Roles>(role));
        var script = new Script<Participant>(story, Ids.OfPerson(id))
            .On(125, "08:00").Does(person.Name, new JoinRoom(id, company, person.Name, person.Email, ParticipantKind.Person, roles.HasFlag(Roles.Admin)));
        if ((roles & ~(Roles.Moderator | Roles.Engineer | Roles.Admin)) != 0)
            script.On(124, "09:00").Does(AdminOf(person.MemberSlug), new SetRoles(roles & ~Roles.Moderator));
        if (roles.HasFlag(Roles.Moderator))
            script.On(124, "10:00").ClockDoes(new GrantModeratorAtStart());
    }

    private static string AdminOf(string slug) => SamplePeople.All.First(p => p.MemberSlug == slug && p.Roles.Contains("Admin")).Name;
}
