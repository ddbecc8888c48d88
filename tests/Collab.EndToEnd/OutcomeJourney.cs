using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class OutcomeJourney(Stage stage)
{
    private const string Title = "Staged channels for kernel drivers";

    [Fact]
    public async Task A_draft_becomes_a_public_outcome_and_every_open_screen_follows()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example");
        var id = await IsDrafted(tomas);
        await IsSecondedAndOpened(tomas, priya, id);
        await IsDiscussed(tomas, priya, id);
        await IsTallied(tomas, priya, id);
        var number = await IsPublished(tomas, id);
        await IsReadByTheWorld(number);
    }

    private static async Task<string> IsDrafted(Person tomas)
    {
        await tomas.Go("/proposals/new");
        await tomas.Field("Title").FillAsync(Title);
        await tomas.Field("Problem").FillAsync("An update reached **every** machine at once.\n\n- no ring\n- no way back");
        var preview = tomas.Page.GetByRole(AriaRole.Region, new() { Name = "Preview of problem" });
        await Expect(preview.Locator("strong")).ToHaveTextAsync("every");
        await Expect(preview.Locator("li")).ToHaveCountAsync(2);
        foreach (var section in ProposalSteps.Sections[1..])
            await tomas.Field(section).FillAsync($"What is said under {section}, with `code`.");
        await tomas.IsAccessible();
        var id = await tomas.SavesNewDraft();
        await tomas.Sees("All six sections are written.");
        await tomas.SeesStatus("waits for an unrelated company to second it");
        return id;
    }

    private static async Task IsSecondedAndOpened(Person tomas, Person priya, string id)
    {
        // Home is open before the invitation: it comes by itself.
        await priya.Go("/");
        await tomas.Does("Invite a company", form => form.GetByLabel("Company", new() { Exact = true }).SelectOptionAsync("fabrikam"));
        var waiting = priya.Page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^Waits for Fabrikam") });
        await Expect(waiting).ToContainTextAsync($"Second or decline “{Title}”");
        await waiting.GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
        await priya.Does("Second it");
        await tomas.SeesStatus("complete and seconded, and can be opened");
        await tomas.Does("Open the proposal");
        await priya.SeesStatus("Open; last call can open from");
    }

    private async Task IsDiscussed(Person tomas, Person priya, string id)
    {
        // One of the screens that watch is on the other node.
        await using var mara = await Person.SignedIn(stage, "mara.lindqvist@northwind.example", node: stage.SecondNode);
        await mara.Go($"/proposals/{id}");
        await priya.Records("Support", "Fabrikam ships in rings since last year.");
        await mara.SeesPosition("Fabrikam", "Support");
        await using (var leila = await Person.SignedIn(stage, "leila.haddad@contoso.example"))
        {
            await leila.Go($"/proposals/{id}");
            await leila.Records("Support");
            await mara.SeesPosition("Contoso", "Support");
        }

        await using (var amara = await Person.SignedIn(stage, "amara.nwosu@tailspin.example", node: stage.SecondNode))
        {
            await amara.Go($"/proposals/{id}");
            await amara.Records("Support");
            await tomas.SeesPosition("Tailspin", "Support");
            await mara.SeesPosition("Tailspin", "Support");
        }

        await mara.Page.GetByRole(AriaRole.Radio, new() { Name = "Object", Exact = true }).CheckAsync();
        await mara.Field("What do you object to").FillAsync("The first ring has no size.");
        await mara.Field("Why").FillAsync("A ring of one machine finds nothing.");
        await mara.Field("What change would cure it").FillAsync("Say how many machines the first ring holds.");
        await mara.Button("Record Object").ClickAsync();
        await tomas.SeesPosition("Northwind", "Object");
        await tomas.SeesStatus("the authors answer OBJ-1");
        await tomas.Sees("A ring of one machine finds nothing.");
        await tomas.Does("Answer", form => form.GetByLabel("Answer", new() { Exact = true }).FillAsync("The first ring holds one machine in a hundred, and never under a thousand."));
        await mara.Sees("and never under a thousand.");
        await mara.IsAccessible();
        await mara.Does("Withdraw", form => form.GetByLabel("Statement, optional").FillAsync("That will do."));
        await tomas.Sees("0 open, 1 closed");
        await mara.Records("No objection");
        await priya.SeesPosition("Northwind", "No objection");
        await priya.SeesStatus("Quorum is reached.");
    }

    private async Task IsTallied(Person tomas, Person priya, string id)
    {
        await stage.AdvanceClock("P7D");
        await tomas.Go($"/proposals/{id}");
        await tomas.Does("Open last call", form => form.GetByLabel("Summary of the discussion").FillAsync("Four companies spoke; the first ring has a size."));
        await priya.SeesStatus("Last call ends");
        await tomas.IsAccessible();

        // Nobody touches either screen: the clock ends the last call, and both show the tally.
        await stage.AdvanceClock("P14DT1M");
        await priya.SeesStatus("In tally; an unrelated moderator records the outcome");
        await tomas.SeesStatus("In tally; an unrelated moderator records the outcome");
        await tomas.SeesPosition("Wingtip", "No record");
        await tomas.Sees("as tallied");
    }

    private async Task<string> IsPublished(Person tomas, string id)
    {
        await using var aiko = await Person.SignedIn(stage, "aiko.mori@wingtip.example", node: stage.SecondNode);
        await using var greta = await Person.SignedIn(stage, "greta.holm@northwind.example");
        await greta.Go($"/proposals/{id}");
        await aiko.Go($"/proposals/{id}");
        await aiko.Does("Record the outcome", async form =>
        {
            await form.GetByLabel("Outcome", new() { Exact = true }).SelectOptionAsync("Agreed");
            await form.GetByLabel("Reasons").FillAsync("Three companies support it, and nobody objects.");
        });
        await greta.SeesStatus("Agreed; publication waits for two moderators");
        await aiko.Does("Approve publication");
        await greta.SeesStatus("publication waits for a moderator of a company unrelated to Wingtip");
        await greta.Does("Approve and publish");
        await tomas.SeesStatus("Published as O-");
        await tomas.IsAccessible();
        var number = await tomas.Page.Locator(".meta a[href^='/outcomes/O-']").InnerTextAsync();

        var history = tomas.Page.Locator("#history");
        await history.GetByRole(AriaRole.Button, new() { Name = "Show 20 earlier events" }).Or(history.GetByText("started the draft")).First.WaitForAsync();
        while (!await history.GetByText("started the draft").IsVisibleAsync())
        {
            var lines = await history.GetByRole(AriaRole.Listitem).CountAsync();
            await history.GetByRole(AriaRole.Button, new() { Name = "Show 20 earlier events" }).ClickAsync();
            await Expect(history.GetByRole(AriaRole.Listitem).Nth(lines)).ToBeVisibleAsync();
        }

        foreach (var step in (string[])
            [
                "Contoso started the draft", "Contoso invited Fabrikam to second it", "Fabrikam seconded it", "Contoso opened it as revision 1",
                "Fabrikam recorded Support on revision 1", "Tailspin recorded Support on revision 1", "Northwind raised OBJ-1 on revision 1", "Contoso answered OBJ-1",
                "Northwind withdrew OBJ-1", "Northwind recorded No objection on revision 1", "Contoso opened last call on revision 1", "The clock ended last call: its time passed",
                "The clock took the tally: 3 Support, 1 No objection", "Wingtip recorded the outcome: agreed", "Wingtip approved the publication", $"Northwind approved the publication: published as {number}, version 1",
            ])
            await Expect(history.GetByRole(AriaRole.Listitem).Filter(new() { HasText = step })).Not.ToHaveCountAsync(0);
        return number;
    }

    private async Task IsReadByTheWorld(string number)
    {
        await using var noScript = await stage.Browser.NewContextAsync(new() { JavaScriptEnabled = false, AcceptDownloads = true });
        var page = await noScript.NewPageAsync();
        await page.GotoAsync(new Uri(stage.Portal, "/outcomes").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Title, Level = 1 })).ToBeVisibleAsync();
        foreach (var (company, position) in ((string, string)[])[("Contoso", "Support"), ("Fabrikam", "Support"), ("Tailspin", "Support"), ("Northwind", "No objection"), ("Wingtip", "No record"), ("Microsoft", "No record")])
            await Expect(page.Locator("table.postab tr").Filter(new() { HasText = company })).ToContainTextAsync(position);
        await Expect(page.GetByText("Fabrikam ships in rings since last year.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Three companies support it, and nobody objects.")).ToBeVisibleAsync();
        await Expect(page.Locator(".prose strong").First).ToHaveTextAsync("every");

        // The permanent address is the same page, and the Markdown has the digest that the page prints.
        await page.GetByRole(AriaRole.Link, new() { Name = $"/outcomes/{number}/v1" }).ClickAsync();
        await page.WaitForURLAsync($"**/outcomes/{number}/v1");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Title, Level = 1 })).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Markdown", Exact = true }).ClickAsync());
        download.SuggestedFilename.ShouldBe($"{number}-v1.md");
        var markdown = await File.ReadAllBytesAsync((await download.PathAsync())!);
        Encoding.UTF8.GetString(markdown).ShouldContain("An update reached **every** machine at once.");
        (await page.Locator(".hash code").InnerTextAsync()).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(markdown)));

        await using var visitor = await Person.Visitor(stage);
        foreach (var node in (Uri[])[stage.Portal, stage.SecondNode])
        {
            var feed = await visitor.Page.APIRequest.GetAsync(new Uri(node, "/outcomes.atom").ToString());
            feed.Headers["content-type"].ShouldStartWith("application/atom+xml");
            (await feed.TextAsync()).ShouldContain($"{number}: {Title}");
        }

        await visitor.Page.GotoAsync(new Uri(stage.Portal, "/outcomes").ToString());
        await visitor.Sees(Title);
        await visitor.IsAccessible();
        await visitor.Page.GotoAsync(new Uri(stage.Portal, $"/outcomes/{number}").ToString());
        await visitor.IsAccessible();
    }
}
