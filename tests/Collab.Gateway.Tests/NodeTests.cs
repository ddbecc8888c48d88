using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Collab.Gateway.Store;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using static Collab.Gateway.Tests.PortalSide;

namespace Collab.Gateway.Tests;

/// <summary>Several nodes, keys that change, limits, health.</summary>
public sealed class NodeTests
{
    private const string Email = "mara.lindqvist@northwind.example";
    private const string Mara = "northwind-mara.lindqvist";

    [Fact]
    public async Task Two_nodes_that_start_at_once_share_keys_and_providers()
    {
        await using var world = await World.StartWithoutNode();
        Uri one = world.Gateway, two = World.Address();
        await Task.WhenAll(world.StartNode(one), world.StartNode(two));

        var first = await world.Http.GetStringAsync(new Uri(one, ".well-known/jwks"));
        (await world.Http.GetStringAsync(new Uri(two, ".well-known/jwks"))).ShouldBe(first);

        await world.StartProvider("northwind", World.Address());
        var (token, _) = await world.Token([("grant_type", "client_credentials"), ("scope", "gateway.admin")], "gateway-admin", World.AdminSecret, node: one);
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri(two, "admin/providers/northwind")) { Content = System.Net.Http.Json.JsonContent.Create(world.Provider("northwind")) };
        put.Headers.Authorization = new("Bearer", token.GetProperty("access_token").GetString());
        (await world.Http.SendAsync(put)).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var browser = world.NewBrowser();
        await World.Until(async () => (await browser.Open(world.Ask(Email).Address)).Heading == "Sign in at Northwind");
    }

    [Fact]
    public async Task A_certificate_as_a_key_vault_gives_it_encrypts_the_keys_at_rest_for_every_node_that_has_it()
    {
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=collab-gateway", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddYears(1));
        var fromVault = Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12));
        await using var world = await World.Start(s => s["Gateway:DataProtectionCertificate"] = fromVault);
        var two = World.Address();
        await world.StartNode(two, s => s["Gateway:DataProtectionCertificate"] = fromVault);
        (await world.Http.GetAsync(new Uri(two, "health/ready"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        await using var source = NpgsqlDataSource.Create(world.ConnectionString);
        await using var command = source.CreateCommand("select string_agg(\"Xml\", '') from gateway.\"DataProtectionKeys\"");
        var kept = (string)(await command.ExecuteScalarAsync())!;
        kept.ShouldContain("<EncryptedData");
        kept.ShouldNotContain("<masterKey");

        // Without it the keys cannot be read, and a node says so instead of starting with others.
        await Should.ThrowAsync<CryptographicException>(async () => await world.StartNode(World.Address()));
    }

    [Fact]
    public async Task A_rotated_key_is_announced_first_and_no_token_fails_meanwhile()
    {
        await using var world = await World.Start(s => s["Gateway:Keys:AnnounceAhead"] = "00:00:05");
        await world.Connect("northwind");
        using var browser = world.NewBrowser();
        var before = await world.SignIn(browser, Email, Mara);
        var oldKid = before.AccessJwt.Kid;

        (await world.Admin(HttpMethod.Post, "admin/keys/rotate")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.Admin(HttpMethod.Post, "admin/keys/rotate")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        // A relying party that reads the key set now knows every key that signs later.
        var set = new JsonWebKeySet(await world.Http.GetStringAsync(new Uri(world.Gateway, ".well-known/jwks")));
        set.Keys.Count.ShouldBe(2);
        var known = set.GetSigningKeys();
        (await Renewed(world, before)).AccessJwt.Kid.ShouldBe(oldKid);

        var last = before;
        var tried = new List<Tokens>();
        await World.Until(async () =>
        {
            using var again = world.NewBrowser();
            tried.Add(last = await world.SignIn(again, Email, Mara));
            return last.AccessJwt.Kid != oldKid;
        });
        foreach (var token in tried.SelectMany(t => (string[])[t.Access, t.Id]))
        {
            (await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
            {
                ValidIssuer = world.Gateway.AbsoluteUri, ValidAudiences = ["collab-api", "collab-portal"], IssuerSigningKeys = known,
            })).IsValid.ShouldBeTrue();
        }

        // What the old keys made is still taken: a session's refresh token and the admin's access token.
        (await world.Token([("token", before.Access)], path: "connect/introspect")).Answer.GetProperty("active").GetBoolean().ShouldBeTrue();
        (await world.Admin(HttpMethod.Get, "admin/providers")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.Open(world.Ask().Address)).Address.GetLeftPart(UriPartial.Authority).ShouldBe(world.Portal.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task Too_many_tries_are_answered_429_with_a_page()
    {
        await using var world = await World.Start(s => s["Gateway:SignInsPerMinute"] = "5");
        using var browser = world.NewBrowser();
        var pages = new List<Shown>();
        for (var i = 0; i < 8; i++)
            pages.Add(await browser.Open(new Uri(world.Gateway, "signin").AbsoluteUri));
        pages[4].Status.ShouldBe(HttpStatusCode.OK);
        pages[7].Status.ShouldBe(HttpStatusCode.TooManyRequests);
        pages[7].Heading.ShouldBe("Too many tries");
        pages[7].Response.Headers.RetryAfter.ShouldNotBeNull();
        (await world.Http.GetAsync(new Uri(world.Gateway, "health/ready"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Outside_one_machine_a_provider_at_a_private_address_is_refused()
    {
        await using var world = await World.Start();
        await world.StartProvider("northwind", World.Address());
        var strict = World.Address();
        // As behind a proxy that ends TLS.
        await world.StartNode(strict, s => (s["Gateway:AllowLoopback"], s["Gateway:Issuer"]) = ("false", "https://signin.collab.example/"), args: ["--ForwardedHeaders_Enabled=true"]);
        (await world.Http.GetAsync(new Uri(strict, ".well-known/openid-configuration"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent content, string? token = null)
        {
            using var request = new HttpRequestMessage(method, new Uri(strict, path)) { Content = content };
            request.Headers.Add("X-Forwarded-Proto", "https");
            if (token is not null)
                request.Headers.Authorization = new("Bearer", token);
            return await world.Http.SendAsync(request);
        }

        using var grant = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("scope", "gateway.admin"), new("client_id", "gateway-admin"), new("client_secret", World.AdminSecret),
        ]);
        var token = JsonDocument.Parse(await (await Send(HttpMethod.Post, "connect/token", grant)).Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        foreach (var issuer in (string[])[world.Issuers["northwind"].AbsoluteUri, "https://127.0.0.1:1/", "https://localhost:1/", "https://169.254.169.254/", "https://[::1]/"])
        {
            var body = world.Provider("northwind");
            body["issuer"] = issuer;
            var answer = await Send(HttpMethod.Put, "admin/providers/northwind", System.Net.Http.Json.JsonContent.Create(body), token);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, issuer);
        }
    }

    [Fact]
    public async Task Ready_says_whether_the_database_answers_and_live_does_not_care()
    {
        await using var world = await World.Start();
        (await world.Http.GetAsync(new Uri(world.Gateway, "health/ready"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var name = new NpgsqlConnectionStringBuilder(world.ConnectionString).Database;
        var admin = Environment.GetEnvironmentVariable("COLLAB_TEST_PG")!;
        await World.Sql(admin, $"alter database {name} with allow_connections false");
        await World.Sql(admin, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        (await world.Http.GetAsync(new Uri(world.Gateway, "health/ready"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await world.Http.GetAsync(new Uri(world.Gateway, "health/live"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await World.Sql(admin, $"alter database {name} with allow_connections true");
        await World.Until(async () => (await world.Http.GetAsync(new Uri(world.Gateway, "health/ready"))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Maintenance_keeps_what_is_in_use()
    {
        await using var world = await World.Start();
        await world.Connect("northwind");
        using var browser = world.NewBrowser();
        var tokens = await world.SignIn(browser, Email, Mara);
        await world.Node.Services.GetServices<IHostedService>().OfType<Maintenance>().Single().Run(CancellationToken.None);
        (await Renewed(world, tokens)).AccessJwt.Subject.ShouldBe(tokens.AccessJwt.Subject);
    }

    [Theory]
    [InlineData("Gateway:Issuer", null, "Gateway:Issuer")]
    [InlineData("Gateway:Admin:ClientSecret", "", "Gateway:Admin")]
    [InlineData("ConnectionStrings:Collab", null, "ConnectionStrings:Collab")]
    [InlineData("Gateway:AllowLoopback", "false", "https")]
    public async Task A_configuration_that_lacks_something_is_refused_in_one_sentence(string key, string? value, string named)
    {
        await using var world = await World.StartWithoutNode();
        (await Should.ThrowAsync<InvalidOperationException>(() => world.StartNode(World.Address(), s => s[key] = value))).Message.ShouldContain(named);
    }

    private static async Task<Tokens> Renewed(World world, Tokens tokens)
    {
        var (answer, status) = await world.Token([("grant_type", "refresh_token"), ("refresh_token", tokens.Refresh)]);
        status.ShouldBe(HttpStatusCode.OK, answer.ToString());
        return new(answer);
    }
}
