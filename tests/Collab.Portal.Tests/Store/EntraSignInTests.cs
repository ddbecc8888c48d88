using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Collab.Local;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Store;

/// <summary>
/// The portal with tokens in place of a password, on a PostgreSQL that asks for one: the role's password plays the token
/// that the server accepts now.
/// </summary>
public sealed class EntraSignInTests : IDisposable
{
    private static readonly Dictionary<string, string?> Entra = new() { ["Database:Entra"] = "true" };

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
        await using var server = await PrivatePostgres.StartAsync(data, FreePort(), PostgresTools.Places(), fresh: false, Cancel);
        var owner = new NpgsqlConnectionStringBuilder(await server.DatabaseAsync("collab", Cancel)) { Pooling = false };
        // Stays open: the password changes, and nobody else may sign in with the old one.
        await using var source = NpgsqlDataSource.Create(owner.ConnectionString);
        await using var session = await source.OpenConnectionAsync(Cancel);
        var withoutPassword = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Password = null, Pooling = true }.ConnectionString;

        var identity = new FakeIdentity { Token = "first-token" };
        await Sql(session, "alter role collab password 'first-token'");
        await using var node = await PortalNode.Start(withoutPassword, settings: Entra, services: s => s.AddSingleton<TokenCredential>(identity));
        await TestRoom.AdmitAll(node);
        using var http = new HttpClient { BaseAddress = node.Address };
        (await http.GetStringAsync("/health/ready", Cancel)).ShouldBe("Healthy");
        identity.Scopes.ShouldBe(["https://ossrdbms-aad.database.windows.net/.default"]);

        identity.Token = "second-token";
        await Sql(session, "alter role collab password 'second-token'");
        await Sql(session, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'collab' and pid <> pg_backend_pid()");
        await Wait.Until(async () => await Health(http) == "Healthy");

        // And when the identity gives a token that the server does not take, nobody gets in.
        identity.Token = "expired-token";
        await Sql(session, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'collab' and pid <> pg_backend_pid()");
        await Wait.Until(async () => await Health(http) == "Unhealthy");
    }

    [Theory]
    [InlineData("Host=db.example;Username=portal;Password=secret;SSL Mode=VerifyFull", "Database:Entra is true and ConnectionStrings:Collab has a password. Take one of them out.")]
    [InlineData("Host=db.example;Username=portal;SSL Mode=Require", "Database:Entra sends a token to the server. Add SSL Mode=VerifyFull to ConnectionStrings:Collab.")]
    [InlineData("Host=db.example;Username=portal", "Database:Entra sends a token to the server. Add SSL Mode=VerifyFull to ConnectionStrings:Collab.")]
    public async Task A_connection_string_that_does_not_fit_is_refused_before_anything_is_sent(string connection, string sentence) =>
        (await Should.ThrowAsync<InvalidOperationException>(async () => await PortalNode.Start(connection, settings: Entra))).Message.ShouldBe(sentence);

    private static async Task<string> Health(HttpClient http)
    {
        using var response = await http.GetAsync("/health/ready", Cancel);
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task Sql(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class FakeIdentity : TokenCredential
    {
        private readonly HashSet<string> scopes = [];

        public string Token { get; set; } = "";

        public IReadOnlyCollection<string> Scopes
        {
            get
            {
                lock (scopes)
                    return [.. scopes];
            }
        }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            lock (scopes)
                scopes.UnionWith(requestContext.Scopes);
            return new(Token, DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
