using System.Net;
using Azure.Core;
using Collab.Local;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Gateway.Tests;

/// <summary>
/// The gateway with tokens in place of a password, on a PostgreSQL that asks for one: the role's password plays the token
/// that the server accepts now.
/// </summary>
public sealed class EntraSignInTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("collab-entra-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public EntraSignInTests()
    {
        // Where root runs these, the server runs as another user, who has to get in.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_connection_is_opened_with_the_token_of_the_moment()
    {
        using var data = DataFolder.Open(folder);
        await using var server = await PrivatePostgres.StartAsync(data, World.Address().Port, PostgresTools.Places(), fresh: false, Cancel);
        var owner = new NpgsqlConnectionStringBuilder(await server.DatabaseAsync("gateway", Cancel)) { Pooling = false };
        // Stays open: the password changes, and nobody else may sign in with the old one.
        await using var source = NpgsqlDataSource.Create(owner.ConnectionString);
        await using var session = await source.OpenConnectionAsync(Cancel);
        var identity = new FakeIdentity { Token = "first-token" };
        await Sql(session, "alter role collab password 'first-token'");

        var address = World.Address();
        await using var node = GatewayHost.Create([], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TokenCredential>(identity);
            builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Collab"] = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Password = null, Pooling = true }.ConnectionString,
                ["Database:Entra"] = "true",
                ["Gateway:Issuer"] = address.AbsoluteUri,
                ["Gateway:AllowLoopback"] = "true",
                ["Gateway:Admin:ClientId"] = "gateway-admin",
                ["Gateway:Admin:ClientSecret"] = World.AdminSecret,
                ["Gateway:Portal:ClientId"] = "collab-portal",
                ["Gateway:Portal:ClientSecret"] = World.PortalSecret,
                ["Gateway:Portal:RedirectUris:0"] = "http://localhost:1/signin-oidc",
            });
        });
        await node.StartAsync(Cancel);
        using var http = new HttpClient { BaseAddress = address };
        (await Status(http)).ShouldBe(HttpStatusCode.OK);

        identity.Token = "second-token";
        await Sql(session, "alter role collab password 'second-token'");
        await EndOthers(session);
        await World.Until(async () => await Status(http) == HttpStatusCode.OK);

        // And when the identity gives a token that the server does not take, nobody gets in.
        identity.Token = "expired-token";
        await EndOthers(session);
        await World.Until(async () => await Status(http) == HttpStatusCode.ServiceUnavailable);
        await node.StopAsync(Cancel);
    }

    private static async Task<HttpStatusCode> Status(HttpClient http)
    {
        using var response = await http.GetAsync("/health/ready", Cancel);
        return response.StatusCode;
    }

    private static Task EndOthers(NpgsqlConnection connection) =>
        Sql(connection, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'collab' and pid <> pg_backend_pid()");

    private static async Task Sql(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private sealed class FakeIdentity : TokenCredential
    {
        public string Token { get; set; } = "";

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(Token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
