using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class ThreadJourney(Stage stage)
{
    [Fact]
    public async Task Two_people_of_two_companies_talk_through_two_nodes()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);

        await tomas.Go("/threads");
        await tomas.IsAccessible();
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "Start a thread" }).ClickAsync();
        await Expect(tomas.Page.GetByRole(AriaRole.Heading, new() { Name = "Start a thread" })).ToBeVisibleAsync();
        await tomas.IsAccessible();
        await tomas.Page.GetByLabel("Title").FillAsync("Order of rings for allow lists");
        await tomas.Page.GetByRole(AriaRole.Button, new() { Name = "Start the thread" }).ClickAsync();
        await tomas.Page.WaitForURLAsync("**/threads/T-*");
        var address = new Uri(tomas.Page.Url).AbsolutePath;

        // Who is here.
        await priya.Go(address);
        await Expect(Here(tomas)).ToContainTextAsync("Priya Raman");
        await Expect(Here(priya)).ToContainTextAsync("Tomás Arrieta");

        // Who is writing, and what they wrote, with code.
        await Composer(tomas).PressSequentiallyAsync("Ring 0 first, then:");
        await Expect(priya.Page.GetByText("Tomás Arrieta (Contoso) is writing")).ToBeVisibleAsync();
        await Write(tomas, "Ring 0 first, then:\n\n```\nrings: [1, 2]\nwait: PT4H\n```\n\n<script>alert(1)</script>");
        var code = priya.Page.Locator("#post-1 .codeblock");
        await Expect(code).ToContainTextAsync("wait: PT4H");
        await Expect(code.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToBeVisibleAsync();
        (await priya.Page.Locator("#post-1 script").CountAsync()).ShouldBe(0);
        await Expect(priya.Page.GetByText("Tomás Arrieta (Contoso) is writing")).ToBeHiddenAsync();

        // A reaction, an answer, and an edit with its history.
        await More(priya, 1, "Useful");
        await Expect(tomas.Page.Locator("#post-1").GetByRole(AriaRole.Button, new() { Name = "Useful 1" })).ToBeVisibleAsync();
        await priya.Page.GetByRole(AriaRole.Button, new() { Name = "Reply to post 1" }).ClickAsync();
        await Write(priya, "Four hours are too short for ring 2.");
        await Expect(tomas.Page.Locator("#post-2")).ToContainTextAsync("In reply to #1");
        await More(priya, 2, "Edit");
        await priya.Page.GetByLabel("Text of post 2, in Markdown").FillAsync("Four hours are too short for ring 2. We need *one day*.");
        await priya.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(tomas.Page.Locator("#post-2 em")).ToHaveTextAsync("one day");
        await tomas.Page.Locator("#post-2").GetByRole(AriaRole.Button, new() { Name = "2 versions" }).ClickAsync();
        await Expect(tomas.Page.GetByRole(AriaRole.Group, new() { Name = "Versions of post 2" }).GetByText("Four hours are too short for ring 2.", new() { Exact = true })).ToBeVisibleAsync();
        await tomas.IsAccessible();

        // Who leaves is not here any more.
        await priya.Go("/threads");
        await Expect(Here(tomas)).Not.ToContainTextAsync("Priya Raman");
    }

    [Fact]
    public async Task A_half_written_post_survives_a_dropped_connection()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var line = await Line.Of(tomas);
        var address = await Start(tomas, "What a dropped line costs");
        await priya.Go(address);
        await Write(priya, "Before the line drops.");
        await Expect(tomas.Page.Locator("#post-1")).ToBeVisibleAsync();

        await Composer(tomas).PressSequentiallyAsync("Half of it is written ");
        await line.Drop();
        await tomas.Sees("Reconnecting, your text is kept");
        await Write(priya, "While the line is down.");
        await Composer(tomas).PressSequentiallyAsync("before, half while nothing answers.");
        // The click that leads nowhere takes the focus out of the field: what was typed must not hang on that.
        await tomas.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await line.Restore();

        await Expect(tomas.Page.Locator("#live")).ToHaveTextAsync("Live");
        await Expect(tomas.Page.Locator("#post-2")).ToContainTextAsync("While the line is down.");
        await Expect(Composer(tomas)).ToHaveValueAsync("Half of it is written before, half while nothing answers.");
        await tomas.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await Expect(priya.Page.Locator("#post-3")).ToContainTextAsync("Half of it is written before, half while nothing answers.");
        await Expect(Composer(tomas)).ToHaveValueAsync("");
        await Write(priya, "After it.");
        await Expect(tomas.Page.Locator("#post-4")).ToContainTextAsync("After it.");
        await HasPosts(tomas, 4);
        await HasPosts(priya, 4);

        // A tab that is closed in the middle of a sentence, too.
        await Composer(tomas).PressSequentiallyAsync("Kept on the device.");
        await tomas.Go(address);
        await Expect(Composer(tomas)).ToHaveValueAsync("Kept on the device.");
    }

    [Fact]
    public async Task A_post_written_while_the_database_is_away_is_posted_once()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var address = await Start(tomas, "What an outage costs");
        await priya.Go(address);
        await Write(tomas, "Before the outage.");
        await Expect(priya.Page.Locator("#post-1")).ToBeVisibleAsync();

        try
        {
            await stage.DatabaseAnswers(false);
            await Composer(tomas).FillAsync("Written during the outage.");
            await tomas.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
            await tomas.Sees("The database does not answer. Nothing is lost; try again in a moment.");
            await Expect(Composer(tomas)).ToHaveValueAsync("Written during the outage.");
            await tomas.IsAccessible();
            await Composer(priya).FillAsync("Also written during the outage.");
            await priya.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
            await priya.Sees("The database does not answer. Nothing is lost; try again in a moment.");
        }
        finally
        {
            await stage.DatabaseAnswers(true);
        }

        await PostAgain(tomas);
        await Expect(priya.Page.Locator("#post-2")).ToContainTextAsync("Written during the outage.");
        await PostAgain(priya);
        await Expect(tomas.Page.Locator("#post-3")).ToContainTextAsync("Also written during the outage.");
        await Write(tomas, "After the outage.");
        await Expect(priya.Page.Locator("#post-4")).ToContainTextAsync("After the outage.");
        await HasPosts(tomas, 4);
        await HasPosts(priya, 4);
    }

    private static ILocator Composer(Person person) => person.Page.GetByLabel("Your post, in Markdown");

    private static ILocator Here(Person person) => person.Page.Locator(".here");

    private static Task HasPosts(Person person, int count) => Expect(person.Page.Locator("article.post")).ToHaveCountAsync(count);

    private static async Task<string> Start(Person person, string title)
    {
        await person.Go("/threads/new");
        await person.Page.GetByLabel("Title").FillAsync(title);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Start the thread" }).ClickAsync();
        await person.Page.WaitForURLAsync("**/threads/T-*");
        await Composer(person).WaitForAsync();
        return new Uri(person.Page.Url).AbsolutePath;
    }

    private static async Task Write(Person person, string markdown)
    {
        await Composer(person).FillAsync(markdown);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await Expect(Composer(person)).ToHaveValueAsync("");
    }

    // A person presses again for as long as it takes: the pool's broken connections are found out one by one.
    private static async Task PostAgain(Person person)
    {
        var again = person.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Post( again)?$") });
        for (var presses = 0; await Composer(person).InputValueAsync() != ""; presses++)
        {
            presses.ShouldBeLessThan(20, "The database answers again, the post does not get through.");
            await again.ClickAsync();
            await Expect(again).Not.ToHaveAttributeAsync("aria-busy", "true");
        }
    }

    private static async Task More(Person person, int post, string deed)
    {
        await person.Page.GetByRole(AriaRole.Button, new() { Name = $"More for post {post}", Exact = true }).ClickAsync();
        await person.Page.GetByRole(AriaRole.Group, new() { Name = $"Actions for post {post}" }).GetByRole(AriaRole.Button, new() { Name = deed }).ClickAsync();
    }
}
