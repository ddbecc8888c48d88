using System.Net;
using System.Text.Json;
using Collab.Gateway.Providers;
using Collab.Local.SampleProviders;
using Microsoft.Extensions.Time.Testing;
using static Collab.Gateway.Tests.PortalSide;

namespace Collab.Gateway.Tests;

public sealed class EmptyWorld : IAsyncLifetime
{
    public World World { get; private set; } = null!;

    public async ValueTask InitializeAsync() => World = await World.Start();

    public async ValueTask DisposeAsync() => await World.DisposeAsync();
}

/// <summary>Providers come, change and go while the gateway runs.</summary>
public sealed class ProviderTests(EmptyWorld empty) : IClassFixture<EmptyWorld>, IAsyncDisposable
{
    private readonly World world = empty.World;

    public async ValueTask DisposeAsync() => await world.Empty();

    [Fact]
    public async Task A_provider_is_connected_changed_and_removed_without_a_restart()
    {
        using var browser = world.NewBrowser();
        (await browser.Open(world.Ask("a@fabrikam.example").Address)).Heading.ShouldBe("This domain is not set up here");

        await world.Connect("fabrikam");
        var tokens = await world.SignIn(browser, "priya.raman@fabrikam.example", "fabrikam-priya.raman");

        var changed = world.Provider("fabrikam");
        changed["domains"] = new[] { "fabrikam.example", "fabrikam-labs.example" };
        changed["redirect"] = "Confirm";
        changed.Remove("clientSecret");
        (await world.PutProvider("fabrikam", changed)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.Token([("grant_type", "refresh_token"), ("refresh_token", tokens.Refresh)])).Status.ShouldBe(HttpStatusCode.OK);
        using var second = world.NewBrowser();
        var confirm = await second.Open(world.Ask("someone@fabrikam-labs.example").Address);
        confirm.Heading.ShouldBe("Continue at Fabrikam");
        (await second.Submit(confirm)).Heading.ShouldBe("Sign in at Fabrikam");

        (await world.Admin(HttpMethod.Delete, "admin/providers/fabrikam")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await browser.Open(world.Ask("priya.raman@fabrikam.example").Address)).Heading.ShouldBe("This domain is not set up here");
        (await world.Admin(HttpMethod.Get, "admin/providers/fabrikam")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Admin(HttpMethod.Delete, "admin/providers/fabrikam")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Removing_a_provider_ends_its_peoples_sessions_at_once()
    {
        await world.Connect("fabrikam");
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, "priya.raman@fabrikam.example", "fabrikam-priya.raman");
        await world.Admin(HttpMethod.Delete, "admin/providers/fabrikam");
        (await browser.Open(world.Ask().Address)).Heading.ShouldBe("Sign in");
        (await world.Token([("token", tokens.Access)], path: "connect/introspect")).Answer.GetProperty("active").GetBoolean().ShouldBeFalse();
        world.LogoutTokens.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_removed_while_somebody_signs_in_there_gives_a_page()
    {
        await world.Connect("fabrikam");
        using var browser = world.NewBrowser();
        var provider = await browser.Open(world.Ask("priya.raman@fabrikam.example").Address);
        await world.Admin(HttpMethod.Delete, "admin/providers/fabrikam");
        var page = await browser.As(provider, "fabrikam-priya.raman");
        page.Status.ShouldBe(HttpStatusCode.Gone);
        page.Heading.ShouldBe("Sign-in did not finish");
    }

    [Fact]
    public async Task A_disabled_provider_is_as_unknown_as_any_other()
    {
        await world.Connect("fabrikam");
        var body = world.Provider("fabrikam");
        body["enabled"] = false;
        (await world.PutProvider("fabrikam", body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var browser = world.NewBrowser();
        (await browser.Open(world.Ask("priya.raman@fabrikam.example").Address)).Heading.ShouldBe("This domain is not set up here");
    }

    [Fact]
    public async Task A_provider_that_asserts_another_companys_domain_is_refused()
    {
        await world.Connect("northwind");
        await world.Connect("fabrikam",
        [
            new("fabrikam", "Fabrikam", "fabrikam-impostor", "Impostor", "mara.lindqvist@northwind.example", []),
            new("fabrikam", "Fabrikam", "fabrikam-private", "Private", "someone@mail.example", []),
        ]);
        using var browser = world.NewBrowser();
        foreach (var subject in (string[])["fabrikam-impostor", "fabrikam-private"])
        {
            using var fresh = world.NewBrowser();
            var page = await fresh.As(await fresh.Open(world.Ask("a@fabrikam.example").Address), subject);
            page.Status.ShouldBe(HttpStatusCode.Forbidden);
            page.Html.ShouldContain("asserts another company’s domain");
            (await fresh.Open(world.Ask().Address)).Heading.ShouldBe("Sign in");
        }
    }

    [Fact]
    public async Task The_same_upstream_subject_at_two_companies_is_two_people()
    {
        SamplePerson At(string slug, string company) => new(slug, company, "1001", "One", $"one@{slug}.example", []);
        await world.Connect("northwind", [At("northwind", "Northwind")]);
        await world.Connect("fabrikam", [At("fabrikam", "Fabrikam")]);
        using var one = world.NewBrowser();
        using var two = world.NewBrowser();
        var first = await world.SignIn(one, "one@northwind.example", "1001");
        var second = await world.SignIn(two, "one@fabrikam.example", "1001");
        first.IdJwt.Subject.ShouldNotBe(second.IdJwt.Subject);
        first.IdJwt.Subject.Length.ShouldBe(43);
    }

    [Fact]
    public async Task A_provider_that_is_down_gives_a_page_soon_and_works_again_when_it_is_back()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var world = await World.Start(clock: clock);
        await world.Connect("fabrikam");
        using (var earlier = world.NewBrowser())
            await world.SignIn(earlier, "priya.raman@fabrikam.example", "fabrikam-priya.raman");
        await world.StopProvider("fabrikam");
        clock.Advance(TimeSpan.FromSeconds(11));
        using var browser = world.NewBrowser();
        var started = TimeProvider.System.GetTimestamp();
        var page = await browser.Open(world.Ask("priya.raman@fabrikam.example").Address);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Heading.ShouldBe("Fabrikam’s sign-in does not answer");
        page.Html.ShouldContain("Nothing is wrong with your account.");

        await world.StartProvider("fabrikam", world.Issuers["fabrikam"]);
        (await browser.Submit(page)).Heading.ShouldBe("Sign in at Fabrikam");
    }

    [Fact]
    public async Task A_provider_that_dies_while_somebody_signs_in_there_gives_a_page()
    {
        await world.Connect("fabrikam");
        using var browser = world.NewBrowser();
        var provider = await browser.Open(world.Ask("priya.raman@fabrikam.example").Address);
        // The person has their code already when the provider goes away.
        using var raw = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = browser.Cookies });
        using var form = new FormUrlEncodedContent([new("returnUrl", provider.Address.PathAndQuery), new("subject", "fabrikam-priya.raman")]);
        var toAuthorize = (await raw.PostAsync(new Uri(world.Issuers["fabrikam"], "signin"), form)).Headers.Location!;
        var toCallback = (await raw.GetAsync(new Uri(world.Issuers["fabrikam"], toAuthorize))).Headers.Location!;
        await world.StopProvider("fabrikam");
        var page = await browser.Open(toCallback.AbsoluteUri);
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, page.Html);
        page.Heading.ShouldBe("Your company’s sign-in does not answer");
    }

