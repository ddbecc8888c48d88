using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

/// <summary>Tomás of Contoso and Priya of Fabrikam write one draft, each in a browser on a node of its own.</summary>
public sealed class CoAuthorJourney(Stage stage)
{
    [Fact]
    public async Task Two_companies_write_one_draft_and_nothing_is_lost()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var line = await Line.Of(priya);
        var id = await Shared(tomas, priya, "Rings that two companies describe");

        // Who is in a section is shown there, and what they type arrives while they go on.
        await tomas.Field("Problem").ClickAsync();
        await Expect(Editors(priya, "problem")).ToHaveTextAsync("Tomás Arrieta (Contoso) is editing this section");
        await tomas.Field("Problem").FillAsync("");
        await tomas.Field("Problem").PressSequentiallyAsync("Drivers reach all hosts at once. Nobody can stop them. ", new() { Delay = 40 });
        await Expect(priya.Field("Problem")).ToHaveValueAsync(new Regex("^Drivers reach all hosts at once\\."));
        await Expect(Preview(priya, "problem")).ToContainTextAsync("Drivers reach all hosts");
        await priya.Field("Rollout").ClickAsync();
        await Expect(Editors(tomas, "rollout")).ToHaveTextAsync("Priya Raman (Fabrikam) is editing this section");
        await Expect(tomas.Page.Locator("#saved-problem")).ToHaveTextAsync(new Regex("^Saved \\d\\d:\\d\\d:\\d\\d UTC$"));
        await Expect(priya.Page.Locator("#saved-problem")).ToHaveTextAsync(new Regex("^Tomás Arrieta \\(Contoso\\) saved "));
        await tomas.IsAccessible();

        // Both in one section, in different sentences: each keeps typing where they are.
        await priya.Field("Problem").ClickAsync();
        await priya.Page.Keyboard.PressAsync("Control+End");
        await tomas.Field("Problem").ClickAsync();
        await tomas.Page.Keyboard.PressAsync("Control+Home");
        for (var i = 0; i < "Drivers".Length; i++)
            await tomas.Page.Keyboard.PressAsync("ArrowRight");
        await Task.WhenAll(
            tomas.Page.Keyboard.TypeAsync(" and content files", new() { Delay = 60 }),
            priya.Page.Keyboard.TypeAsync("It happens every year.", new() { Delay = 60 }));
        const string both = "Drivers and content files reach all hosts at once. Nobody can stop them. It happens every year.";
        await Expect(tomas.Field("Problem")).ToHaveValueAsync(both);
        await Expect(priya.Field("Problem")).ToHaveValueAsync(both);
        await tomas.Page.Keyboard.TypeAsync(" alike");
        await Expect(priya.Field("Problem")).ToHaveValueAsync(both.Replace("files reach", "files alike reach", StringComparison.Ordinal));

        // The line drops: what is typed stays, and what both wrote stands afterwards.
        await line.Drop();
        await priya.Sees("Reconnecting, your text is kept");
        await priya.Page.Keyboard.TypeAsync(" Once more this month.");
        await tomas.Page.Keyboard.PressAsync("Control+Home");
        await tomas.Page.Keyboard.TypeAsync("Today, ");
        await tomas.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(tomas.Page.Locator("#saved-problem")).ToHaveTextAsync(new Regex("^Saved "));
        await line.Restore();
        const string all = "Today, Drivers and content files alike reach all hosts at once. Nobody can stop them. It happens every year. Once more this month.";
        await Expect(priya.Page.Locator("#live")).ToHaveTextAsync("Live");
        await Expect(priya.Field("Problem")).ToHaveValueAsync(all);
        await Expect(tomas.Field("Problem")).ToHaveValueAsync(all);

        // A tab that is closed before it could save.
        await line.Drop();
        await priya.Sees("Reconnecting, your text is kept");
        await priya.Field("Security").FillAsync("Reviewed by two companies.");
        await line.Restore();
        await priya.Go($"/proposals/{id}/edit");
        await Expect(priya.Field("Security")).ToHaveValueAsync("Reviewed by two companies.");
        await Expect(tomas.Field("Security")).ToHaveValueAsync("Reviewed by two companies.");

