using Collab.Domain.Members;
using Collab.Domain.Sharing;
using CsCheck;
using Shouldly;
using Xunit;

namespace Collab.Domain.Tests.Sharing;

/// <summary>The laws of audiences, the words of labels, and labels that contradict names.</summary>
public sealed class AudienceTests
{
    private static readonly MemberId[] Companies = [new("contoso"), new("fabrikam"), new("northwind"), new("tailspin")];
    private static readonly PersonId[] People = [new("a"), new("b"), new("c"), new("d"), new("e"), new("f"), new("g"), new("h")];
    private static readonly Actor[] Actors = [.. People.Select((p, i) => new Actor(p, Companies[i % 4], Roles.Engineer))];

    private static readonly MemberRoll Roll = new([
        new(Companies[1], "Fabrikam", MemberStatus.Admitted, null),
        new(Companies[0], "Contoso", MemberStatus.Admitted, null),
        new(Companies[2], "Northwind", MemberStatus.Admitted, null),
        new(Companies[3], "Tailspin", MemberStatus.Suspended, null)]);

    private static readonly Gen<Audience> Audiences = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 15], Gen.Int[1, 255], (label, companies, people) => (Tlp)label switch
    {
        Tlp.Clear => Audience.Clear,
        Tlp.Green => Audience.Green,
        Tlp.Amber => Audience.Amber(Pick(Companies, companies)),
        Tlp.AmberStrict => Audience.AmberStrict(Pick(Companies, companies)),
        _ => Audience.Red(Pick(People, people)),
    });

    private static IEnumerable<T> Pick<T>(T[] all, int bits) => all.Where((_, i) => (bits >> i & 1) == 1);

    [Fact]
    public void Within_is_a_partial_order() =>
        Gen.Select(Audiences, Audiences, Audiences).Sample((a, b, c) =>
        {
            a.IsWithin(a).ShouldBeTrue();
            if (a.IsWithin(b) && b.IsWithin(a))
                a.ShouldBe(b);
            if (a.IsWithin(b) && b.IsWithin(c))
                a.IsWithin(c).ShouldBeTrue();
        });

    [Fact]
    public void Whom_a_narrower_audience_admits_the_wider_one_admits() =>
        Gen.Select(Audiences, Audiences).Sample((a, b) =>
        {
            if (a.IsWithin(b))
            {
                foreach (var actor in Actors.Where(a.Admits))
                    b.Admits(actor).ShouldBeTrue();
            }
        });

    [Fact]
    public void Nobody_enters_through_narrowing() =>
        Gen.Select(Audiences, Audiences).Sample((a, b) =>
        {
            var both = a.Narrowed(b);
            foreach (var actor in Actors.Where(both.Admits))
                (a.Admits(actor) && b.Admits(actor)).ShouldBeTrue();
            both.Label.ShouldBe((Tlp)Math.Max((int)a.Label, (int)b.Label));
            both.ShouldBe(b.Narrowed(a));
        });

    [Fact]
    public void The_clock_reads_nothing() => Audiences.Sample(a => a.Admits(Actor.System).ShouldBeFalse());

    [Fact]
    public void A_label_and_names_that_contradict_each_other_are_refused()
    {
        Check(Tlp.Green, [Companies[0]], []).ShouldBe("audience.companies_without_amber");
        Check(Tlp.Clear, [], [People[0]]).ShouldBe("audience.people_without_red");
        Check(Tlp.Amber, [Companies[0]], [People[0]]).ShouldBe("audience.people_without_red");
        Check(Tlp.Red, [Companies[0]], [People[0]]).ShouldBe("audience.companies_with_red");
        Check(Tlp.Red, [], []).ShouldBe("audience.people_missing");
        Check(Tlp.AmberStrict, [], []).ShouldBe("audience.companies_missing");
        Check((Tlp)9, [], []).ShouldBe("audience.label_unknown");
        Check(Tlp.Red, [], [.. Enumerable.Range(0, 1_001).Select(i => new PersonId($"p{i}"))]).ShouldBe("audience.too_many");
        Check(Tlp.Green, [], []).ShouldBeNull();
        Check(Tlp.Amber, [Companies[0]], []).ShouldBeNull();
    }

    [Fact]
    public void A_company_that_is_unknown_or_suspended_gets_one_answer_and_may_stay_where_it_was()
    {
        var suspended = AudienceRules.Check(Audience.Amber(Companies[3]), Roll);
        suspended!.Code.ShouldBe("audience.not_a_member");
        AudienceRules.Check(Audience.Amber(new MemberId("nobody")), Roll).ShouldBe(suspended);
        AudienceRules.Check(Audience.Amber(Companies[3]), Roll, Audience.Amber(Companies[3], Companies[0])).ShouldBeNull();
    }

    [Theory]
    [InlineData("TLP:CLEAR", Tlp.Clear)]
    [InlineData("TLP:GREEN", Tlp.Green)]
    [InlineData("TLP:AMBER", Tlp.Amber)]
    [InlineData("tlp:amber+strict", Tlp.AmberStrict)]
    [InlineData("TLP:RED", Tlp.Red)]
    public void Labels_are_read_as_they_are_printed(string text, Tlp label) => AudienceInWords.ParseLabel(text).ShouldBe(label);

    [Theory]
    [InlineData("TLP: RED")]
    [InlineData("TLP:WHITE")]
    [InlineData("RED")]
    [InlineData("TLP:AMBER STRICT")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_label_of_version_2_is_none(string? text) => AudienceInWords.ParseLabel(text).ShouldBeNull();

    [Fact]
    public void An_audience_is_said_in_words_in_the_order_of_names()
    {
        Audience.Green.Sentence(Roll).ShouldBe("All members may read this. Not for public channels.");
        Audience.Clear.Sentence(Roll).ShouldBe("All members may read this. Once released, everyone may.");
        Audience.AmberStrict(Companies[2], Companies[1], Companies[0]).Sentence(Roll).ShouldBe("Only Contoso, Fabrikam and Northwind may read this.");
        Audience.Amber(Companies[1]).Sentence(Roll).ShouldBe("Only Fabrikam may read this, and share it with clients who need to know.");
        Audience.Red(People[0]).Sentence(Roll).ShouldBe("Only one named person may read this.");
        Audience.Red(People[0], People[1]).Sentence(Roll).ShouldBe("Only 2 named people may read this.");
        Audience.Red(People[0], People[1]).Sentence(Roll, p => p == People[0] ? "Zoe" : "Ann").ShouldBe("Only Ann and Zoe may read this.");
    }

    private static string? Check(Tlp label, MemberId[] companies, PersonId[] people) => AudienceRules.Check(label, companies, people, Roll)?.Code;
}
