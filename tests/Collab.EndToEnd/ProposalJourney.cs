using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class ProposalJourney(Stage stage)
{
    [Fact]
    public async Task A_draft_does_not_exist_for_a_company_that_is_not_invited()
    {
        const string title = "Quiet draft about driver rollback";
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var mara = await Person.SignedIn(stage, "mara.lindqvist@northwind.example", node: stage.SecondNode);
        var id = await tomas.Drafts(title);

        foreach (var address in (string[])[$"/proposals/{id}", $"/proposals/{id}/edit", "/proposals/P-ZZZZZZ"])
        {
            await mara.Go(address);
            await Expect(mara.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing here" })).ToBeVisibleAsync();
            await Expect(mara.Page.GetByText(title)).ToHaveCountAsync(0);
        }

        await mara.Go("/proposals?q=quiet+draft");
        await mara.Sees("No proposal matches these filters.");
        await mara.Go($"/search?q={id}");
        await mara.Sees("No title that you may read holds these words.");
        await mara.Go("/");
        await mara.Sees("Recent activity");
        await Expect(mara.Page.GetByText(id)).ToHaveCountAsync(0);

        await tomas.Go("/proposals?tab=drafts&q=quiet+draft");
        await Expect(tomas.RowOf(title)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_statement_half_typed_survives_a_reload_and_is_gone_once_recorded()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example");
        var id = await tomas.OpensProposal(priya, "Half a statement");

        await Expect(priya.Statement()).ToBeVisibleAsync();
        await priya.Statement().FillAsync("Half a sentence about rings");
        await priya.Page.ReloadAsync();
        await priya.Live();
        await Expect(priya.Statement()).ToHaveValueAsync("Half a sentence about rings");

        await priya.Records("Abstain");
        await priya.SeesPosition("Fabrikam", "Abstain");
        await Expect(priya.Statement()).ToHaveValueAsync("");
        await priya.Go($"/proposals/{id}");
        await Expect(priya.Statement()).ToHaveValueAsync("");
        await tomas.Page.Locator("table.board tr").Filter(new() { HasText = "Fabrikam" }).GetByText("Statement").ClickAsync();
        await tomas.Sees("Half a sentence about rings");
    }

    [Fact]
    public async Task The_list_is_narrowed_by_tab_and_by_words()
    {
        const string draft = "Narrow list, the draft";
        const string open = "Narrow list, the open one";
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example");
        await tomas.Drafts(draft);
        await tomas.OpensProposal(priya, open);

        await tomas.Go("/proposals");
        await tomas.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Words in the title, or a number" }).FillAsync("narrow list");
        await tomas.Button("Filter").ClickAsync();
        await Expect(tomas.RowOf(draft)).ToBeVisibleAsync();
        await Expect(tomas.RowOf(open)).ToBeVisibleAsync();
        await Expect(tomas.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);

        var tabs = tomas.Page.GetByRole(AriaRole.Navigation, new() { Name = "Which proposals" });
        await tabs.GetByRole(AriaRole.Link, new() { Name = "Drafts" }).ClickAsync();
        await Expect(tomas.RowOf(open)).ToHaveCountAsync(0);
        await Expect(tomas.RowOf(draft)).ToBeVisibleAsync();
        await tabs.GetByRole(AriaRole.Link, new() { Name = "Open", Exact = true }).ClickAsync();
        await Expect(tomas.RowOf(draft)).ToHaveCountAsync(0);
        await Expect(tomas.RowOf(open)).ToBeVisibleAsync();

        await tomas.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Words in the title, or a number" }).FillAsync("no title has these words");
        await tomas.Page.Keyboard.PressAsync("Enter");
        await tomas.Sees("No proposal matches these filters.");
        await tomas.IsAccessible();
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "Show all of them" }).ClickAsync();
        await Expect(tomas.RowOf(open)).ToBeVisibleAsync();
        await tomas.IsAccessible();
    }
}
