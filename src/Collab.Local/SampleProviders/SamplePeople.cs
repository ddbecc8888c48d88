namespace Collab.Local.SampleProviders;

/// <summary>A person of a sample company. All are invented.</summary>
/// <param name="MemberSlug">The member's id in Collab and at the gateway.</param>
/// <param name="Subject">Their <c>sub</c> at their company's provider; it never changes.</param>
/// <param name="Roles">Names of roles in Collab.</param>
public sealed record SamplePerson(string MemberSlug, string CompanyName, string Subject, string Name, string Email, string[] Roles);

/// <summary>Who can sign in on one machine.</summary>
public static class SamplePeople
{
    /// <summary>All of them, by company.</summary>
    public static IReadOnlyList<SamplePerson> All { get; } =
    [
        .. Company("contoso", "Contoso",
            ("Tomás Arrieta", ["Engineer"]),
            ("Leila Haddad", ["Representative"]),
            ("Owen Price", ["Admin", "Moderator"]),
            ("Ines Duarte", ["Engineer", "ReleaseOfficer"])),
        .. Company("fabrikam", "Fabrikam",
            ("Priya Raman", ["Engineer", "Representative"]),
            ("Karl Nyberg", ["Engineer", "Moderator"]),
            ("Nadia Petrov", ["Admin", "ReleaseOfficer"])),
        .. Company("microsoft", "Microsoft",
            ("Helena Okafor", ["Engineer"]),
            ("Daniel Brandt", ["Representative"]),
            ("Ruth Castellano", ["Admin", "ReleaseOfficer"])),
        .. Company("northwind", "Northwind",
            ("Mara Lindqvist", ["Representative"]),
            ("Samuel Osei", ["Engineer"]),
            ("Greta Holm", ["Admin", "ReleaseOfficer", "Moderator"])),
        .. Company("tailspin", "Tailspin",
            ("Jonas Weber", ["Engineer"]),
            ("Amara Nwosu", ["Representative"]),
            ("Felix Moreau", ["Admin", "ReleaseOfficer"])),
        .. Company("wingtip", "Wingtip",
            ("Aiko Mori", ["Engineer", "Moderator"]),
            ("Ben Sorensen", ["Representative"]),
            ("Clara Vance", ["Admin", "ReleaseOfficer"])),
    ];

    /// <summary>Slug and name of each company, in order.</summary>
    public static IReadOnlyList<(string Slug, string Name)> Companies { get; } =
        [.. All.Select(p => (p.MemberSlug, p.CompanyName)).Distinct()];

    /// <summary>The mail domain of a sample company.</summary>
    public static string DomainOf(string slug) => $"{slug}.example";

    private static IEnumerable<SamplePerson> Company(string slug, string company, params (string Name, string[] Roles)[] people) =>
        people.Select(p =>
        {
            var local = Ascii(p.Name);
            return new SamplePerson(slug, company, $"{slug}-{local}", p.Name, $"{local}@{DomainOf(slug)}", p.Roles);
        });

    private static string Ascii(string name) =>
        new([.. name.ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD).Where(c => c is ' ' or (>= 'a' and <= 'z')).Select(c => c == ' ' ? '.' : c)]);
}
