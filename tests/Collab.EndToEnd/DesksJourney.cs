using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class DesksJourney(Stage stage)
{
    private const string Title = "Rings for every content update";
    private const string Words = "Northwind would ship in rings from spring on.";

    [Fact]
    public async Task A_statement_is_drafted_by_two_seen_by_no_rival_recorded_on_the_desk_and_answered_on_the_moderators()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example");
        await using var mara = await Person.SignedIn(stage, "mara.lindqvist@northwind.example");
        var id = await tomas.OpensProposal(priya, Title);

        await IsDraftedAndRecorded(mara, priya, id);
        await IsFoundAddressed(tomas, priya, id);
    }

    private async Task IsDraftedAndRecorded(Person mara, Person priya, string id)
    {
        // The representative writes on the desk; an engineer of the company follows on the proposal's page, on the other node.
        await using var samuel = await Person.SignedIn(stage, "samuel.osei@northwind.example", node: stage.SecondNode);
        await samuel.Go($"/proposals/{id}");
        await mara.Go("/positions");
        var row = mara.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = Title });
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Record position") }).ClickAsync();
        await mara.Statement().FillAsync(Words);
        await Expect(mara.Page.Locator("#draft-note")).ToContainTextAsync("by Mara Lindqvist. Only Northwind sees it.");
        await Expect(samuel.Statement()).ToHaveValueAsync(Words);
        await mara.IsAccessible();

        // A rival's pages hold no word of it, nor do their bytes.
        foreach (var path in (string[])[$"/proposals/{id}", $"/positions?open={id}", "/"])
        {
            await priya.Go(path);
            (await priya.Page.ContentAsync()).ShouldNotContain(Words);
            (await (await priya.Context.APIRequest.GetAsync(new Uri(stage.Portal, path).ToString())).TextAsync()).ShouldNotContain(Words);
        }

        await mara.Records("Support");
        await Expect(row).ToHaveCountAsync(0);
        await Expect(samuel.Statement()).ToHaveValueAsync("");
        await samuel.SeesPosition("Northwind", "Support");
        await mara.Page.GetByRole(AriaRole.Link, new() { Name = "Positions that stand", Exact = true }).ClickAsync();
        await Expect(row).ToContainTextAsync("on revision 1");
        await mara.IsAccessible();
        await mara.Go("/reminders");
        await mara.IsAccessible();
    }

    private async Task IsFoundAddressed(Person tomas, Person priya, string id)
    {
        await priya.Go($"/proposals/{id}");
        await priya.Page.GetByRole(AriaRole.Radio, new() { Name = "Object", Exact = true }).CheckAsync();
        await priya.Page.GetByLabel("What do you object to").FillAsync("The rings have no size.");
        await priya.Page.GetByLabel("Why", new() { Exact = true }).FillAsync("A ring of one machine finds nothing.");
        await priya.Page.GetByLabel("What change would cure it").FillAsync("Say how large the first ring is.");
        await priya.Button("Record Object").ClickAsync();
        await tomas.SeesStatus("the authors answer OBJ-1");

        await using var aiko = await Person.SignedIn(stage, "aiko.mori@wingtip.example", node: stage.SecondNode);
        await aiko.Go("/moderation");
        var objection = aiko.Page.Locator("#objections").GetByRole(AriaRole.Row).Filter(new() { HasText = Title }).First;
        await Expect(objection).ToContainTextAsync("is not answered yet");
        await tomas.Does("Answer", form => form.GetByLabel("Answer", new() { Exact = true }).FillAsync("It holds one machine in a hundred."));

        // The desk follows, and the finding is written there.
        await objection.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Write a finding") }).ClickAsync();
        await aiko.Page.GetByLabel("Finding", new() { Exact = true }).FillAsync("The answer gives the size.");
        await aiko.IsAccessible();
        await aiko.Button("Find it addressed").ClickAsync();
        await Expect(aiko.Page.Locator("#objections").GetByRole(AriaRole.Row).Filter(new() { HasText = Title })).ToHaveCountAsync(0);
        await tomas.Sees("The answer gives the size.");
        await aiko.IsAccessible();
    }
}
