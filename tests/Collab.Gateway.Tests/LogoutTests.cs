using System.Net;
using Collab.Gateway.Sessions;
using Collab.Gateway.SignIn;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static Collab.Gateway.Tests.PortalSide;

namespace Collab.Gateway.Tests;

public sealed class LogoutTests(ConnectedWorld connected) : IClassFixture<ConnectedWorld>
{
    private const string Email = "mara.lindqvist@northwind.example";
    private const string Mara = "northwind-mara.lindqvist";
    private readonly World world = connected.World;

    private string EndSession(Tokens? tokens) => new Uri(world.Gateway, "connect/logout").AbsoluteUri + QueryString.Create(
        new Dictionary<string, string?>
        {
            ["client_id"] = "collab-portal",
            ["post_logout_redirect_uri"] = new Uri(world.Portal, "signed-out").AbsoluteUri,
            ["state"] = "s1",
        }.Concat(tokens is null ? [] : [KeyValuePair.Create("id_token_hint", (string?)tokens.Id)]));

    [Fact]
    public async Task Signing_out_at_the_portal_ends_the_gateways_and_the_providers_session_and_comes_back()
    {
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        var back = await browser.Open(EndSession(tokens));
        back.Address.AbsolutePath.ShouldBe("/signed-out", back.Html);
        Query(back.Address, "state").ShouldBe("s1");

        (await browser.Open(world.Ask().Address)).Heading.ShouldBe("Sign in");
        (await browser.Open(world.Ask(Email).Address)).Heading.ShouldBe("Sign in at Northwind");
        (await browser.Open(world.Issuers["northwind"].AbsoluteUri)).Html.ShouldContain("Nobody is signed in");
        (await world.Token([("grant_type", "refresh_token"), ("refresh_token", tokens.Refresh)])).Status.ShouldBe(HttpStatusCode.BadRequest);
        await Told(tokens);
    }

    [Fact]
    public async Task A_portal_that_cannot_take_the_logout_token_at_once_is_told_again()
    {
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        world.NextLogoutAnswers.Enqueue(503);
        world.NextLogoutAnswers.Enqueue(429);
        (await browser.Open(EndSession(tokens))).Address.AbsolutePath.ShouldBe("/signed-out");
        await Told(tokens);
    }

    [Fact]
    public async Task A_portal_that_was_away_when_somebody_signed_out_is_told_once_it_is_back()
    {
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        world.PortalIsAway = true;
        (await browser.Open(EndSession(tokens))).Address.AbsolutePath.ShouldBe("/signed-out");
        await Late();
        OfThis().ShouldBe(0);

        world.PortalIsAway = false;
        await Late();
        await Told(tokens);
        await Late();
        OfThis().ShouldBe(1);

        int OfThis() => world.LogoutTokens.Count(t => new JsonWebToken(t).GetClaim("sid").Value == tokens.IdJwt.GetClaim("sid").Value);
    }

    [Fact]
    public async Task One_logout_token_that_the_portal_refuses_holds_back_no_other()
    {
        using var first = world.NewBrowser();
        using var second = world.NewBrowser();
        List<Tokens> ended = [await world.SignIn(first, Email, Mara), await world.SignIn(second, Email, Mara)];
        world.PortalIsAway = true;
        await first.Open(EndSession(ended[0]));
        await second.Open(EndSession(ended[1]));

        world.PortalIsAway = false;
        world.NextLogoutAnswers.Enqueue(400);
        await Late();
        await Told(ended[1]);
        await Late();
        await Told(ended[0]);
    }

    [Fact]
    public async Task A_link_without_proof_asks_before_it_signs_anybody_out()
    {
        using var browser = world.NewBrowser();
        await world.SignIn(browser, Email, Mara);
        var page = await browser.Open(EndSession(null));
        page.Heading.ShouldBe("Sign out");
        Query((await browser.Open(world.Ask().Address)).Address, "code").ShouldNotBeNull();
        var back = await browser.Submit(page);
        back.Address.AbsolutePath.ShouldBe("/signed-out", back.Html);
        (await browser.Open(world.Ask().Address)).Heading.ShouldBe("Sign in");
    }

    [Fact]
    public async Task Signing_out_at_the_provider_ends_the_session_here_and_tells_the_portal()
    {
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        var home = await browser.Open(world.Issuers["northwind"].AbsoluteUri);
        await browser.Submit(home);

        await Told(tokens);
        (await browser.Open(world.Ask().Address)).Heading.ShouldBe("Sign in");
        (await world.Token([("grant_type", "refresh_token"), ("refresh_token", tokens.Refresh)])).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Token([("token", tokens.Access)], path: "connect/introspect")).Answer.GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_logout_token_of_one_company_cannot_end_a_session_of_another()
    {
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        var foreign = world.LogoutOf("contoso").Token(Mara, null);
        (await Send("northwind", foreign)).ShouldBe(HttpStatusCode.BadRequest);
        (await Send("contoso", foreign)).ShouldBe(HttpStatusCode.OK);
        (await world.Token([("grant_type", "refresh_token"), ("refresh_token", tokens.Refresh)])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_logout_token_works_once_and_only_when_it_is_one()
    {
        var token = world.LogoutOf("northwind").Token("northwind-nobody", "nothing");
        (await Send("northwind", token)).ShouldBe(HttpStatusCode.OK);
        (await Send("northwind", token)).ShouldBe(HttpStatusCode.BadRequest);
        (await Send("northwind", "not.a.token")).ShouldBe(HttpStatusCode.BadRequest);
        (await Send("nobody", token)).ShouldBe(HttpStatusCode.BadRequest);
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        (await Send("northwind", tokens.Id)).ShouldBe(HttpStatusCode.BadRequest);
    }

    private Task Late() => world.Node.Services.GetServices<IHostedService>().OfType<LateLogouts>().Single().Run(CancellationToken.None);

    /// <summary>The portal got a logout token of that session, signed by the gateway.</summary>
    private async Task Told(Tokens tokens)
    {
        var sid = tokens.IdJwt.GetClaim("sid").Value;
        string? found = null;
        await World.Until(() =>
        {
            found = world.LogoutTokens.FirstOrDefault(t => new JsonWebToken(t).GetClaim("sid").Value == sid);
            return Task.FromResult(found is not null);
        });
        var keys = new JsonWebKeySet(await world.Http.GetStringAsync(new Uri(world.Gateway, ".well-known/jwks"))).GetSigningKeys();
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(found, new TokenValidationParameters
        {
            ValidIssuer = world.Gateway.AbsoluteUri, ValidAudience = "collab-portal", IssuerSigningKeys = keys, ValidTypes = ["logout+jwt"],
        });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        var jwt = (JsonWebToken)result.SecurityToken;
        jwt.Subject.ShouldBe(SubjectId.For("northwind", Mara));
        jwt.GetPayloadValue<System.Text.Json.JsonElement>("events").TryGetProperty("http://schemas.openid.net/event/backchannel-logout", out _).ShouldBeTrue();
        jwt.TryGetPayloadValue<string>("nonce", out _).ShouldBeFalse();
    }

    private async Task<HttpStatusCode> Send(string member, string token)
    {
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]);
        return (await world.Http.PostAsync(new Uri(world.Gateway, $"backchannel-logout/{member}"), body)).StatusCode;
    }
}
