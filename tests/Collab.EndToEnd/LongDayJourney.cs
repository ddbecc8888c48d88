using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

/// <summary>Screens that stay open while the room goes on, or longer than their session, or on a slow line.</summary>
public sealed class LongDayJourney(Stage stage)
{
    [Fact]
    public async Task What_was_typed_is_there_after_the_session_ran_out()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await tomas.Go("/proposals/new");
        await tomas.Field("Title").FillAsync("Written in the evening");
        await tomas.Field("Problem").FillAsync("Half of the problem is described");

        await stage.SessionsRunOut();
        await Expect(tomas.Page.GetByRole(AriaRole.Heading, new() { Name = "You are signed out" })).ToBeVisibleAsync();
        await tomas.IsAccessible();
        await tomas.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await tomas.Page.GetByLabel("Work e-mail").FillAsync("tomas.arrieta@contoso.example");
        await tomas.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await tomas.Page.WaitForURLAsync("**/proposals/new");
        await tomas.Live();
        await Expect(tomas.Field("Title")).ToHaveValueAsync("Written in the evening");
        await Expect(tomas.Field("Problem")).ToHaveValueAsync("Half of the problem is described");
        foreach (var section in ProposalSteps.Sections[1..])
            await tomas.Field(section).FillAsync($"The {section.ToLowerInvariant()} in a sentence.");
        var id = await tomas.SavesNewDraft();
        await Expect(tomas.Page.Locator("#problem + .section")).ToHaveTextAsync("Half of the problem is described");
        await tomas.Go($"/proposals/{id}");
        await Expect(tomas.Page.GetByRole(AriaRole.Heading, new() { Name = "Written in the evening" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_position_that_was_written_for_a_day_meets_the_text_of_today()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var id = await tomas.OpensProposal(priya, "A form that stays open for a day");
        await using var mara = await Person.SignedIn(stage, "mara.lindqvist@northwind.example", node: stage.SecondNode);
        await mara.Go($"/proposals/{id}");
        await mara.Page.GetByRole(AriaRole.Radio, new() { Name = "Support", Exact = true }).CheckAsync();
        await mara.Statement().PressSequentiallyAsync("We support it as it is written");

        await stage.AdvanceClock("P1D");
        await tomas.Go($"/proposals/{id}/edit");
        await tomas.Field("Rollout").FillAsync("In three rings instead of one.");
        await tomas.Page.GetByLabel("What changes, in a sentence or two").FillAsync("Three rings.");
        await tomas.Button("Record the substantive revision").ClickAsync();

        // The form follows to the revision in force, with what was typed; nothing is recorded on a text nobody read.
        await Expect(mara.Page.GetByText("Revision 2, substantive").First).ToBeVisibleAsync();
        await Expect(mara.Statement()).ToHaveValueAsync("We support it as it is written");
        await mara.SeesPosition("Northwind", "No record");
        await mara.Records("Support");
        await tomas.SeesPosition("Northwind", "Support");
        await Expect(mara.Statement()).ToHaveValueAsync("");
    }

    [Fact]
    public async Task What_is_typed_on_a_slow_line_arrives_whole()
    {
        const string Sentence = "Typed faster than the line answers, and every letter of it is kept.";
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        // Each answer is on its way for a quarter of a second.
        await tomas.Context.AddInitScriptAsync("window.WebSocket = class extends WebSocket { set onmessage(heard) { super.onmessage = (message) => setTimeout(() => heard(message), 250); } };");

        await tomas.Go("/proposals/new");
        await tomas.Field("Problem").PressSequentiallyAsync(Sentence);
        await Expect(tomas.Page.GetByRole(AriaRole.Region, new() { Name = "Preview of problem" })).ToHaveTextAsync(Sentence);
        await Expect(tomas.Field("Problem")).ToHaveValueAsync(Sentence);

        await tomas.Go("/proposals/P-7K3MQ");
        await tomas.Statement().PressSequentiallyAsync(Sentence);
        await Expect(tomas.Page.Locator("#draft-note")).ToContainTextAsync("Draft saved");
        await Expect(tomas.Statement()).ToHaveValueAsync(Sentence);
        await tomas.Button("Discard the draft").ClickAsync();
        await Expect(tomas.Statement()).ToHaveValueAsync("");
    }

    [Fact]
    public async Task What_was_typed_after_the_last_save_is_offered_where_the_page_is_loaded_anew()
    {
        await using var tomas = await Person.SignedIn(stage, "tomas.arrieta@contoso.example");
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example", node: stage.SecondNode);
        var line = await Line.Of(tomas);
        await tomas.OpensProposal(priya, "A statement half saved");
        await tomas.Statement().FillAsync("The first half.");
        await Expect(tomas.Page.Locator("#draft-note")).ToContainTextAsync("Draft saved");

        await line.Drop();
        await tomas.Sees("Reconnecting, your text is kept");
        await tomas.Statement().PressSequentiallyAsync(" The second half.");
        await tomas.Page.EvaluateAsync("window.stop()");
        await line.Restore();
        await tomas.Page.ReloadAsync();

        await tomas.Sees("This device keeps text that was not saved: statement.");
        await Expect(tomas.Statement()).ToHaveValueAsync("The first half.");
        await tomas.Button("Use it").ClickAsync();
        await Expect(tomas.Statement()).ToHaveValueAsync("The first half. The second half.");
        // What is saved needs no copy on the device.
        await tomas.Page.WaitForFunctionAsync("() => !Object.keys(localStorage).some((key) => key.startsWith('collab.draft.'))");
        await tomas.Page.ReloadAsync();
        await Expect(tomas.Statement()).ToHaveValueAsync("The first half. The second half.");
        await Expect(tomas.Page.GetByText("This device keeps text")).ToHaveCountAsync(0);
    }
}
