using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using static Collab.Gateway.Tests.PortalSide;

namespace Collab.Gateway.Tests;

public sealed class TokenTests(ConnectedWorld connected) : IClassFixture<ConnectedWorld>
{
    private const string Email = "mara.lindqvist@northwind.example";
    private const string Mara = "northwind-mara.lindqvist";
    private readonly World world = connected.World;

    [Fact]
    public async Task A_code_works_once_and_a_replay_takes_back_what_it_gave()
    {
        using var browser = world.NewBrowser();
        var request = world.Ask(Email);
        var back = await browser.As(await browser.Open(request.Address), Mara);
        var code = Query(back.Address, "code")!;
        var tokens = new Tokens((await world.Redeem(request, code)).Answer);
        var (answer, status) = await world.Redeem(request, code);
        status.ShouldBe(HttpStatusCode.BadRequest);
        answer.GetProperty("error").GetString().ShouldBe("invalid_grant");
        (await Renew(tokens.Refresh)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_code_without_its_verifier_is_refused()
    {
        using var browser = world.NewBrowser();
        var request = world.Ask(Email);
        var back = await browser.As(await browser.Open(request.Address), Mara);
        var (_, status) = await world.Redeem(request with { Verifier = new string('x', 43) }, Query(back.Address, "code")!);
        status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    public async Task Pkce_other_than_S256_is_refused(string method)
    {
        using var browser = world.NewBrowser();
        var back = await browser.Open(world.Ask(Email, ("code_challenge_method", method)).Address);
        (Query(back.Address, "error") ?? back.Heading).ShouldBeOneOf("invalid_request", "This request cannot be answered");
    }

    [Fact]
    public async Task A_request_without_pkce_is_refused()
    {
        using var browser = world.NewBrowser();
        var parameters = world.Ask(Email).Parameters.Where(p => !p.Key.StartsWith("code_challenge", StringComparison.Ordinal));
        var back = await browser.Open(Address(world, parameters));
        (Query(back.Address, "error") ?? back.Heading).ShouldBeOneOf("invalid_request", "This request cannot be answered");
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_and_its_reuse_ends_the_chain()
    {
        using var browser = world.NewBrowser();
        var first = await world.SignIn(browser, Email, Mara);
        var second = new Tokens((await Renew(first.Refresh)).Answer);
        second.Refresh.ShouldNotBe(first.Refresh);
        second.AccessJwt.GetClaim("company").Value.ShouldBe("northwind");
        (await Renew(first.Refresh)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Renew(second.Refresh)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_api_client_gets_a_token_with_its_company()
    {
        var created = await world.Admin(HttpMethod.Put, "admin/clients/northwind-bot", new { company = "northwind", displayName = "Northwind bot" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var secret = JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement.GetProperty("secret").GetString()!;
        secret.Length.ShouldBeGreaterThan(40);

        var (answer, _) = await world.Token([("grant_type", "client_credentials"), ("scope", "collab.api")], "northwind-bot", secret);
        var jwt = new JsonWebToken(answer.GetProperty("access_token").GetString());
        jwt.Subject.ShouldBe("northwind-bot");
        jwt.GetClaim("client_id").Value.ShouldBe("northwind-bot");
        jwt.GetClaim("company").Value.ShouldBe("northwind");
        jwt.GetClaim("scope").Value.ShouldBe("collab.api");
        jwt.Audiences.ShouldContain("collab-api");
        jwt.Typ.ShouldBe("at+jwt");

        var read = await (await world.Admin(HttpMethod.Get, "admin/clients/northwind-bot")).Content.ReadAsStringAsync();
        read.ShouldNotContain(secret);
        (await world.Token([("grant_type", "client_credentials"), ("scope", "gateway.admin")], "northwind-bot", secret)).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await world.Admin(HttpMethod.Delete, "admin/clients/northwind-bot")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await world.Token([("grant_type", "client_credentials"), ("scope", "collab.api")], "northwind-bot", secret)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_portal_learns_by_introspection_who_it_is_until_the_token_is_revoked()
    {
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        var (active, _) = await world.Token([("token", tokens.Access)], path: "connect/introspect");
        active.GetProperty("active").GetBoolean().ShouldBeTrue();
        active.GetProperty("company").GetString().ShouldBe("northwind");
        active.GetProperty("sub").GetString().ShouldBe(tokens.IdJwt.Subject);

        (await world.Token([("token", tokens.Access)], path: "connect/revoke")).Status.ShouldBe(HttpStatusCode.OK);
        (await world.Token([("token", tokens.Access)], path: "connect/introspect")).Answer.GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Userinfo_says_the_same_as_the_identity_token()
    {
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Gateway, "connect/userinfo"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Access);
        var info = JsonDocument.Parse(await (await world.Http.SendAsync(request)).Content.ReadAsStringAsync()).RootElement;
        info.GetProperty("sub").GetString().ShouldBe(tokens.IdJwt.Subject);
        info.GetProperty("email").GetString().ShouldBe(Email);
        info.GetProperty("company").GetString().ShouldBe("northwind");
    }

    [Fact]
    public async Task A_wrong_client_secret_is_refused() =>
        (await world.Token([("grant_type", "client_credentials"), ("scope", "gateway.admin")], "gateway-admin", "wrong")).Status.ShouldBe(HttpStatusCode.Unauthorized);

    private Task<(JsonElement Answer, HttpStatusCode Status)> Renew(string token) => world.Token([("grant_type", "refresh_token"), ("refresh_token", token)]);
}
