using System.Net;
using System.Text;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Collab.EndToEnd;

/// <summary>
/// A picture of every page, full, empty and failing, wide and narrow, light and dark, and an index to leaf through them:
/// whoever changes a page sees what it did. Taken by <c>./eng/test.sh --pictures DIR</c>, and only then.
/// </summary>
public sealed class Pictures(Stage stage)
{
    private const string Greta = "greta.holm@northwind.example", Samuel = "samuel.osei@northwind.example", Tomas = "tomas.arrieta@contoso.example", Ben = "ben.sorensen@wingtip.example",
        Helena = "helena.okafor@microsoft.example";

    // Who looks, at which page, what it is called. Without a name it is a visitor, who is not signed in.
    private static readonly (string Name, string? Email, string Path)[] Pages =
    [
        ("Sign-in", null, "/sign-in"),
        ("Sign-in, refused", null, "/sign-in/refused?why=sign_in.failed"),
        ("Sign-in, cancelled", null, "/sign-in/refused?why=sign_in.cancelled"),
        ("Home, full", Greta, "/"),
        ("Home, little", Ben, "/"),
        ("Proposals", Tomas, "/proposals"),
        ("Proposals, nothing matches", Tomas, "/proposals?q=zzzz"),
        ("Proposal, draft", Tomas, "/proposals/P-4QW7T"),
        ("Proposal, editor", Tomas, "/proposals/P-4QW7T/edit"),
        ("Proposal, new", Tomas, "/proposals/new"),
        ("Proposal, open", Tomas, "/proposals/P-2VZ8N"),
        ("Proposal, open with objections", Tomas, "/proposals/P-7K3MQ"),
        ("Proposal, last call", Tomas, "/proposals/P-5STGD"),
        ("Proposal, as it stood, side by side", Tomas, "/proposals/P-5STGD?event=12&from=1&to=2&view=side"),
        ("Proposal, decided", Tomas, "/proposals/P-0DETN"),
        ("Proposal, published", Tomas, "/proposals/P-M4FMT"),
        ("Incidents", Samuel, "/incidents"),
        ("Incidents, none of that kind", Helena, "/incidents?show=mine"),
        ("Incident, public record", Samuel, "/incidents/IR-7J19C"),
        ("Incident, draft", Tomas, "/incidents/IR-DRFT1"),
        ("Incident, under embargo", Tomas, "/incidents/IR-EMB4R"),
        ("Incident, invitation", Greta, "/incidents/IR-EMB4R"),
        ("Incident, final", Samuel, "/incidents/IR-F1NA2"),
        ("Incident, retracted", Samuel, "/incidents/IR-RTRC9"),
        ("Incident, new", Samuel, "/incidents/new"),
        ("Threads", Tomas, "/threads"),
        ("Threads, nothing matches", Ben, "/threads?kind=incidents&unread=true&company=microsoft"),
        ("Thread", Tomas, "/threads/T-AGEND"),
        ("Thread beside a proposal", Tomas, "/threads/T-P-5STGD"),
        ("Thread, new", Tomas, "/threads/new"),
        ("People and roles", Greta, "/people"),
        ("Members", Greta, "/members"),
        ("Representative's desk", Ben, "/positions"),
        ("Representative's desk, positions that stand", Ben, "/positions?part=stands"),
        ("Reminders", Ben, "/reminders"),
        ("Moderator's desk", Greta, "/moderation"),
        ("Moderator's desk, what waits for others", Greta, "/moderation?show=others"),
        ("Me", Greta, "/me"),
        ("Search", Greta, "/search?q=update"),
        ("Search, nothing found", Greta, "/search?q=zzzz"),
        ("Nothing here", Tomas, "/proposals/P-N0NE1"),
        ("Outcomes", null, "/outcomes"),
        ("Outcomes, nothing matches", null, "/outcomes?q=zzzz"),
        ("Outcome", null, "/outcomes/O-1"),
        ("Members, public", null, "/public/members"),
        ("Joining, public", null, "/public/joining"),
        ("Incident summary, public", null, "/public/incidents/IR-PBSM3"),
        ("Nothing here, public", null, "/outcomes/O-999"),
        ("Failed, public", null, "/failed"),
    ];

    private readonly string folder = Environment.GetEnvironmentVariable("COLLAB_PICTURES") ?? "";
    private readonly SortedDictionary<int, (string Name, string Address, List<string> Files)> taken = [];

