using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Collab.Gateway.Tests;

/// <summary>The issuer that docs/gateway-contract.md is checked against: another one by environment, else the gateway of this repository.</summary>
public sealed class IssuerUnderTest : IAsyncLifetime
{
    private World? world;

    public Uri Issuer { get; private set; } = null!;
    public (string Id, string Secret) Portal { get; private set; }
    public (string Id, string Secret) Program { get; private set; }
    public string Company { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("COLLAB_CONTRACT_ISSUER") is { Length: > 0 } issuer)
        {
            Issuer = new Uri(issuer);
            Portal = Pair("COLLAB_CONTRACT_PORTAL");
            Program = Pair("COLLAB_CONTRACT_PROGRAM");
            Company = Environment.GetEnvironmentVariable("COLLAB_CONTRACT_COMPANY") ?? "";
            return;
        }

        world = await World.Start();
        const string secret = "program-secret-for-tests-0123456789";
        (await world.Admin(HttpMethod.Put, "admin/clients/contoso-bot", new { company = "contoso", secret })).EnsureSuccessStatusCode();
        (Issuer, Portal, Program, Company) = (world.Gateway, ("collab-portal", World.PortalSecret), ("contoso-bot", secret), "contoso");
    }

    public async ValueTask DisposeAsync()
    {
        if (world is not null)
            await world.DisposeAsync();
    }

    private static (string Id, string Secret) Pair(string name) =>
        Environment.GetEnvironmentVariable(name)?.Split(':', 2) is [var id, var secret]
            ? (id, secret) : throw new InvalidOperationException($"{name} is not set: give clientId:secret.");
}

/// <summary>What a portal relies on, from the outside alone.</summary>
public sealed class ContractTests(IssuerUnderTest under) : IClassFixture<IssuerUnderTest>, IDisposable
{
    private readonly HttpClient http = new();

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task Discovery_offers_what_the_portal_uses()
    {
        var document = await Discovery();
        document.GetProperty("issuer").GetString().ShouldBe(under.Issuer.AbsoluteUri);
        Values(document, "response_types_supported").ShouldContain("code");
        Values(document, "code_challenge_methods_supported").ShouldBe(["S256"]);
        foreach (var scope in (string[])["openid", "profile", "email", "offline_access", "collab.api"])
            Values(document, "scopes_supported").ShouldContain(scope);
        foreach (var grant in (string[])["authorization_code", "refresh_token", "client_credentials"])
            Values(document, "grant_types_supported").ShouldContain(grant);
        foreach (var endpoint in (string[])["authorization_endpoint", "pushed_authorization_request_endpoint", "token_endpoint", "userinfo_endpoint",
            "introspection_endpoint", "revocation_endpoint", "end_session_endpoint", "jwks_uri"])
            document.TryGetProperty(endpoint, out _).ShouldBeTrue(endpoint);
        document.GetProperty("backchannel_logout_supported").GetBoolean().ShouldBeTrue();
        document.GetProperty("backchannel_logout_session_supported").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_programs_token_is_a_signed_jwt_for_the_api_with_its_company()
    {
        var document = await Discovery();
        var token = await ProgramsToken(document);
        var keys = new JsonWebKeySet(await http.GetStringAsync(document.GetProperty("jwks_uri").GetString())).GetSigningKeys();
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = under.Issuer.AbsoluteUri, ValidAudience = "collab-api", IssuerSigningKeys = keys, ValidTypes = ["at+jwt"], ValidAlgorithms = ["RS256"],
        });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        result.Claims["sub"].ShouldBe(under.Program.Id);
        result.Claims["client_id"].ShouldBe(under.Program.Id);
        result.Claims["company"].ShouldBe(under.Company);
        result.Claims["scope"].ShouldBe("collab.api");
        (result.SecurityToken.ValidTo - ((JsonWebToken)result.SecurityToken).IssuedAt).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task A_program_introspects_and_revokes_its_token()
    {
        var document = await Discovery();
        var token = await ProgramsToken(document);
        var introspection = document.GetProperty("introspection_endpoint").GetString()!;
        var active = (await Ask(introspection, under.Program, ("token", token))).Answer;
        active.GetProperty("active").GetBoolean().ShouldBeTrue();
        active.GetProperty("company").GetString().ShouldBe(under.Company);
        (await Ask(document.GetProperty("revocation_endpoint").GetString()!, under.Program, ("token", token))).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask(introspection, under.Program, ("token", token))).Answer.GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_secret_and_a_foreign_scope_are_refused()
    {
        var endpoint = (await Discovery()).GetProperty("token_endpoint").GetString()!;
        (string, string)[] grant = [("grant_type", "client_credentials"), ("scope", "collab.api")];
        (await Ask(endpoint, (under.Program.Id, "wrong"), grant)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Ask(endpoint, under.Program, ("grant_type", "client_credentials"), ("scope", "gateway.admin"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Ask(endpoint, under.Portal, grant)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<string> ProgramsToken(JsonElement document) =>
        (await Ask(document.GetProperty("token_endpoint").GetString()!, under.Program, ("grant_type", "client_credentials"), ("scope", "collab.api")))
            .Answer.GetProperty("access_token").GetString()!;

    private async Task<JsonElement> Discovery() =>
        JsonDocument.Parse(await http.GetStringAsync(new Uri(under.Issuer, ".well-known/openid-configuration"))).RootElement;

    private async Task<(JsonElement Answer, HttpStatusCode Status)> Ask(string endpoint, (string Id, string Secret) client, params (string, string)[] fields)
    {
        using var body = new FormUrlEncodedContent(fields.Append(("client_id", client.Id)).Append(("client_secret", client.Secret)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var response = await http.PostAsync(endpoint, body);
        var text = await response.Content.ReadAsStringAsync();
        return (text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.StatusCode);
    }

    private static string[] Values(JsonElement document, string name) => [.. document.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
}
