using System.Net;
using System.Text.RegularExpressions;

namespace Collab.Gateway.Tests;

/// <summary>A page as a browser shows it, and the address it stands at.</summary>
public sealed record Shown(Uri Address, HttpStatusCode Status, string Html, HttpResponseMessage Response)
{
    /// <summary>The heading.</summary>
    public string Heading => WebUtility.HtmlDecode(Regex.Match(Html, "<h1>(.*?)</h1>", RegexOptions.Singleline).Groups[1].Value);
}

/// <summary>One browser: cookies, redirects followed by hand, forms sent as they stand. Nothing listens at the portal's addresses.</summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser()
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies });
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Addresses at which the browser stops instead of asking.</summary>
    public required Uri StopAt { get; init; }

    /// <summary>Holds a redirect to such an address in hand instead of following it.</summary>
    public Func<Uri, bool> Holds { get; set; } = _ => false;

    public Task<Shown> Open(string address) => Follow(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Sends the form of a page, with fields added or replaced.</summary>
    public Task<Shown> Submit(Shown page, params (string Name, string Value)[] fields)
    {
        var form = Regex.Match(page.Html, """<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>""", RegexOptions.Singleline);
        form.Success.ShouldBeTrue($"No form on {page.Address}: {page.Html}");
        var values = Regex.Matches(form.Groups[2].Value, """<input[^>]*name="([^"]*)"[^>]*>""")
            .ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(Regex.Match(m.Value, "value=\"([^\"]*)\"").Groups[1].Value));
        foreach (var (name, value) in fields)
            values[name] = value;
        return Follow(new HttpRequestMessage(HttpMethod.Post, new Uri(page.Address, WebUtility.HtmlDecode(form.Groups[1].Value)))
        {
            Content = new FormUrlEncodedContent(values),
        });
    }

    public void Dispose() => http.Dispose();

    private async Task<Shown> Follow(HttpRequestMessage request)
    {
        for (var hops = 0; hops < 20; hops++)
        {
            var address = request.RequestUri!;
            if (address.GetLeftPart(UriPartial.Authority) == StopAt.GetLeftPart(UriPartial.Authority) || Holds(address))
                return new(address, HttpStatusCode.OK, "", new HttpResponseMessage());
            var response = await http.SendAsync(request);
            if (response.Headers.Location is not { } next)
                return new(address, response.StatusCode, await response.Content.ReadAsStringAsync(), response);
            request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, next));
        }

        throw new InvalidOperationException("The redirects do not end.");
    }
}