    [Fact, Trait("Category", "Pictures")]
    public async Task Every_page_in_light_and_dark_wide_and_narrow()
    {
        var people = new Dictionary<string, Person>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, email, path) in Pages)
            {
                if (!people.TryGetValue(email ?? "", out var person))
                    people[email ?? ""] = person = email is null ? await Person.Visitor(stage) : await Person.SignedIn(stage, email);
                await Open(person, email is not null, path);
                await Take(person, name, path);
            }

            await UnknownDomain(people[""]);
            await ForReadme();
            await Outage(people[Tomas]);
        }
        finally
        {
            foreach (var person in people.Values)
                await person.DisposeAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), Index());
    }

    private async Task Open(Person person, bool live, string path)
    {
        if (live)
            await person.Go(path);
        else
            await person.Page.GotoAsync(new Uri(stage.Portal, path).ToString());
        await Expect(person.Page.Locator("h1").First).ToBeVisibleAsync();
        if (path.EndsWith("/edit", StringComparison.Ordinal))
            await Expect(person.Page.Locator(".sectionedit textarea").First).Not.ToHaveValueAsync("");
    }

    private async Task UnknownDomain(Person visitor)
    {
        await Open(visitor, false, "/sign-in");
        await visitor.Page.GetByLabel("Work e-mail").FillAsync("someone@unknown.example");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(stage.Gateway + "**");
        await Take(visitor, "Sign-in, unknown domain", "gateway");
    }

    private async Task Outage(Person person)
    {
        await Open(person, true, "/threads/T-AGEND");
        await person.Page.GetByLabel("Your post, in Markdown").FillAsync("Written while the database is away.");
        try
        {
            await stage.DatabaseAnswers(false);
            await person.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
            await person.Sees("The database does not answer.");
            await Take(person, "Thread, outage", "/threads/T-AGEND");
        }
        finally
        {
            await stage.DatabaseAnswers(true);
        }

        await person.Page.GetByLabel("Your post, in Markdown").FillAsync("");
    }

    private async Task Take(Person person, string name, string address)
    {
        var slug = string.Join('-', name.ToLowerInvariant().Split([' ', ',', '\''], StringSplitOptions.RemoveEmptyEntries));
        List<string> files = [];
        foreach (var (width, height) in ((int, int)[])[(1440, 900), (390, 844)])
        {
            await person.Page.SetViewportSizeAsync(width, height);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                var file = $"{slug}-{width}-{(scheme == ColorScheme.Light ? "light" : "dark")}.png";
                await person.Page.EvaluateAsync("scrollTo(0, 0)");
                await person.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), FullPage = true, Animations = ScreenshotAnimations.Disabled });
                files.Add(file);
            }
        }

        await person.Page.SetViewportSizeAsync(1440, 900);
        await person.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        taken[taken.Count] = (name, address, files);
    }

    // The picture of docs/images: somebody whose company has yet to say where it stands.
    private async Task ForReadme()
    {
        await using var amara = await Person.SignedIn(stage, "amara.nwosu@tailspin.example");
        await Open(amara, true, "/proposals/P-5STGD");
        await amara.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "proposal.png"), Animations = ScreenshotAnimations.Disabled });
    }

    // One page to leaf through, without script: the list on the left, and every picture behind its own link.
    private string Index()
    {
        var html = new StringBuilder("""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Pictures of Collab</title><style>
            body { margin: 0; font: 15px/22px system-ui, sans-serif; display: grid; grid-template-columns: 260px minmax(0, 1fr); }
            nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 16px; box-sizing: border-box; border-right: 1px solid #ccc; }
            nav a { display: block; padding: 2px 0; } main { padding: 0 24px 60vh; } section { padding-top: 16px; }
            .row { display: grid; grid-template-columns: 3fr 3fr 1fr 1fr; gap: 12px; align-items: start; } img { width: 100%; border: 1px solid #ccc; }
            </style></head><body><nav>
            """);
        foreach (var (number, page) in taken)
            html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<a href=\"#p{number}\">{WebUtility.HtmlEncode(page.Name)}</a>\n");
        html.Append("</nav><main><h1>Pictures of Collab</h1>\n");
        foreach (var (number, page) in taken)
        {
            html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<section id=\"p{number}\"><h2>{WebUtility.HtmlEncode(page.Name)}</h2><p><code>{WebUtility.HtmlEncode(page.Address)}</code> <a href=\"#p{number - 1}\">before</a> <a href=\"#p{number + 1}\">next</a></p><div class=\"row\">");
            foreach (var file in page.Files)
                html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<a href=\"{file}\"><img src=\"{file}\" loading=\"lazy\" alt=\"{WebUtility.HtmlEncode(page.Name)}, {file}\"></a>");
            html.Append("</div></section>\n");
        }

        return html.Append("</main></body></html>\n").ToString();
    }
}
