using Collab.Domain.Members;

namespace Collab.Domain.Sharing;

/// <summary>
/// What a label may name: RED people, AMBER and AMBER+STRICT companies, GREEN and CLEAR nobody in particular. A label
/// and names that contradict each other are refused, never repaired.
/// </summary>
public static class AudienceRules
{
    /// <summary>The most companies or people that one audience names.</summary>
    public const int NameLimit = 1_000;

    /// <summary>Checks a label against the names beside it.</summary>
    /// <param name="label">The label.</param>
    /// <param name="companies">The companies named.</param>
    /// <param name="people">The people named.</param>
    /// <param name="roll">The members: a company that is not admitted cannot be named anew.</param>
    /// <param name="before">The audience until now: whom it names may stay named, also while suspended.</param>
    /// <returns>
    /// Null when they agree; else <c>audience.label_unknown</c>, <c>audience.people_without_red</c>, <c>audience.companies_with_red</c>,
    /// <c>audience.companies_without_amber</c>, <c>audience.companies_missing</c>, <c>audience.people_missing</c>,
    /// <c>audience.too_many</c> or <c>audience.not_a_member</c>.
    /// </returns>
    public static Refusal? Check(Tlp label, IReadOnlyCollection<MemberId> companies, IReadOnlyCollection<PersonId> people, MemberRoll roll, Audience? before = null)
    {
        if (!Enum.IsDefined(label))
            return Refusal.Invalid("audience.label_unknown", "There is no such label. Choose one of TLP 2.0.", "label");
        var text = label.Text();
        if (label != Tlp.Red && people.Count > 0)
            return Refusal.Invalid("audience.people_without_red", $"{text} does not name people. Choose TLP:RED, or leave the people out.", "people");
        if (label == Tlp.Red && companies.Count > 0)
            return Refusal.Invalid("audience.companies_with_red", "TLP:RED names people, not companies. Name the people, or choose TLP:AMBER+STRICT.", "companies");
        if (label is Tlp.Clear or Tlp.Green && companies.Count > 0)
            return Refusal.Invalid("audience.companies_without_amber", $"{text} does not name companies. Choose TLP:AMBER or TLP:AMBER+STRICT, or leave the companies out.", "companies");
        if (label is Tlp.Amber or Tlp.AmberStrict && companies.Count == 0)
            return Refusal.Invalid("audience.companies_missing", $"{text} names at least one company. Name those who may read it.", "companies");
        if (label == Tlp.Red && people.Count == 0)
            return Refusal.Invalid("audience.people_missing", "TLP:RED names at least one person. Name those who may read it.", "people");
        if (companies.Count > NameLimit || people.Count > NameLimit)
            return Refusal.Invalid("audience.too_many", "An audience names at most 1,000. Choose a wider label.", companies.Count > NameLimit ? "companies" : "people");
        foreach (var company in companies)
        {
            if (before?.Companies.Contains(company) != true && roll.Find(company)?.Status != MemberStatus.Admitted)
                return Refusal.Invalid("audience.not_a_member", "One of the companies is not an admitted member. Choose from the list of members.", "companies");
        }

        return null;
    }

    /// <summary>Checks an audience as <see cref="Check(Tlp, IReadOnlyCollection{MemberId}, IReadOnlyCollection{PersonId}, MemberRoll, Audience?)"/> does.</summary>
    public static Refusal? Check(Audience audience, MemberRoll roll, Audience? before = null) =>
        Check(audience.Label, audience.Companies, audience.People, roll, before);
}
