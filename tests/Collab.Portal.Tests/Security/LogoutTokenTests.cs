using System.Net;
using System.Security.Cryptography;
using Collab.Portal.SignIn;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Security;

/// <summary>OpenID Connect Back-Channel Logout 1.0 at the portal: what the gateway's token ends, and which tokens end nothing.</summary>
public sealed class LogoutTokenTests : IAsyncLifetime
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private TestDatabase database = null!;
    private PortalNode node = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        node = await PortalNode.Start(database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_token_ends_the_session_that_it_names_or_all_of_a_person()
    {
        await Begin(("mara", "g1"), ("mara", "g2"), ("mara", "g3"), ("tomas", "g4"));

        (await Send(Token(t => t.Claims.Remove("sub")))).ShouldBe(HttpStatusCode.OK);
        (await Living()).ShouldBe(["g2", "g3", "g4"]);
        (await Send(Token(t => t.Claims.Remove("sid")))).ShouldBe(HttpStatusCode.OK);
        (await Living()).ShouldBe(["g4"]);
    }

    [Fact]
    public async Task All_sessions_of_a_company_end_at_once()
    {
        var all = Enumerable.Range(1, 60).Select(i => ("person" + i, "g" + i)).ToArray();
        await Begin(all);

        var answers = await Task.WhenAll(all.Select(s => Send(Token(t => (t.Claims["sub"], t.Claims["sid"]) = s))));

        answers.ShouldAllBe(a => a == HttpStatusCode.OK);
        (await Living()).ShouldBeEmpty();
    }

    private static readonly Dictionary<string, Func<string>> Wrong = new()
    {
        ["for another client"] = () => Token(t => t.Audience = "collab-api"),
        ["of another issuer"] = () => Token(t => t.Issuer = "http://other.test/"),
        ["too old"] = () => Token(t => (t.NotBefore, t.IssuedAt, t.Expires) = (Now.AddHours(-2), Now.AddHours(-2), Now.AddHours(-1))),
        ["that is no logout token by its type"] = () => Token(t => t.TokenType = "JWT"),
        ["without the event"] = () => Token(t => t.Claims.Remove("events")),
        ["with a nonce, as an identity token has"] = () => Token(t => t.Claims["nonce"] = "n"),
        ["that names nobody"] = () => Token(t => (t.Claims["sub"], t.Claims["sid"]) = ("", "")),
        ["signed by somebody else"] = () => Token(_ => { }, RSA.Create(2048)),
        ["without a signature"] = () => Token(_ => { })[..^340] + ".",
        ["that is none"] = () => "x",
        ["that is empty"] = () => "",
    };

    [Fact]
    public async Task A_token_that_the_gateway_did_not_make_for_this_ends_nothing()
    {
        await Begin(("mara", "g1"));
        foreach (var (which, token) in Wrong)
        {
            (await Send(token())).ShouldBe(HttpStatusCode.BadRequest, which);
            (await Living()).ShouldBe(["g1"], which);
        }
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static string Token(Action<SecurityTokenDescriptor> change, RSA? key = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = TestIssuer.Authority,
            Audience = "collab-portal",
            TokenType = "logout+jwt",
            IssuedAt = Now,
            Expires = Now.AddMinutes(2),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "mara",
                ["sid"] = "g1",
                ["jti"] = Guid.NewGuid().ToString("N"),
                ["events"] = new Dictionary<string, object> { [Event] = new Dictionary<string, object>() },
            },
        };
        change(token);
        return TestIssuer.Sign(token, key);
    }

    private async Task<HttpStatusCode> Send(string token)
    {
        using var gateway = new HttpClient { BaseAddress = node.Address };
        using var body = new FormUrlEncodedContent([new("logout_token", token)]);
        using var answer = await gateway.PostAsync(new Uri("/sign-in/backchannel-logout", UriKind.Relative), body);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return answer.StatusCode;
    }

    private async Task Begin(params (string Subject, string Gateway)[] people)
    {
        await using var session = node.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        session.Store(people.Select(p => new SignInSession
        {
            Id = "s-" + p.Gateway, Subject = p.Subject, GatewaySession = p.Gateway, Ticket = [], ExpiresAt = node.Clock.GetUtcNow().AddHours(12),
        }));
        await session.SaveChangesAsync();
    }

    private async Task<IReadOnlyList<string>> Living()
    {
        await using var session = node.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return await session.Query<SignInSession>().OrderBy(s => s.GatewaySession).Select(s => s.GatewaySession).ToListAsync();
    }
}
