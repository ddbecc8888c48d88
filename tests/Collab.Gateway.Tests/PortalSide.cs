using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Collab.Gateway.Tests;

/// <summary>What the portal does at the gateway: asks, takes the code, redeems it.</summary>
public static class PortalSide
{
    public const string Scope = "openid profile email collab.api offline_access";

    /// <summary>An authorization request with its verifier.</summary>
    public sealed record Request(string Address, string Verifier, Dictionary<string, string> Parameters);

    public sealed record Tokens(JsonElement Answer)
    {
        public string Access => Answer.GetProperty("access_token").GetString()!;
        public string Refresh => Answer.GetProperty("refresh_token").GetString()!;
        public string Id => Answer.GetProperty("id_token").GetString()!;
        public JsonWebToken AccessJwt => new(Access);
        public JsonWebToken IdJwt => new(Id);
    }

    public static Request Ask(this World world, string? hint = null, params (string Name, string Value)[] more)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var parameters = new Dictionary<string, string>
        {
            ["client_id"] = "collab-portal",
            ["response_type"] = "code",
            ["redirect_uri"] = world.RedirectUri,
            ["scope"] = Scope,
            ["state"] = Guid.NewGuid().ToString("n"),
            ["nonce"] = Guid.NewGuid().ToString("n"),
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (hint is not null)
            parameters["login_hint"] = hint;
        foreach (var (name, value) in more)
            parameters[name] = value;
        return new(Address(world, parameters), verifier, parameters);
    }

    public static string Address(World world, IEnumerable<KeyValuePair<string, string>> parameters) =>
        new Uri(world.Gateway, "connect/authorize").AbsoluteUri + QueryString.Create(parameters!);

    public static string? Query(Uri address, string name) => HttpUtility.ParseQueryString(address.Query)[name];

    /// <summary>From the provider's page on, as the person with that subject.</summary>
    public static Task<Shown> As(this Browser browser, Shown providerPage, string subject) => browser.Submit(providerPage, ("subject", subject));

    public static async Task<(JsonElement Answer, System.Net.HttpStatusCode Status)> Redeem(this World world, Request request, string code) =>
        await world.Token([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", world.RedirectUri), ("code_verifier", request.Verifier)]);

    /// <summary>The whole way: asks with a hint, signs in at the provider, redeems the code.</summary>
    public static async Task<Tokens> SignIn(this World world, Browser browser, string email, string subject, params (string Name, string Value)[] more)
    {
        var request = world.Ask(email, more);
        var shown = await browser.Open(request.Address);
        if (Query(shown.Address, "code") is null)
            shown = await browser.As(shown, subject);
        var code = Query(shown.Address, "code");
        code.ShouldNotBeNull($"{shown.Address} {shown.Html}");
        var (answer, _) = await world.Redeem(request, code);
        answer.TryGetProperty("access_token", out _).ShouldBeTrue(answer.ToString());
        return new(answer);
    }
}