    [Fact]
    public async Task What_cannot_work_is_refused_with_the_reason_and_the_gateway_lives_on()
    {
        await world.Connect("northwind");
        await world.StartProvider("fabrikam", World.Address());
        var nothing = World.Address().AbsoluteUri;
        await Refused("fabrikam", b => b["issuer"] = nothing, "issuer", "does not answer");
        await Refused("fabrikam", b => b["issuer"] = "not an address", "issuer", "https");
        await Refused("fabrikam", b => b["issuer"] = "http://fabrikam.example/", "issuer", "https");
        await Refused("fabrikam", b => b["issuer"] = world.Issuers["fabrikam"].AbsoluteUri + "?a=b", "issuer", "query");
        await Refused("fabrikam", b => b["issuer"] = world.Issuers["fabrikam"].AbsoluteUri.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), "issuer", "another issuer");
        await Refused("fabrikam", b => b["issuer"] = world.PortalBack.AbsoluteUri, "issuer", "404");
        await Refused("fabrikam", b => b["domains"] = new[] { "northwind.example" }, "domains", "another company");
        await Refused("fabrikam", b => b["domains"] = Array.Empty<string>(), "domains", "Give 1 to 100");
        await Refused("fabrikam", b => b["domains"] = new[] { "a b" }, "domains", "Give 1 to 100");
        await Refused("fabrikam", b => b["clientSecret"] = "", "clientSecret", "Give the client secret");
        await Refused("fabrikam", b => b["displayName"] = new string('x', 10_000), "displayName", "1 to 80");
        await Refused("Not_a_slug", _ => { }, "id", "lower-case");
        (await world.Admin(HttpMethod.Put, "admin/providers/fabrikam", "not an object")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using var browser = world.NewBrowser();
        await world.SignIn(browser, "mara.lindqvist@northwind.example", "northwind-mara.lindqvist");
        (await world.PutProvider("fabrikam", world.Provider("fabrikam"))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_row_that_cannot_be_used_is_left_out_and_breaks_nothing()
    {
        await world.Connect("northwind");
        await World.Sql(world.ConnectionString, """
            insert into gateway."Providers" ("Id", "DisplayName", "Issuer", "ClientId", "ProtectedSecret", "Enabled", "Redirect", "Version", "UpdatedAt")
            values ('broken', 'Broken', 'not an address', 'x', 'x', true, 'Automatic', gen_random_uuid(), now()),
                   ('locked', 'Locked', 'http://localhost:1/', 'x', 'x', true, 'Automatic', gen_random_uuid(), now());
            update gateway."Revisions" set "Number" = "Number" + 1;
            """);
        var other = World.Address();
        await world.StartNode(other);
        using var browser = world.NewBrowser();
        await world.SignIn(browser, "mara.lindqvist@northwind.example", "northwind-mara.lindqvist");
        (await world.Admin(HttpMethod.Delete, "admin/providers/broken")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await world.Admin(HttpMethod.Delete, "admin/providers/locked", node: other)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_provider_is_shown_without_its_secret_and_with_the_addresses_to_register_there()
    {
        await world.Connect("northwind");
        var text = await (await world.Admin(HttpMethod.Get, "admin/providers/northwind")).Content.ReadAsStringAsync();
        var view = JsonDocument.Parse(text).RootElement;
        view.GetProperty("redirectUri").GetString().ShouldBe(world.Gateway + "callback/login/northwind");
        view.GetProperty("backChannelLogoutUri").GetString().ShouldBe(world.Gateway + "backchannel-logout/northwind");
        text.ShouldNotContain("ecret");
    }

    private async Task Refused(string slug, Action<Dictionary<string, object?>> change, string field, string reason)
    {
        var body = world.Provider("fabrikam");
        change(body);
        using var response = await world.PutProvider(slug, body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonDocument.Parse(text).RootElement.GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain(reason);
    }
}

public sealed class AdminTests(ConnectedWorld connected) : IClassFixture<ConnectedWorld>
{
    private readonly World world = connected.World;

    [Theory]
    [InlineData("GET", "admin/providers")]
    [InlineData("PUT", "admin/providers/evil")]
    [InlineData("DELETE", "admin/providers/evil")]
    [InlineData("GET", "admin/clients")]
    [InlineData("PUT", "admin/clients/evil")]
    [InlineData("POST", "admin/keys/rotate")]
    public async Task The_admin_api_requires_its_own_token(string method, string path)
    {
        using var browser = world.NewBrowser();
        var person = await world.SignIn(browser, "mara.lindqvist@northwind.example", "northwind-mara.lindqvist");
        foreach (var token in (string?[])[null, "nonsense", person.Access, person.Id])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(world.Gateway, path));
            if (token is not null)
                request.Headers.Authorization = new("Bearer", token);
            using var response = await world.Http.SendAsync(request);
            response.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }
}

public sealed class AddressTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Only_public_addresses_are_reached(string address, bool reached) =>
        NetworkAddress.MayBeReached(IPAddress.Parse(address), allowLoopback: false).ShouldBe(reached);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    public void On_one_machine_loopback_is_reached_and_no_other_private_address(string address, bool reached) =>
        NetworkAddress.MayBeReached(IPAddress.Parse(address), allowLoopback: true).ShouldBe(reached);

    [Theory]
    [InlineData("https://localhost/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    public async Task A_connection_to_this_machine_is_refused_when_it_is_made(string address)
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpClient(UpstreamHttp.Handler(allowLoopback: false));
        var target = new UriBuilder(address) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;
        (await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(target))).Message.ShouldContain("not public");
        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://contoso.example", false, false)]
    [InlineData("https://contoso.example", false, true)]
    [InlineData("http://localhost:5090", false, false)]
    [InlineData("http://localhost:5090", true, true)]
    [InlineData("http://contoso.example", true, false)]
    [InlineData("https://user:pw@contoso.example", false, false)]
    [InlineData("file:///etc/passwd", true, false)]
    public void Issuers_are_https_addresses(string issuer, bool allowLoopback, bool good) =>
        (ProviderCheck.IssuerProblem(issuer, allowLoopback) is null).ShouldBe(good);
}
