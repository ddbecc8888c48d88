using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class WorkspaceJourney(Stage stage)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/people")]
    [InlineData("/members")]
    [InlineData("/moderation")]
    [InlineData("/me")]
    [InlineData("/search?q=update")]
    public async Task Every_page_of_the_workspace_is_accessible(string path)
    {
        await using var greta = await Person.SignedIn(stage, "greta.holm@northwind.example");
        await greta.Go(path);
        await greta.IsAccessible();
    }

    [Fact]
    public async Task Keys_lead_everywhere()
    {
        await using var greta = await Person.SignedIn(stage, "greta.holm@northwind.example");
        await greta.Page.Keyboard.PressAsync("g");
        await greta.Page.Keyboard.PressAsync("p");
        await greta.Page.WaitForURLAsync("**/proposals");
        await greta.Page.Keyboard.PressAsync("Control+k");
        await greta.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search or jump to" }).FillAsync("members");
        await greta.Page.Keyboard.PressAsync("Enter");
        await greta.Page.WaitForURLAsync("**/members");
        await greta.Page.Keyboard.PressAsync("?");
        await Expect(greta.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_goes_to_a_page_is_at_its_heading_and_who_types_is_left_alone()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await tomas.Go("/");
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "Draft a proposal" }).ClickAsync();
        await Expect(tomas.Page.GetByRole(AriaRole.Heading, new() { Name = "Draft a proposal" })).ToBeFocusedAsync();

        await tomas.Field("Problem").ClickAsync();
        await tomas.Page.Keyboard.TypeAsync("go");
        // The word of the server that a page is there comes when it comes: on a slow line, in the middle of a word.
        await tomas.Page.EvaluateAsync("collabPage.arrive()");
        await tomas.Page.Keyboard.TypeAsync("hpio");
        await Expect(tomas.Field("Problem")).ToHaveValueAsync("gohpio");
        await Expect(tomas.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/proposals/new$"));
    }

    [Fact]
    public async Task A_role_granted_in_one_browser_counts_in_the_other_at_once()
    {
        await using var greta = await Person.SignedIn(stage, "greta.holm@northwind.example");
        await using var samuel = await Person.SignedIn(stage, "samuel.osei@northwind.example", node: stage.SecondNode);
        await samuel.Go("/people");
        await greta.Go("/people");
        await greta.Page.GetByRole(AriaRole.Button, new() { Name = "Change Samuel Osei" }).ClickAsync();
        await greta.Page.GetByLabel("Release officer").CheckAsync();
        await greta.Page.GetByRole(AriaRole.Button, new() { Name = "Set roles" }).ClickAsync();
        await greta.Sees("Samuel Osei is now Engineer, Release officer.");
        await Expect(samuel.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Samuel Osei" })).ToContainTextAsync("Release officer");
    }
}
