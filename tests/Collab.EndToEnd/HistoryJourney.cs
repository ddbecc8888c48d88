using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

/// <summary>Looking back along a proposal's history, and comparing its revisions.</summary>
public sealed partial class HistoryJourney(Stage stage)
{
    [Fact]
    public async Task The_slider_shows_the_proposal_as_it_stood_and_the_past_stays_while_others_act()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var id = await tomas.OpensProposal(priya, "Looking back along a line");
        await priya.Records("Support");
        await priya.SeesPosition("Fabrikam", "on rev 1");
        var slider = tomas.Page.GetByRole(AriaRole.Slider, new() { Name = "Show the proposal at event" });
        await Expect(slider).ToHaveValueAsync("5");
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", ValueText());

        // By hand: the handle is dragged to the first event, and rests there.
        await slider.ScrollIntoViewIfNeededAsync();
        var box = (await slider.BoundingBoxAsync())!;
        await tomas.Page.Mouse.MoveAsync(box.X + box.Width - 8, box.Y + (box.Height / 2));
        await tomas.Page.Mouse.DownAsync();
        await tomas.Page.Mouse.MoveAsync(box.X + 8, box.Y + (box.Height / 2), new() { Steps = 8 });
        await tomas.Page.Mouse.UpAsync();
        await tomas.Page.WaitForURLAsync(new Regex(@"\?event=1$"));
        await tomas.SeesStatus("Draft. It waits for an unrelated company to second it.");
        await tomas.Sees("You see event 1,");
        await Expect(tomas.Page.Locator("table.board")).ToHaveCountAsync(0);

        // By keys: the arrows while the slider has the focus, the brackets anywhere.
        await slider.FocusAsync();
        await tomas.Page.Keyboard.PressAsync("ArrowRight");
        await tomas.Page.WaitForURLAsync(new Regex(@"\?event=2$"));
        await Expect(slider).ToBeFocusedAsync();
        await tomas.Page.Keyboard.PressAsync("]");
        await tomas.Page.WaitForURLAsync(new Regex(@"\?event=3$"));
        await tomas.Page.Keyboard.PressAsync("]");
        await tomas.Page.WaitForURLAsync(new Regex(@"\?event=4$"));
        await tomas.SeesPosition("Fabrikam", "No record");
        await tomas.Page.Keyboard.PressAsync("[");
        await tomas.Page.WaitForURLAsync(new Regex(@"\?event=3$"));
        await Expect(tomas.Page.Locator("table.board")).ToHaveCountAsync(0);
        await tomas.IsAccessible();

        // Another company acts meanwhile: the line grows, the past stays.
        await priya.Records("Abstain");
        await priya.SeesPosition("Fabrikam", "Abstain");
        await Expect(slider).ToHaveAttributeAsync("max", "6");
        await tomas.Sees("3 of 6");
        await Expect(slider).ToHaveValueAsync("3");
        await tomas.SeesStatus("Draft; complete and seconded");

        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "Back to now" }).First.ClickAsync();
        await tomas.Page.WaitForURLAsync(new Regex($"/proposals/{id}$"));
        await tomas.SeesPosition("Fabrikam", "Abstain");
        await Expect(slider).ToHaveValueAsync("6");
        await Expect(tomas.Page.Locator(".pastbar")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task From_a_stale_position_one_sees_what_changed_since_also_side_by_side()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example");
        var id = await tomas.OpensProposal(priya, "Two texts beside each other");
        await priya.Records("Support");
        await priya.SeesPosition("Fabrikam", "Support");
        foreach (var (wording, summary) in ((string, string)[])[("The rollout in two sentences. This one.", "Two."), ("The rollout in three sentences. This one. That one.", "Three.")])
        {
            await tomas.Go($"/proposals/{id}/edit");
            await tomas.Field("Rollout").FillAsync(wording);
            await tomas.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Substantive") }).CheckAsync();
            await tomas.Page.GetByLabel("What changes, in a sentence or two").FillAsync(summary);
            await tomas.Page.GetByRole(AriaRole.Button, new() { Name = "Record the substantive revision", Exact = true }).ClickAsync();
            await tomas.Page.WaitForURLAsync(new Regex($"/proposals/{id}$"));
        }

        await priya.Sees("Revision 3, substantive");
        await priya.SeesPosition("Fabrikam", "was Support on rev 1, stale");
        await priya.Page.GetByRole(AriaRole.Link, new() { Name = "What changed since rev 1, which Fabrikam spoke on" }).ClickAsync();
        var panel = priya.Page.GetByRole(AriaRole.Region, new() { Name = "What changed from revision 1 to 3" });
        await Expect(panel.Locator("ins").First).ToBeVisibleAsync();
        await panel.GetByRole(AriaRole.Link, new() { Name = "Side by side" }).ClickAsync();
        await priya.Page.WaitForURLAsync(new Regex(@"\?from=1&to=3&view=side"));
        await Expect(panel.GetByRole(AriaRole.Group, new() { Name = "Rollout in revision 1" })).ToContainTextAsync("The rollout in a sentence.");
        await Expect(panel.GetByRole(AriaRole.Group, new() { Name = "Rollout in revision 3" })).ToContainTextAsync("This one. That one.");
        await panel.GetByLabel("from").SelectOptionAsync("2");
        await priya.Page.WaitForURLAsync(new Regex(@"\?from=2&to=3&view=side"));
        await priya.Sees("What changed in revision 3");
        await priya.IsAccessible();
    }

    [GeneratedRegex("^Event 5 of 5: Fabrikam recorded Support on revision 1, ")]
    private static partial Regex ValueText();
}
