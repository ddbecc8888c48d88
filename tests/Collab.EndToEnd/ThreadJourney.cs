using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class ThreadJourney(Stage stage)
{
    private const string Mara = "mara.lindqvist@northwind.example";
    private const string Karl = "karl.nyberg@fabrikam.example";

    [Fact]
    public async Task Two_people_on_two_nodes_argue_in_a_thread()
    {
        await using var mara = await Person.SignedIn(stage, Mara);
        await using var karl = await Person.SignedIn(stage, Karl, node: stage.SecondNode);
        var thread = await Start(mara, "Soak times in practice");
        await karl.Go(thread);
        await Expect(mara.Page.Locator(".here")).ToContainTextAsync("Karl Nyberg");

        await mara.Page.GetByLabel("Your post, in Markdown").PressSequentiallyAsync("When does the **soak time** start?\n\n```\nown 200 halt\n```");
        await Expect(karl.Page.Locator(".typing")).ToHaveTextAsync(new Regex("Mara Lindqvist \\(Northwind\\) is writing"));
        await mara.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(karl.Page.Locator("#post-1 strong").Nth(1)).ToHaveTextAsync("soak time");
        await Expect(karl.Page.Locator("#post-1").GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true })).ToBeVisibleAsync();

        await karl.Page.GetByRole(AriaRole.Button, new() { Name = "Quote post 1" }).ClickAsync();
        await Expect(karl.Page.GetByLabel("Your post, in Markdown")).ToHaveValueAsync(new Regex("> When does"));
        await karl.Page.GetByLabel("Your post, in Markdown").PressSequentiallyAsync("After the last host.");
        await karl.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await Expect(mara.Page.Locator("#post-2 blockquote")).ToContainTextAsync("When does the soak time start?");

        await mara.Page.GetByRole(AriaRole.Button, new() { Name = "More for post 2" }).ClickAsync();
        await mara.Page.GetByRole(AriaRole.Button, new() { Name = "Mark as the answer to #1" }).ClickAsync();
        await Expect(karl.Page.Locator("#post-2")).ToContainTextAsync("Answer to #1");
        await karl.Page.GetByRole(AriaRole.Button, new() { Name = "More for post 2" }).ClickAsync();
        await karl.Page.Locator(".postmenu").GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await karl.Page.GetByLabel("Text of post 2, in Markdown").FillAsync("When the last host has reported.");
        await karl.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await mara.Page.Locator("#post-2").GetByRole(AriaRole.Button, new() { Name = "2 versions" }).ClickAsync();
        await mara.Sees("After the last host.");

        await mara.IsAccessible();
        await karl.Go("/threads");
        await karl.IsAccessible();
        await karl.Go("/threads/new");
        await karl.IsAccessible();
    }

    [Fact]
    public async Task A_post_written_while_the_database_is_away_waits_in_the_composer_and_is_posted_once()
    {
        await using var mara = await Person.SignedIn(stage, Mara);
        await using var karl = await Person.SignedIn(stage, Karl, node: stage.SecondNode);
        var thread = await Start(mara, "Through an outage");
        await karl.Go(thread);
        await mara.Page.GetByLabel("Your post, in Markdown").FillAsync("Typed while it was away.");
        await stage.DatabaseAnswers(false);
        try
        {
            await mara.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
            await mara.Sees("The database does not answer. Nothing is lost; try again in a moment.");
            await Expect(mara.Page.GetByLabel("Your post, in Markdown")).ToHaveValueAsync("Typed while it was away.");
        }
        finally
        {
            await stage.DatabaseAnswers(true);
        }

        await mara.Page.GetByRole(AriaRole.Button, new() { Name = "Post again" }).ClickAsync();
        await Expect(karl.Page.Locator("article.post")).ToHaveCountAsync(1);
        await Expect(mara.Page.Locator("article.post")).ToHaveCountAsync(1);
        (await mara.Page.GetByLabel("Your post, in Markdown").InputValueAsync()).ShouldBeEmpty();
    }

    private static async Task<string> Start(Person person, string title)
    {
        await person.Go("/threads/new");
        await person.Page.GetByLabel("Title").FillAsync(title);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Start the thread" }).ClickAsync();
        await person.Page.WaitForURLAsync(new Regex("/threads/T-"));
        await person.Page.GetByLabel("Your post, in Markdown").WaitForAsync();
        return new Uri(person.Page.Url).AbsolutePath;
    }
}
