using Bunit;
using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Collab.Portal.Shell;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>The pages as two people of two companies see them, each on a node of its own.</summary>
public sealed class ProposalPageTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_board_names_every_eligible_company_once_and_marks_what_is_stale()
    {
        var id = await Open();
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Object", what = "Rollback", why = "Hosts are offline.", cure = "Say what they do." });
        await Ok(Priya, id, "record-position", new { revision = 1, position = "Recuse" });
        await Ok(Tomas, id, "revise-proposal", new { kind = "Substantive", text = Text with { Proposal = "Five stages." }, summary = "Five." });
        await Ok(Jonas, id, "record-position", new { revision = 2, position = "NoObjection", statement = "We do *this*." });
        await using var screen = new PersonScreen(Node, TestRoom.Mara);

        var page = screen.Open(id);

        var rows = page.FindAll(".board tbody tr");
        rows.Select(r => r.QuerySelector(".co")!.TextContent[2..]).ShouldBe(["Contoso", "Northwind", "Tailspin", "Wingtip"]);
        rows[1].ClassList.ShouldContain("own");
        rows[1].TextContent.ShouldContain("No record");
        rows[1].QuerySelector(".was")!.TextContent.ShouldBe("was Object on rev 1, stale");
        rows[2].TextContent.ShouldContain("No objection");
        rows[2].QuerySelector(".saidtext")!.InnerHtml.ShouldContain("<em>this</em>");
        page.FindAll(".aside li").ShouldHaveSingleItem().TextContent.ShouldContain("Fabrikam");
        page.WaitForElement(".diff ins", Patience).TextContent.ShouldBe("Five");
        page.Find("article.objection").TextContent.ShouldContain("Say what they do.");
    }

    [Fact]
    public async Task An_own_position_is_recorded_with_what_why_and_cure_and_the_other_screen_follows()
    {
        await using var second = await PortalNode.Start(Database.ConnectionString, Node.Clock);
        var id = await Open();
        await using var mine = new PersonScreen(Node, TestRoom.Mara);
        await using var theirs = new PersonScreen(second, TestRoom.Jonas);
        var page = mine.Open(id);
        var other = theirs.Open(id);
        other.FindAll("article.objection").ShouldBeEmpty();

        page.Find("#own-h").TextContent.ShouldBe("Northwind’s position");
        await page.On("input[value=Object]", e => e.ChangeAsync(true));
        page.Find(".rail form button[type=submit]").TextContent.ShouldBe("Record Object");
        await page.On("#obj-what", e => e.InputAsync("Rollback"));
        await page.On(".rail form", e => e.SubmitAsync());
        await page.WaitForElementAsync(".fielderror", Patience);
        page.Find(".fielderror").TextContent.ShouldBe("Why you object is needed.");
        page.Find("#obj-what").GetAttribute("value").ShouldBe("Rollback");
        await page.On("#obj-why", e => e.InputAsync("Hosts are offline."));
        await page.On("#obj-cure", e => e.InputAsync("Say what they do."));
        await page.On(".rail form", e => e.SubmitAsync());

        await other.WaitForAssertionAsync(() => other.Find("article.objection").TextContent.ShouldContain("Say what they do."), Patience);
        await page.WaitForAssertionAsync(() => page.FindAll(".board .own")[0].TextContent.ShouldContain("Object"), Patience);
    }

    [Fact]
    public async Task Who_does_not_represent_the_company_reads_why_they_cannot_record()
    {
        var leo = new PersonId("p-leo");
        await Node.Commands.Run<Domain.Members.Participant>(Ids.OfPerson(leo), 0, (_, room) => Decision.Accept(
            new Domain.Members.ParticipantJoined(new By(leo, TestRoom.Wingtip), room.Now, leo, TestRoom.Wingtip, "Leo", "leo@wingtip.example", Domain.Members.ParticipantKind.Person, Domain.Members.Roles.Engineer)));
        var id = await Open();
        await using var screen = new PersonScreen(Node, leo);

        var page = screen.Open(id);

        page.Find(".rail form button[type=submit]").HasAttribute("disabled").ShouldBeTrue();
        page.Find(".rail .why").TextContent.ShouldStartWith("Only a representative speaks for the company.");
    }

    [Fact]
    public async Task Script_in_a_title_or_a_section_is_shown_and_does_nothing()
    {
        const string script = "<script>alert(1)</script>";
        var id = await Open(script, Text with { Problem = $"{script} <img src=x onerror=alert(1)> [go](javascript:alert(1))" });
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Support", statement = script });
        await using var screen = new PersonScreen(Node, TestRoom.Mara);

        var page = screen.Open(id);

        page.Find("h1").TextContent.ShouldBe(script);
        page.FindAll("script").ShouldBeEmpty();
        page.FindAll("[onerror]").ShouldBeEmpty();
        page.FindAll("a").ShouldAllBe(a => !(a.GetAttribute("href") ?? "").StartsWith("javascript", StringComparison.OrdinalIgnoreCase));
        page.Find("article.prose").TextContent.ShouldContain(script);
    }

    [Fact]
    public async Task A_hidden_draft_and_an_unknown_number_are_one_page()
    {
        var id = await Draft("Hidden title");
        await using var screen = new PersonScreen(Node, TestRoom.Mara);
        await using var another = new PersonScreen(Node, TestRoom.Mara);

        screen.Open(id).Markup.ShouldBe(another.Open("P-ZZZZZ").Markup);
    }

    [Fact]
    public async Task The_past_is_shown_as_it_stood_with_the_way_back()
    {
        var id = await Open();
        await Ok(Tomas, id, "revise-proposal", new { kind = "Substantive", text = Text with { Proposal = "Five stages." }, summary = "Five." });
        await using var screen = new PersonScreen(Node, TestRoom.Priya);

        var page = screen.Open(id, 4);

        page.Find(".pastbar").TextContent.ShouldContain("You see event 4");
        page.Find("article.prose").TextContent.ShouldContain("Deploy in stages.");
        page.FindAll("#own-h").ShouldBeEmpty();
        page.Find("[data-key='[']").GetAttribute("href").ShouldBe($"/proposals/{id}?event=3");
        page.Find("[data-key=']']").GetAttribute("href").ShouldBe($"/proposals/{id}");
    }

    [Fact]
    public async Task A_draft_becomes_a_proposal_from_the_page_alone()
    {
        var id = await Draft();
        await using var tomas = new PersonScreen(Node, TestRoom.Tomas);
        await using var priya = new PersonScreen(Node, TestRoom.Priya);
        var page = tomas.Open(id);

        page.Find(".notnow").TextContent.ShouldContain("Nobody seconds it yet.");
        await Press(page, "Invite a company");
        await page.On("#InviteCompany-company", e => e.ChangeAsync("fabrikam"));
        await page.On(".actionform", e => e.SubmitAsync());
        var invited = priya.Open(id);
        // The room on this node may still be loading the commit that invites: the page follows.
        await Press(invited, "Second it");
        await invited.On(".actionform", e => e.SubmitAsync());

        await Press(page, "Open the proposal");
        await page.On(".actionform", e => e.SubmitAsync());
        await page.WaitForAssertionAsync(() => page.Find(".say").TextContent.ShouldStartWith("Open; last call can open from"), Patience);
        page.FindAll(".board tbody tr").Count.ShouldBe(5);
    }

    private static async Task Press(IRenderedComponent<ProposalPage> page, string label)
    {
        await page.WaitForAssertionAsync(() => page.FindAll("button").ShouldContain(b => b.TextContent == label), Patience);
        // Found and clicked in one turn: the page may be rendered anew at any time.
        await page.InvokeAsync(() => page.FindAll("button").First(b => b.TextContent == label).Click());
    }
}
