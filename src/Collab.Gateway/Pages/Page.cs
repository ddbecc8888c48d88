using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Collab.Gateway.Pages;

/// <summary>A page of the gateway: plain HTML, no script.</summary>
/// <param name="Title">Also the heading.</param>
/// <param name="Lead">Sentences below the heading, plain text.</param>
public sealed record Page(int Status, string Title, params IReadOnlyList<string> Lead) : IResult
{
    /// <summary>As the target of a link: the portal, wherever it is.</summary>
    public const string Portal = "portal";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    /// <summary>Rows of what to do, plain text.</summary>
    public IReadOnlyList<(string Term, string Text)> Rows { get; init; } = [];

    /// <summary>Where the primary link leads.</summary>
    public (string Text, string Href)? Action { get; init; }

    /// <summary>Where the second link leads.</summary>
    public (string Text, string Href)? Second { get; init; }

    /// <summary>A form, as markup.</summary>
    public string Form { get; init; } = "";

    /// <summary>Shows a reference and the time, so that a person can name this moment to somebody.</summary>
    public string? Reference { get; init; }

    /// <summary>Encodes text for markup and attribute values.</summary>
    public static string Html(string? text) => Encoder.Encode(text ?? "");

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var now = httpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var home = httpContext.RequestServices.GetRequiredService<GatewaySettings>().Portal.RedirectUris[0].GetLeftPart(UriPartial.Authority);
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "no-store";
        await httpContext.Response.WriteAsync(Render(now, home), httpContext.RequestAborted);
    }

    private string Render(DateTimeOffset now, string home)
    {
        var rows = new List<(string Term, string Text, string Class)>(Rows.Select(r => (r.Term, r.Text, "")));
        if (Reference is not null)
        {
            rows.Add(("Reference", Reference, "mono"));
            rows.Add(("When", now.ToString("ddd d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " UTC", "num"));
        }

        var body = new StringBuilder();
        foreach (var sentence in Lead)
            body.Append(CultureInfo.InvariantCulture, $"""<p class="t2">{Html(sentence)}</p>""").Append('\n');
        if (rows.Count > 0)
        {
            body.Append("""<dl class="what">""");
            foreach (var (term, text, style) in rows)
                body.Append(CultureInfo.InvariantCulture, $"""<div><dt>{Html(term)}</dt><dd class="{style}">{Html(text)}</dd></div>""");
            body.Append("</dl>\n");
        }

        body.Append(Form);
        if (Action is { } action)
            body.Append(CultureInfo.InvariantCulture, $"""<p><a class="btn primary" href="{Html(action.Href == Portal ? home : action.Href)}">{Html(action.Text)}</a></p>""");
        if (Second is { } second)
            body.Append(CultureInfo.InvariantCulture, $"""<p><a class="btn" href="{Html(second.Href)}">{Html(second.Text)}</a></p>""");
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Html(Title)} · Collab</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{Stylesheet.Path}">
            </head>
            <body>
            <main id="main">
            <a class="brand" href="{Html(home)}"><svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"><path d="M7 3.5H3.5v13H7M13 3.5h3.5v13H13M7 10h6"/></svg>Collab</a>
            <h1>{Html(Title)}</h1>
            {body}
            <div class="after"><p>Only reading? <a href="{Html(home)}/outcomes">Outcomes are public</a>, no sign-in needed.</p></div>
            </main>
            <footer><span class="num">{now.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC</span><a href="/join">How a company joins</a><a href="/privacy">Privacy</a></footer>
            </body>
            </html>
            """;
    }
}
