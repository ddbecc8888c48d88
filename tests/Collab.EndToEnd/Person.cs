using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

/// <summary>A person at a browser of their own: nothing is shared with another person but the installation.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly List<string> troubles = [];
    private readonly Uri portal;

    private Person(IBrowserContext context, IPage page, Uri portal)
    {
        Context = context;
        Page = page;
        this.portal = portal;
        page.PageError += (_, error) => troubles.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal)
                && !message.Text.Contains("WebSocket", StringComparison.Ordinal) && !message.Text.Contains("net::ERR", StringComparison.Ordinal)
                && !message.Text.Contains("negotiation with the server", StringComparison.Ordinal)
                && !message.Text.Contains("Connection disconnected with error", StringComparison.Ordinal))
                troubles.Add(message.Text);
        };
    }

    /// <summary>Their browser's storage.</summary>
    public IBrowserContext Context { get; }

    /// <summary>Their tab.</summary>
    public IPage Page { get; }

    /// <summary>Opens a browser without signing in.</summary>
    public static async Task<Person> Visitor(Stage stage, int width = 1440, Uri? node = null)
    {
        var context = await stage.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 844 : 900 }, Locale = "en-GB", TimezoneId = "Europe/Stockholm" });
        context.SetDefaultTimeout(30_000);
        SetDefaultExpectTimeout(30_000);
        return new Person(context, await context.NewPageAsync(), node ?? stage.Portal);
    }

    /// <summary>Opens a browser and signs in through the gateway and the company's own provider.</summary>
    /// <param name="stage">The installation.</param>
    /// <param name="email">The work e-mail of a sample person.</param>
    /// <param name="width">The window's width in pixels.</param>
    /// <param name="node">The portal node to use; the first when null.</param>
    public static async Task<Person> SignedIn(Stage stage, string email, int width = 1440, Uri? node = null)
    {
        var person = await Visitor(stage, width, node);
        await person.SignIn(email);
        return person;
    }

    /// <summary>Signs in.</summary>
    public async Task SignIn(string email)
    {
        await Page.GotoAsync(new Uri(portal, "/sign-in").ToString());
        await Page.GetByLabel("Work e-mail").FillAsync(email);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await ChooseAt(email);
    }

    /// <summary>Signs in at the sample provider that the browser was led to.</summary>
    public async Task ChooseAt(string email)
    {
        var row = Page.Locator("form, li, div").Filter(new() { HasText = email }).GetByRole(AriaRole.Button);
        await row.First.WaitForAsync();
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("sign in as", RegexOptions.IgnoreCase) })
            .And(Page.Locator($"button[value='{email}'], button")).Filter(new() { HasText = NameOf(email) }).First.ClickAsync();
        await Page.WaitForURLAsync(new Regex("^" + Regex.Escape(portal.GetLeftPart(UriPartial.Authority))));
        await Live();
    }

    /// <summary>Goes to a page of the portal and waits until it answers to clicks.</summary>
    public async Task Go(string path)
    {
        await Page.GotoAsync(new Uri(portal, path).ToString());
        await Live();
    }

    /// <summary>Waits until the page's circuit lives.</summary>
    public Task Live() => Page.Locator("html[data-circuit='live']").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Finds no violation of WCAG 2.2 AA by axe, at 1440 and at 390 px, and no sideways scrolling.</summary>
    public async Task IsAccessible()
    {
        var was = Page.ViewportSize!;
        foreach (var (width, height) in ((int, int)[])[(1440, 900), (390, 844)])
        {
            await Page.SetViewportSizeAsync(width, height);
            // What has half gone under the bar at the top, because the page is scrolled, counts as a target too small to hit.
            await Page.EvaluateAsync("scrollTo({ top: 0, behavior: 'instant' })");
            var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
            result.Violations.Select(v => $"{Page.Url} at {width}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}").ShouldBeEmpty();
            var overflow = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            overflow.ShouldBeLessThanOrEqualTo(0, $"{Page.Url} scrolls sideways at {width} px");
        }

        await Page.SetViewportSizeAsync(was.Width, was.Height);
    }

    /// <summary>Expects this text on the page, without a reload.</summary>
    public Task Sees(string text) => Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        troubles.ShouldBeEmpty();
    }

    private static string NameOf(string email)
    {
        // The providers' buttons carry names; addresses are made from them without accents, so the family name is enough.
        var family = email.Split('@')[0].Split('.')[^1];
        return char.ToUpperInvariant(family[0]) + family[1..];
    }
}
