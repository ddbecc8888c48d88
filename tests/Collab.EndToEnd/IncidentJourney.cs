using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class IncidentJourney(Stage stage)
{
    private const string Title = "Definition file of 4 March 2025 read past its end";

    [Fact]
    public async Task A_report_is_filled_shared_reviewed_and_finalised_and_does_not_exist_for_others()
    {
        await using var samuel = await Person.SignedIn(stage, "samuel.osei@northwind.example");
        var address = await Open(samuel);
        await Fill(samuel);
        await samuel.IsAccessible();

        await using var greta = await Person.SignedIn(stage, "greta.holm@northwind.example", node: stage.SecondNode);
        await greta.Go(address);
        await Share(greta);
        await samuel.Sees("Shared with 2 other companies.");

        await using var jonas = await Person.SignedIn(stage, "jonas.weber@tailspin.example");
        await DoesNotExistFor(jonas, address);

        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example", node: stage.SecondNode);
        await tomas.Go("/incidents");
        await tomas.IsAccessible();
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
        await Expect(tomas.Page.GetByRole(AriaRole.Heading, new() { Name = Title })).ToBeVisibleAsync();
        await Expect(tomas.Page.Locator(".tlpband").First).ToContainTextAsync("TLP:AMBER");
        await Review(samuel, tomas);
        await tomas.IsAccessible();
        await DoesNotExistFor(jonas, address);
    }

    private static async Task<string> Open(Person samuel)
    {
        await samuel.Go("/incidents");
        await samuel.Page.GetByRole(AriaRole.Link, new() { Name = "Report an incident" }).First.ClickAsync();
        await Expect(samuel.Page.GetByRole(AriaRole.Heading, new() { Name = "Report an incident" })).ToBeVisibleAsync();
        await samuel.IsAccessible();
        await samuel.Page.GetByLabel("Title").FillAsync(Title);
        await samuel.Page.GetByLabel("When it began").FillAsync("2025-03-04 05:06 UTC");
        await samuel.Sees("4 Mar 2025 05:06 UTC");
        await samuel.Page.GetByRole(AriaRole.Button, new() { Name = "Open a draft" }).ClickAsync();
        await samuel.Page.WaitForURLAsync("**/incidents/IR-*");
        await Expect(samuel.Page.GetByRole(AriaRole.Heading, new() { Name = Title })).ToBeVisibleAsync();
        return new Uri(samuel.Page.Url).AbsolutePath;
    }

    private static async Task Fill(Person samuel)
    {
        foreach (var (section, text) in ((string, string)[])
        [
            ("What happened", "A definition file held a field that was *longer* than its record."),
            ("Systems in scope", "Agents 7.1 and later."),
            ("Systems out of scope", "Agents before 7.1."),
            ("What went wrong and why", "The parser took the length from the field."),
            ("Prevention", "The length is taken from the record."),
        ])
        {
            await samuel.Page.GetByRole(AriaRole.Button, new() { Name = $"Edit {section}", Exact = true }).ClickAsync();
            await samuel.Page.GetByRole(AriaRole.Textbox, new() { Name = section, Exact = true }).FillAsync(text);
            await Do(samuel, "Save");
            await Expect(samuel.Page.GetByRole(AriaRole.Region, new() { Name = section, Exact = true }).Locator(".prose")).ToHaveTextAsync(text.Replace("*", "", StringComparison.Ordinal));
        }

        // A time without a zone is nobody's time.
        var timeline = samuel.Page.Locator("#Timeline");
        await timeline.GetByRole(AriaRole.Button, new() { Name = "Edit entries" }).ClickAsync();
        await timeline.GetByLabel("When").FillAsync("2025-03-04 05:06");
        await timeline.GetByLabel("What happened").FillAsync("The first agent stops.");
        await timeline.GetByRole(AriaRole.Button, new() { Name = "Add the entry" }).ClickAsync();
        await Expect(timeline.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The time has no zone. Add UTC, or an offset such as +02:00.");
        (await timeline.Locator("ol.vt li").CountAsync()).ShouldBe(0);
        await timeline.GetByLabel("When").FillAsync("2025-03-04 06:06 +01:00");
        await Expect(timeline.GetByText("Understood as 4 Mar 2025 05:06 UTC")).ToBeVisibleAsync();
        await timeline.GetByRole(AriaRole.Button, new() { Name = "Add the entry" }).ClickAsync();
        await Expect(timeline.Locator("ol.vt li")).ToContainTextAsync("The first agent stops.");
        await timeline.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        // A figure without a source is nobody's figure.
        var impact = samuel.Page.Locator("#Impact");
        await impact.GetByRole(AriaRole.Button, new() { Name = "Edit figures" }).ClickAsync();
        await impact.GetByLabel("Figure").FillAsync("about 1,200");
        await impact.GetByLabel("What it counts").FillAsync("machines");
        await impact.GetByRole(AriaRole.Button, new() { Name = "Add the figure" }).ClickAsync();
        await Expect(impact.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Each figure needs its source. Name who says so.");
        await impact.GetByLabel("Who says so").FillAsync("Northwind telemetry");
        await impact.GetByRole(AriaRole.Button, new() { Name = "Add the figure" }).ClickAsync();
        await Expect(impact.GetByRole(AriaRole.Row).Filter(new() { HasText = "about 1,200" })).ToContainTextAsync("Northwind telemetry");
        await impact.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        var findings = samuel.Page.Locator("#Findings");
        await findings.GetByRole(AriaRole.Button, new() { Name = "Edit findings" }).ClickAsync();
        await findings.GetByLabel("What was found").FillAsync("No test read a field that is too long.");
        await findings.GetByLabel("What is done about it").FillAsync("The fuzzer makes them.");
        await findings.GetByLabel("Owner company").SelectOptionAsync("Northwind");
        await findings.GetByLabel("Done by").FillAsync("2030-10-12");
        await findings.GetByRole(AriaRole.Button, new() { Name = "Add the finding" }).ClickAsync();
        await Expect(findings.Locator("ol.find li")).ToContainTextAsync("12 Oct 2030");
        await findings.GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();

        await Line(samuel, "Contacts", "Who", "Northwind product security", "Mail address, number or link", "security@northwind.example");
        await Line(samuel, "References", "What it is", "Release note", "Link", "https://releases.northwind.example/7.1.2");
    }

    private static async Task Share(Person greta)
    {
        await greta.Page.Locator(".statusline").GetByRole(AriaRole.Button, new() { Name = "Share the report" }).ClickAsync();
        var form = greta.Page.Locator("form.share");
        await form.GetByLabel("TLP:AMBER", new() { Exact = false }).First.CheckAsync();
        await form.GetByLabel("Contoso").CheckAsync();
        await form.GetByLabel("Fabrikam").CheckAsync();
        await Expect(form.GetByRole(AriaRole.Status)).ToContainTextAsync("everyone who takes part for Contoso, Fabrikam and Northwind");
        await greta.IsAccessible();
        await form.GetByRole(AriaRole.Button, new() { Name = "Share the report" }).ClickAsync();
        var dialog = greta.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Share under TLP:AMBER?");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Share the report" }).ClickAsync();
        await greta.Sees("Shared with 2 other companies.");
    }

    private static async Task Review(Person samuel, Person tomas)
    {
        await samuel.Page.Locator("#deeds").GetByRole(AriaRole.Button, new() { Name = "Begin the review" }).ClickAsync();
        var questions = tomas.Page.Locator("#questions");
        await questions.GetByRole(AriaRole.Button, new() { Name = "Ask or dispute" }).ClickAsync();
        await questions.GetByLabel("The question").FillAsync("Which agents read the file twice?");
        await questions.GetByRole(AriaRole.Button, new() { Name = "Send it to Northwind" }).ClickAsync();

        var question = samuel.Page.GetByRole(AriaRole.Article, new() { Name = "Question 1" });
        await Expect(question).ToContainTextAsync("Which agents read the file twice?");
        await question.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await question.GetByLabel("Answer").FillAsync("Those that start without a network.");
        await question.GetByRole(AriaRole.Button, new() { Name = "Record the answer" }).ClickAsync();
        await Expect(tomas.Page.GetByRole(AriaRole.Article, new() { Name = "Question 1" })).ToContainTextAsync("Those that start without a network.");

        await samuel.Page.Locator("#deeds").GetByRole(AriaRole.Button, new() { Name = "Make it final" }).ClickAsync();
        await samuel.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Make it final" }).ClickAsync();
        await Expect(tomas.Page.Locator(".pagehead .chip")).ToHaveTextAsync("Final");
    }

    // The same answer as for what was never there: by its address, its thread's, in lists, in the search and at home.
    private static async Task DoesNotExistFor(Person jonas, string address)
    {
        var id = address.Split('/')[^1];
        foreach (var path in (string[])[address, "/threads/T-" + id, "/incidents/IR-NVER1"])
        {
            await jonas.Go(path);
            await Expect(jonas.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing here" })).ToBeVisibleAsync();
            (await jonas.Page.TitleAsync()).ShouldBe("Nothing here · Collab");
        }

        foreach (var (path, settled) in ((string, string)[])[("/incidents", "Reports that your company wrote"), ("/threads", "Discussions that you may read"), ("/", "Deadlines"), ("/search?q=Definition", " found")])
        {
            await jonas.Go(path);
            await jonas.Sees(settled);
            (await jonas.Page.ContentAsync()).ShouldNotContain(id);
            await Expect(jonas.Page.GetByText(Title)).ToHaveCountAsync(0);
        }
    }

    private static async Task Line(Person person, string section, string first, string one, string second, string two)
    {
        var part = person.Page.Locator("#" + section);
        await part.GetByRole(AriaRole.Button, new() { Name = "Edit " + section }).ClickAsync();
        await part.GetByLabel(first, new() { Exact = true }).FillAsync(one);
        await part.GetByLabel(second, new() { Exact = true }).FillAsync(two);
        await part.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(part.Locator("ol.lines li")).ToContainTextAsync(one);
        await part.GetByRole(AriaRole.Button, new() { Name = "Done with " + section }).ClickAsync();
    }

    private static Task Do(Person person, string button) => person.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
