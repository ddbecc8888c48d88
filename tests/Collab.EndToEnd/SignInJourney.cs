using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

public sealed class SignInJourney(Stage stage)
{
    [Fact]
    public async Task A_person_signs_in_at_their_own_company_and_out_everywhere()
    {
        await using var mara = await Person.Visitor(stage);
        await mara.Page.GotoAsync(stage.Portal + "proposals");
        await Expect(mara.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await mara.IsAccessible();
        await mara.Page.GetByLabel("Work e-mail").FillAsync("mara.lindqvist@northwind.example");
        await mara.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await mara.Sees("sample identity provider of Northwind");
        await mara.ChooseAt("mara.lindqvist@northwind.example");
        mara.Page.Url.ShouldEndWith("/proposals");
        await mara.Sees("Mara Lindqvist");

        await mara.Go("/me");
        await mara.IsAccessible();
        await mara.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await mara.Sees("You are signed out");

        // The member's provider asks again: its own session has ended too.
        await mara.Page.GetByLabel("Work e-mail").FillAsync("mara.lindqvist@northwind.example");
        await mara.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await mara.Sees("sample identity provider of Northwind");
    }

    [Fact]
    public async Task An_unknown_domain_learns_how_a_company_joins_and_nothing_else()
    {
        await using var visitor = await Person.Visitor(stage);
        await visitor.Page.GotoAsync(stage.Portal + "sign-in");
        await visitor.Page.GetByLabel("Work e-mail").FillAsync("someone@unknown.example");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(stage.Gateway + "**");
        await visitor.IsAccessible();
        var text = await visitor.Page.Locator("main").InnerTextAsync();
        text.ShouldContain("join", Case.Insensitive);
        foreach (var company in (string[])["Contoso", "Fabrikam", "Microsoft", "Northwind", "Tailspin", "Wingtip"])
            text.ShouldNotContain(company);
    }

    [Fact]
    public async Task What_is_no_address_is_said_to_be_none()
    {
        await using var visitor = await Person.Visitor(stage);
        await visitor.Page.GotoAsync(stage.Portal + "sign-in");
        await visitor.Page.EvaluateAsync("document.querySelector('form').noValidate = true");
        await visitor.Page.GetByLabel("Work e-mail").FillAsync("mara");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await visitor.Sees("That is not an e-mail address");
        await visitor.IsAccessible();
    }

    [Fact]
    public async Task An_ended_session_leads_to_sign_in_and_back()
    {
        await using var priya = await Person.SignedIn(stage, "priya.raman@fabrikam.example");
        await priya.Context.ClearCookiesAsync();
        await priya.Page.GotoAsync(stage.Portal + "members");
        await Expect(priya.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        priya.Page.Url.ShouldContain("returnUrl=%2Fmembers");
    }
}