        // The history of it all is a few lines.
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the proposal" }).ClickAsync();
        await tomas.Sees("Once more this month.");
        var history = tomas.Page.Locator("#history li").Filter(new() { HasText = "edited Problem" });
        (await history.CountAsync()).ShouldBeLessThanOrEqualTo(2);
        await Expect(history.First).ToContainTextAsync("times since");
    }

    [Fact]
    public async Task The_same_words_changed_by_two_are_shown_side_by_side_until_somebody_chooses()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var line = await Line.Of(priya);
        await Shared(tomas, priya, "Four rings or six");
        foreach (var (choice, theirs, mine, stands) in ((string, string, string, string)[])
        [
            ("Keep mine", "Five rings.", "Six rings.", "Six rings."),
            ("Take theirs", "Seven rings.", "Eight rings.", "Seven rings."),
            ("Keep both", "Nine rings.", "Ten rings.", "Ten Nine rings."),
        ])
        {
            await line.Drop();
            await priya.Sees("Reconnecting, your text is kept");
            await priya.Field("Proposal").FillAsync(mine);
            await tomas.Field("Proposal").FillAsync(theirs);
            await tomas.Field("Proposal").PressAsync("Control+Enter");
            await Expect(tomas.Page.Locator("#saved-proposal")).ToHaveTextAsync(new Regex("^Saved "));
            await line.Restore();

            var group = priya.Page.GetByRole(AriaRole.Group, new() { Name = "Two versions of the section Proposal" });
            await Expect(group.Locator("ins")).ToHaveTextAsync(theirs.Split(' ')[0]);
            await Expect(priya.Field("Proposal")).ToHaveValueAsync(mine);
            await Expect(tomas.Field("Proposal")).ToHaveValueAsync(theirs);
            if (choice == "Keep mine")
                await priya.IsAccessible();
            await group.GetByRole(AriaRole.Button, new() { Name = choice }).ClickAsync();
            await Expect(group).ToHaveCountAsync(0);
            await Expect(priya.Field("Proposal")).ToHaveValueAsync(stands);
            await Expect(tomas.Field("Proposal")).ToHaveValueAsync(stands);
        }
    }

    [Fact]
    public async Task What_is_typed_while_the_database_is_away_is_saved_when_it_is_back()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        await Shared(tomas, priya, "Written through an outage");
        try
        {
            await stage.DatabaseAnswers(false);
            await tomas.Field("Title").FillAsync("Written right through an outage");
            await tomas.Field("Alternatives").FillAsync("Wait for a better day.");
            await tomas.Sees("The database does not answer. Nothing is lost");
            await Expect(tomas.Field("Alternatives")).ToHaveValueAsync("Wait for a better day.");
        }
        finally
        {
            await stage.DatabaseAnswers(true);
        }

        await Expect(priya.Field("Alternatives")).ToHaveValueAsync("Wait for a better day.");
        await Expect(priya.Field("Title")).ToHaveValueAsync("Written right through an outage");
        await Expect(tomas.Page.GetByText("The database does not answer. Nothing is lost")).ToHaveCountAsync(0);
    }

    /// <summary>A draft of Contoso that Fabrikam joined, open in both browsers for writing.</summary>
    private static async Task<string> Shared(Person tomas, Person priya, string title)
    {
        var id = await tomas.Drafts(title);
        await tomas.Does("Invite a company", async form =>
        {
            await form.GetByLabel("Company", new() { Exact = true }).SelectOptionAsync("fabrikam");
            await form.GetByLabel("To", new() { Exact = true }).SelectOptionAsync("CoAuthor");
        });
        await priya.Go($"/proposals/{id}");
        await priya.Does("Join as co-author");
        foreach (var person in (Person[])[tomas, priya])
        {
            await person.Go($"/proposals/{id}/edit");
            await Expect(person.Field("Rollout")).ToHaveValueAsync("The rollout in a sentence.");
        }

        return id;
    }

    private static ILocator Editors(Person person, string section) => person.Page.Locator($".sectionedit:has(#{section}) .whoedits");

    private static ILocator Preview(Person person, string section) => person.Page.Locator($".sectionedit:has(#{section}) .preview");
}
