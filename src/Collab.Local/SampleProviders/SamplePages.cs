using System.Text;
using Collab.Gateway.Pages;

namespace Collab.Local.SampleProviders;

/// <summary>The pages of a sample provider.</summary>
public static class SamplePages
{
    /// <summary>One button per person; the one whom the request hints at comes first.</summary>
    public static IResult SignIn(SampleProviderOptions o, string returnUrl, string? hint)
    {
        var people = new StringBuilder();
        foreach (var person in o.People.OrderByDescending(p => string.Equals(p.Email, hint, StringComparison.OrdinalIgnoreCase)))
        {
            var first = people.Length == 0 ? " primary" : "";
            people.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"""<button class="btn{first}" type="submit" name="subject" value="{Page.Html(person.Subject)}">Sign in as {Page.Html(person.Name)}</button><p class="t2">{Page.Html(string.Join(", ", person.Roles))}, {Page.Html(person.Email)}</p>""");
        }

        return Html(o, $"Sign in at {o.CompanyName}", $"""
            <p class="t2">This is the sample identity provider of {Page.Html(o.CompanyName)}. It exists on this machine only and asks for no password.</p>
            <form method="post" action="/signin"><input type="hidden" name="returnUrl" value="{Page.Html(returnUrl)}">{people}</form>
            <div class="after"><p><a href="{Page.Html(returnUrl)}&amp;denied=yes">Cancel</a></p></div>
            """);
    }

    /// <summary>Who is signed in here.</summary>
    public static IResult Home(SampleProviderOptions o, string? name) => Html(o, $"{o.CompanyName} accounts", $"""
        <p class="t2">This is the sample identity provider of {Page.Html(o.CompanyName)}. It exists on this machine only.</p>
        {(name is null
            ? """<p class="t2">Nobody is signed in.</p>"""
            : $"""<p class="t2">Signed in as {Page.Html(name)}.</p><form method="post" action="/signout"><button class="btn" type="submit">Sign out everywhere</button></form>""")}
        """);

    private static IResult Html(SampleProviderOptions o, string title, string body) => Results.Content($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Page.Html(title)}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="{Stylesheet.Path}">
        </head>
        <body>
        <main id="main">
        <p class="brand">{Page.Html(o.CompanyName)}</p>
        <h1>{Page.Html(title)}</h1>
        {body}
        </main>
        <footer><span>Sample identity provider of {Page.Html(o.CompanyName)}</span></footer>
        </body>
        </html>
        """, "text/html; charset=utf-8");
}
