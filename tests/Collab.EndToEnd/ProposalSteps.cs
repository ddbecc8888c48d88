using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

/// <summary>What people do on the pages of proposals, by the names that they read there.</summary>
internal static class ProposalSteps
{
    public static readonly string[] Sections = ["Problem", "Proposal", "Alternatives", "Compatibility", "Security", "Rollout"];

    /// <summary>Writes a draft with all six sections and saves it.</summary>
    /// <returns>The proposal's id.</returns>
    public static async Task<string> Drafts(this Person person, string title, Func<string, string>? textOf = null)
    {
        await person.Go("/proposals/new");
        await person.Field("Title").FillAsync(title);
        foreach (var section in Sections)
            await person.Field(section).FillAsync(textOf?.Invoke(section) ?? $"The {section.ToLowerInvariant()} in a sentence.");
        return await person.SavesNewDraft();
    }

    /// <summary>Saves the draft that is being written.</summary>
    /// <returns>The proposal's id.</returns>
    public static async Task<string> SavesNewDraft(this Person person)
    {
        await person.Button("Save the draft").ClickAsync();
        await person.Page.WaitForURLAsync(new Regex("/proposals/P-[0-9A-Z]+$"));
        return person.Page.Url.Split('/')[^1];
    }

    /// <summary>Brings a new proposal of Contoso to Open.</summary>
    /// <returns>The proposal's id.</returns>
    public static async Task<string> OpensProposal(this Person author, Person seconder, string title)
    {
        var id = await author.Drafts(title);
        await author.Does("Invite a company", form => form.GetByLabel("Company", new() { Exact = true }).SelectOptionAsync("fabrikam"));
        await seconder.Go($"/proposals/{id}");
        await seconder.Does("Second it");
        await author.Does("Open the proposal");
        return id;
    }

    /// <summary>Opens a deed's form, fills it in and submits it.</summary>
    public static async Task Does(this Person person, string deed, Func<ILocator, Task>? fill = null)
    {
        await person.Button(deed).And(person.Page.Locator("[aria-expanded]")).ClickAsync();
        var form = person.Page.GetByRole(AriaRole.Form, new() { Name = deed, Exact = true });
        await form.WaitForAsync();
        if (fill is not null)
            await fill(form);
        await form.GetByRole(AriaRole.Button, new() { Name = deed, Exact = true }).ClickAsync();
        await Expect(form).ToHaveCountAsync(0);
    }

    /// <summary>Chooses a position and records it.</summary>
    public static async Task Records(this Person person, string position, string? statement = null)
    {
        await person.Page.GetByRole(AriaRole.Radio, new() { Name = position, Exact = true }).CheckAsync();
        if (statement is not null)
            await person.Statement().FillAsync(statement);
        await person.Button($"Record {position}").ClickAsync();
    }

    /// <summary>Sees a company's position on the board, without a reload.</summary>
    public static Task SeesPosition(this Person person, string company, string position) =>
        Expect(person.Page.Locator("table.board tr").Filter(new() { HasText = company })).ToContainTextAsync(position);

    /// <summary>Sees how the proposal stands, without a reload.</summary>
    public static Task SeesStatus(this Person person, string words) =>
        Expect(person.Page.GetByRole(AriaRole.Region, new() { Name = "Status", Exact = true })).ToContainTextAsync(words);

    public static ILocator Field(this Person person, string label) => person.Page.GetByRole(AriaRole.Textbox, new() { Name = label, Exact = true });

    public static ILocator Button(this Person person, string name) => person.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Statement(this Person person) => person.Page.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^Statement") });

    public static ILocator RowOf(this Person person, string title) => person.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = title });
}
