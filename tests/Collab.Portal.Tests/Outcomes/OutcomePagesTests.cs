using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Collab.Portal.Tests.SampleData;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Outcomes;

public sealed partial class OutcomePagesTests(SampleRoom room) : IClassFixture<SampleRoom>
{
    private HttpClient Visitor => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = room.Node.Address };

    [Fact]
    public async Task Anybody_reads_an_outcome_without_script_and_without_a_cookie()
    {
        using var visitor = Visitor;
        using var answer = await visitor.GetAsync(new Uri("/outcomes/O-1", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldNotContain("<script");
        html.ShouldNotContain("\"type\":\"server\"");
        html.ShouldContain("TLP:CLEAR");
        // Every eligible company exactly once, silence too.
        foreach (var company in (string[])["Contoso", "Fabrikam", "Microsoft", "Tailspin", "Wingtip"])
            Regex.Count(html, $"""<td><span class="co">.*?</span>{company}</span>""").ShouldBe(1, company);
        html.ShouldContain("No record");
    }

    [Fact]
    public async Task The_markdown_is_what_its_printed_hash_says()
    {
        using var visitor = Visitor;
        var markdown = await visitor.GetByteArrayAsync(new Uri("/outcomes/O-1/v1.md", UriKind.Relative));
        var page = await visitor.GetStringAsync(new Uri("/outcomes/O-1/v1", UriKind.Relative));

        page.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(markdown)));
        Encoding.UTF8.GetString(markdown).ShouldStartWith("# ");
    }

    [Theory]
    [InlineData("/outcomes")]
    [InlineData("/outcomes/O-1/v1")]
    [InlineData("/outcomes/O-1/v1.md")]
    [InlineData("/outcomes.atom")]
    public async Task A_link_checker_that_asks_for_the_head_gets_it(string address)
    {
        using var visitor = Visitor;
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        using var answer = await visitor.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_corrected_version_leaves_the_old_one_at_its_address()
    {
        using var visitor = Visitor;
        var first = await visitor.GetStringAsync(new Uri("/outcomes/O-1/v1", UriKind.Relative));
        var newest = await visitor.GetStringAsync(new Uri("/outcomes/O-1", UriKind.Relative));

        first.ShouldContain("This version was corrected");
        newest.ShouldContain("/outcomes/O-1/v2");
        newest.ShouldNotContain("This version was corrected");
        (await visitor.GetStringAsync(new Uri("/outcomes/O-1/v1.md", UriKind.Relative))).ShouldNotBe(await visitor.GetStringAsync(new Uri("/outcomes/O-1/v2.md", UriKind.Relative)));
    }

    [Theory]
    [InlineData("/outcomes/O-999")]
    [InlineData("/outcomes/O-1/v99")]
    [InlineData("/outcomes/nonsense")]
    public async Task An_outcome_that_is_not_there_is_404(string address)
    {
        using var visitor = Visitor;
        (await visitor.GetAsync(new Uri(address, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_feed_is_Atom_with_one_entry_per_version_under_its_permanent_address()
    {
        using var visitor = Visitor;
        using var answer = await visitor.GetAsync(new Uri("/outcomes.atom", UriKind.Relative));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/atom+xml");
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync());
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var ids = feed.Root!.Elements(atom + "entry").Select(e => e.Element(atom + "id")!.Value).ToList();
        ids.ShouldBeUnique();
        ids.ShouldContain(i => i.EndsWith("/outcomes/O-1/v1", StringComparison.Ordinal));
        ids.ShouldContain(i => i.EndsWith("/outcomes/O-1/v2", StringComparison.Ordinal));
        foreach (var id in ids)
            (await visitor.GetAsync(new Uri(id))).StatusCode.ShouldBe(HttpStatusCode.OK);
        feed.Root.Elements(atom + "entry").Select(e => e.Element(atom + "title")!.Value).ShouldAllBe(t => t.StartsWith("TLP:CLEAR "));
    }

    [Fact]
    public async Task The_list_is_searched_and_filtered()
    {
        using var visitor = Visitor;
        var all = Numbers(await visitor.GetStringAsync(new Uri("/outcomes", UriKind.Relative)));
        all.Count.ShouldBeGreaterThan(1);
        Numbers(await visitor.GetStringAsync(new Uri("/outcomes?q=O-1", UriKind.Relative))).ShouldBe(["O-1"]);
        Numbers(await visitor.GetStringAsync(new Uri("/outcomes?q=no%20such%20words%20anywhere", UriKind.Relative))).ShouldBeEmpty();
        Numbers(await visitor.GetStringAsync(new Uri("/outcomes?company=microsoft", UriKind.Relative))).ShouldBe(all);
        Numbers(await visitor.GetStringAsync(new Uri("/outcomes?company=litware", UriKind.Relative))).ShouldBeEmpty();
        // What looks like SQL or a pattern is only text.
        Numbers(await visitor.GetStringAsync(new Uri("/outcomes?q=%25'%20or%201=1--", UriKind.Relative))).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_public_is_not_there_for_a_visitor()
    {
        using var visitor = Visitor;
        foreach (var path in (string[])["/", "/proposals", "/incidents", "/threads", "/people", "/members", "/moderation", "/search?q=a", "/me"])
        {
            using var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            answer.Headers.Location!.ToString().ShouldContain("/sign-in");
        }

        foreach (var path in (string[])["/api/v1/proposals", "/api/v1/incidents", "/api/v1/threads", "/api/v1/members", "/api/v1/people", "/api/v1/me"])
            (await visitor.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
    }

    private static List<string> Numbers(string html) => [.. ListedNumber().Matches(html).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("""<span class="id">(O-\d+)</span>""")]
    private static partial Regex ListedNumber();
}
