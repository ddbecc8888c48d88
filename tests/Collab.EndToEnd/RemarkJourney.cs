using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class RemarkJourney(Stage stage)
{
    [Fact]
    public async Task A_reader_suggests_a_change_of_a_passage_and_the_next_revision_credits_it()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var id = await tomas.OpensProposal(priya, "Remarks on passages");
        await Expect(tomas.Remarks().GetByText("Nobody has commented on the text yet.")).ToBeVisibleAsync();

        // With the mouse: the bar at the selection.
        await priya.Go($"/proposals/{id}");
        await priya.Selects("rollout", "rollout in a");
        await priya.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected passage" }).GetByRole(AriaRole.Button, new() { NameRegex = new("^Suggest a change") }).ClickAsync();
        await Expect(priya.Field("New wording")).ToHaveValueAsync("rollout in a");
        await priya.Field("New wording").FillAsync("rollout in one short");
        await priya.Button("Suggest it").ClickAsync();

        // Contoso sees it arrive, and accepts it with one click.
        var suggestion = tomas.Remark("rollout in");
        await Expect(suggestion).ToContainTextAsync("Priya Raman, Fabrikam");
        await Expect(suggestion.Locator("ins")).ToContainTextAsync("one short");
        await suggestion.GetByRole(AriaRole.Button, new() { Name = "Accept", Exact = true }).ClickAsync();
        await Expect(priya.Remark("rollout in")).ToContainTextAsync("Accepted into the next revision");

        // With the keyboard: a comment on another passage, on which the text then closes.
        await priya.Selects("problem", "in a sentence");
        await Expect(priya.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected passage" })).ToBeVisibleAsync();
        await priya.Page.Keyboard.PressAsync("c");
        await Expect(priya.Field("Comment")).ToBeFocusedAsync();
        await priya.Field("Comment").FillAsync("Only *one*?");
        await priya.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(tomas.Remark("Only one?")).ToContainTextAsync("in a sentence");
        await tomas.Remark("Only one?").GetByRole(AriaRole.Button, new() { Name = "Reply", Exact = true }).ClickAsync();
        await tomas.Field("Reply").FillAsync("It grows.");
        await tomas.Button("Reply to it").ClickAsync();
        await Expect(priya.Remark("Only one?")).ToContainTextAsync("It grows.");
        await priya.IsAccessible();

        // The revision begins with what was accepted, and credits it.
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "Write a revision" }).First.ClickAsync();
        await Expect(tomas.Field("Rollout")).ToHaveValueAsync("The rollout in one short sentence.");
        await Expect(tomas.Page.GetByRole(AriaRole.Region, new() { Name = "Accepted suggestions" })).ToContainTextAsync("Priya Raman, Fabrikam");
        await tomas.IsAccessible();
        await tomas.Field("Problem").FillAsync("Something else entirely.");
        await tomas.Page.GetByLabel("What changes").FillAsync("Shorter.");
        await tomas.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Editorial") }).CheckAsync();
        await tomas.Button("Record the editorial revision").ClickAsync();

        await priya.Sees("With suggestions of Priya Raman, Fabrikam.");
        await priya.Sees("it takes in 1 suggestion of Fabrikam");
        await Expect(priya.Page.GetByRole(AriaRole.Heading, new() { Name = "Passages that are gone" })).ToBeVisibleAsync();
        await Expect(priya.Remark("Only one?").Locator("s")).ToHaveTextAsync("in a sentence");
        await priya.Remarks().GetByText("Closed").ClickAsync();
        await Expect(priya.Remark("rollout in")).ToContainTextAsync("In revision 2");
        await priya.IsAccessible();

        // Without selecting: a comment on a section, which the other screen's text leads to.
        await priya.Page.GetByRole(AriaRole.Button, new() { Name = "Comment on this section Security" }).ClickAsync();
        await priya.Field("Comment").FillAsync("Says nothing yet.");
        await priya.Button("Comment on it").ClickAsync();
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "1 comment on Security" }).ClickAsync();
        await Expect(tomas.Remark("Says nothing yet.")).ToBeInViewportAsync();
        await tomas.Remark("Says nothing yet.").GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true }).ClickAsync();
        await Expect(priya.Page.GetByRole(AriaRole.Link, new() { Name = "1 comment on Security" })).ToHaveCountAsync(0);
    }
}

/// <summary>What people do with passages of a proposal.</summary>
internal static class RemarkSteps
{
    public static ILocator Remarks(this Person person) => person.Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Comments") });

    public static ILocator Remark(this Person person, string text) => person.Remarks().GetByRole(AriaRole.Article).Filter(new() { HasText = text });

    /// <summary>Selects words in a section, as a drag over them does.</summary>
    public static Task Selects(this Person person, string section, string words) => person.Page.Locator($"[data-section='{section}']").EvaluateAsync(
        """
        (section, words) => {
            const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                section.scrollIntoView({ block: "center" });
                getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return;
            }
            throw new Error("These words do not stand there: " + words);
        }
        """,
        words);
}
