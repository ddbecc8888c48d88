using System.Net;
using Collab.Gateway.SignIn;
using Collab.Local.SampleProviders;
using static Collab.Gateway.Tests.PortalSide;

namespace Collab.Gateway.Tests;

public sealed class ConnectedWorld : IAsyncLifetime
{
    public World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.Start();
        await World.Connect("contoso");
        await World.Connect("northwind");
    }

    public async ValueTask DisposeAsync() => await World.DisposeAsync();
}

public sealed class SignInTests(ConnectedWorld connected) : IClassFixture<ConnectedWorld>
{
    private readonly World world = connected.World;

    [Fact]
    public async Task A_person_signs_in_at_their_own_company_and_comes_back_with_the_contracts_claims()
    {
        using var browser = world.NewBrowser();
        var request = world.Ask();
        var page = await browser.Open(request.Address);
        page.Heading.ShouldBe("Sign in");
        var provider = await browser.Submit(page, ("email", "Tomas.Arrieta@contoso.example"));
        provider.Heading.ShouldBe("Sign in at Contoso");
        provider.Address.GetLeftPart(UriPartial.Authority).ShouldBe(world.Issuers["contoso"].GetLeftPart(UriPartial.Authority));
        var back = await browser.As(provider, "contoso-tomas.arrieta");

        Query(back.Address, "state").ShouldBe(request.Parameters["state"]);
        var tokens = new Tokens((await world.Redeem(request, Query(back.Address, "code")!)).Answer);
        var id = tokens.IdJwt;
        id.Issuer.ShouldBe(world.Gateway.AbsoluteUri);
        id.Subject.ShouldBe(SubjectId.For("contoso", "contoso-tomas.arrieta"));
        id.GetClaim("company").Value.ShouldBe("contoso");
        id.GetClaim("name").Value.ShouldBe("Tomás Arrieta");
        id.GetClaim("email").Value.ShouldBe("tomas.arrieta@contoso.example");
        id.GetClaim("nonce").Value.ShouldBe(request.Parameters["nonce"]);
        id.GetClaim("auth_time").Value.ShouldNotBeEmpty();
        id.GetPayloadValue<string[]>("amr").ShouldBe(["pwd"]);
        var access = tokens.AccessJwt;
        access.Audiences.ShouldContain("collab-api");
        access.Subject.ShouldBe(id.Subject);
        access.GetClaim("company").Value.ShouldBe("contoso");
        access.GetClaim("sid").Value.ShouldBe(id.GetClaim("sid").Value);
        access.TryGetClaim("email", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_login_hint_leads_straight_to_the_provider()
    {
        using var browser = world.NewBrowser();
        var page = await browser.Open(world.Ask("mara.lindqvist@northwind.example").Address);
        page.Heading.ShouldBe("Sign in at Northwind");
        page.Html.IndexOf("Mara Lindqvist", StringComparison.Ordinal).ShouldBeLessThan(page.Html.IndexOf("Samuel Osei", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("somebody@unknown.example")]
    [InlineData("mara.lindqvist@elsewhere.example")]
    public async Task An_unknown_domain_gets_the_page_that_says_how_a_company_joins_and_nothing_else(string email)
    {
        using var browser = world.NewBrowser();
        var page = await browser.Submit(await browser.Open(world.Ask().Address), ("email", email));
        page.Heading.ShouldBe("This domain is not set up here");
        page.Html.ShouldContain("How a company joins");
        page.Html.ShouldNotContain(email);
        foreach (var company in SamplePeople.Companies)
            page.Html.ShouldNotContain(company.Name);
        var hinted = await browser.Open(world.Ask(email).Address);
        hinted.Heading.ShouldBe("This domain is not set up here");
    }

    [Fact]
    public async Task Whether_a_person_exists_is_not_told()
    {
        using var browser = world.NewBrowser();
        var page = await browser.Open(world.Ask("nobody.at.all@northwind.example").Address);
        page.Heading.ShouldBe("Sign in at Northwind");
    }

    [Theory]
    [InlineData("")]
    [InlineData("mara")]
    [InlineData("mara@")]
    [InlineData("@northwind.example")]
    [InlineData("mara@northwind")]
    [InlineData("<script>alert(1)</script>")]
    public async Task Something_that_is_no_address_is_asked_for_again(string email)
    {
        using var browser = world.NewBrowser();
        var page = await browser.Submit(await browser.Open(world.Ask().Address), ("email", email));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Html.ShouldContain("Write the whole address");
        page.Html.ShouldNotContain("<script");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var browser = world.NewBrowser();
        var page = await browser.Submit(await browser.Open(world.Ask().Address), ("email", "a@northwind.example"), ("__RequestVerificationToken", "forged"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Heading.ShouldBe("Sign-in did not finish");
    }

    [Fact]
    public async Task Pages_have_no_script_and_a_strict_policy()
    {
        using var browser = world.NewBrowser();
        var page = await browser.Open(world.Ask().Address);
        var policy = page.Response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        page.Html.ShouldNotContain("<script");
        page.Html.ShouldNotContain("style=");
        page.Response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var css = System.Text.RegularExpressions.Regex.Match(page.Html, "href=\"(/assets/[^\"]+)\"").Groups[1].Value;
        var style = await world.Http.GetAsync(new Uri(world.Gateway, css));
        style.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        (await style.Content.ReadAsStringAsync()).ShouldContain("--c-accent");
    }

    [Fact]
    public async Task A_second_sign_in_of_the_same_browser_needs_no_provider()
    {
        using var browser = world.NewBrowser();
        var first = await world.SignIn(browser, "samuel.osei@northwind.example", "northwind-samuel.osei");
        var request = world.Ask();
        var back = await browser.Open(request.Address);
        var second = new Tokens((await world.Redeem(request, Query(back.Address, "code")!)).Answer);
        second.IdJwt.GetClaim("sid").Value.ShouldBe(first.IdJwt.GetClaim("sid").Value);
    }

    [Fact]
    public async Task Another_person_in_the_same_browser_ends_the_first_ones_session()
    {
        using var browser = world.NewBrowser();
        var first = await world.SignIn(browser, "samuel.osei@northwind.example", "northwind-samuel.osei");
        var request = world.Ask("leila.haddad@contoso.example", ("prompt", "login"));
        var back = await browser.As(await browser.Open(request.Address), "contoso-leila.haddad");
        var second = new Tokens((await world.Redeem(request, Query(back.Address, "code")!)).Answer);
        second.IdJwt.GetClaim("sid").Value.ShouldNotBe(first.IdJwt.GetClaim("sid").Value);
        (await world.Token([("grant_type", "refresh_token"), ("refresh_token", first.Refresh)])).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Prompt_login_reaches_the_provider_once_and_does_not_loop()
    {
        using var browser = world.NewBrowser();
        await world.SignIn(browser, "samuel.osei@northwind.example", "northwind-samuel.osei");
        var request = world.Ask("samuel.osei@northwind.example", ("prompt", "login"));
        var provider = await browser.Open(request.Address);
        provider.Heading.ShouldBe("Sign in at Northwind");
        var back = await browser.As(provider, "northwind-samuel.osei");
        Query(back.Address, "code").ShouldNotBeNull();
        (await browser.Open(request.Address)).Heading.ShouldBe("Sign in at Northwind");
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_pushed_request_that_asks_for_a_new_sign_in_does_not_loop(string name, string value)
    {
        using var browser = world.NewBrowser();
        await world.SignIn(browser, "samuel.osei@northwind.example", "northwind-samuel.osei");
        var request = world.Ask("samuel.osei@northwind.example", (name, value));
        var (pushed, status) = await world.Token([.. request.Parameters.Where(p => p.Key != "client_id").Select(p => (p.Key, p.Value))], path: "connect/par");
        status.ShouldBe(HttpStatusCode.Created, pushed.ToString());
        var address = Address(world, new Dictionary<string, string> { ["client_id"] = "collab-portal", ["request_uri"] = pushed.GetProperty("request_uri").GetString()! });
        var provider = await browser.Open(address);
        provider.Heading.ShouldBe("Sign in at Northwind");
        var back = await browser.As(provider, "northwind-samuel.osei");
        var (answer, _) = await world.Redeem(request, Query(back.Address, "code")!);
        new Tokens(answer).IdJwt.GetClaim("nonce").Value.ShouldBe(request.Parameters["nonce"]);
    }

    [Fact]
    public async Task Prompt_none_without_a_session_is_answered_to_the_client()
    {
        using var browser = world.NewBrowser();
        var back = await browser.Open(world.Ask(null, ("prompt", "none")).Address);
        Query(back.Address, "error").ShouldBe("login_required");
    }

    [Fact]
    public async Task Who_cancels_at_the_provider_gets_a_page()
    {
        using var browser = world.NewBrowser();
        var provider = await browser.Open(world.Ask("samuel.osei@northwind.example").Address);
        var page = await browser.Open(provider.Address.AbsoluteUri + "&denied=yes");
        page.Heading.ShouldBe("Sign-in did not finish");
        page.Html.ShouldContain("you cancelled");
        page.Address.AbsolutePath.ShouldBe("/callback/login/northwind");
    }

    [Fact]
    public async Task An_answer_of_the_provider_counts_once_and_only_in_the_browser_that_asked()
    {
        using var browser = world.NewBrowser();
        using var other = world.NewBrowser();
        var answer = await AnswerInHand(browser);

        await Refused(other, answer);
        browser.Holds = _ => false;
        Query((await browser.Open(answer.AbsoluteUri)).Address, "code").ShouldNotBeNull();
        await Refused(other, answer);
        (await browser.Open(answer.AbsoluteUri)).Heading.ShouldBe("Sign-in did not finish");
    }

    [Fact]
    public async Task An_answer_of_one_companys_provider_is_refused_at_another_companys_address()
    {
        using var browser = world.NewBrowser();
        var answer = await AnswerInHand(browser);
        browser.Holds = _ => false;
        await Refused(browser, new UriBuilder(answer) { Path = "/callback/login/contoso" }.Uri);
    }

    /// <summary>Where Northwind's provider sends the browser back to, not yet followed.</summary>
    private async Task<Uri> AnswerInHand(Browser browser)
    {
        browser.Holds = address => address.AbsolutePath.StartsWith("/callback/login/", StringComparison.Ordinal);
        var provider = await browser.Open(world.Ask("samuel.osei@northwind.example").Address);
        var answer = (await browser.As(provider, "northwind-samuel.osei")).Address;
        Query(answer, "code").ShouldNotBeNull();
        return answer;
    }

    private async Task Refused(Browser browser, Uri answer)
    {
        var page = await browser.Open(answer.AbsoluteUri);
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Heading.ShouldBe("Sign-in did not finish");
        Query((await browser.Open(world.Ask(null, ("prompt", "none")).Address)).Address, "error").ShouldBe("login_required");
    }

    [Fact]
    public async Task A_redirect_uri_that_is_not_registered_gets_a_page_and_no_redirect()
    {
        using var browser = world.NewBrowser();
        var page = await browser.Open(world.Ask(null, ("redirect_uri", "http://localhost:1/evil")).Address);
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Heading.ShouldBe("This request cannot be answered");
    }

    [Fact]
    public async Task Discovery_says_what_the_gateway_does()
    {
        var document = System.Text.Json.JsonDocument.Parse(await world.Http.GetStringAsync(new Uri(world.Gateway, ".well-known/openid-configuration"))).RootElement;
        string[] Values(string name) => [.. document.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
        document.GetProperty("issuer").GetString().ShouldBe(world.Gateway.AbsoluteUri);
        Values("code_challenge_methods_supported").ShouldBe(["S256"]);
        Values("prompt_values_supported").ShouldBe(["none", "login", "select_account"], ignoreOrder: true);
        Values("grant_types_supported").ShouldBe(["authorization_code", "refresh_token", "client_credentials"], ignoreOrder: true);
        document.GetProperty("backchannel_logout_supported").GetBoolean().ShouldBeTrue();
        foreach (var name in (string[])["pushed_authorization_request_endpoint", "introspection_endpoint", "revocation_endpoint", "end_session_endpoint", "userinfo_endpoint"])
            document.TryGetProperty(name, out _).ShouldBeTrue(name);
    }

    [Fact]
    public async Task A_sign_in_leaves_no_code_token_secret_or_address_in_the_log()
    {
        using var log = new Lines();
        await using var apart = await World.StartWithoutNode();
        await apart.StartNode(apart.Gateway, log: log);
        await apart.Connect("northwind");
        using var browser = apart.NewBrowser();

        var tokens = await apart.SignIn(browser, "samuel.osei@northwind.example", "northwind-samuel.osei");
        await browser.Open(new Uri(apart.Gateway, "connect/logout").AbsoluteUri + QueryString.Create("id_token_hint", tokens.Id));

        var all = string.Join('\n', log.Written);
        all.ShouldContain("Signed in from northwind.");
        all.ShouldContain("1 sessions ended.");
        foreach (var secret in (string[])[tokens.Access, tokens.Refresh, tokens.Id, World.AdminSecret, World.PortalSecret, "samuel.osei@", "code="])
            all.ShouldNotContain(secret, Case.Insensitive);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Written.Enqueue(state.ToString()!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
