using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Collab.Gateway;
using Collab.Local.SampleProviders;
using Npgsql;

namespace Collab.Gateway.Tests;

/// <summary>A database of its own, gateway nodes on it, sample providers, and the portal's end of the wire.</summary>
public sealed class World : IAsyncDisposable
{
    public const string PortalSecret = "portal-secret-for-tests-0123456789";
    public const string AdminSecret = "admin-secret-for-tests-01234567890";
    private const string UpstreamSecret = "upstream-secret-for-tests-0123456789";

    private readonly List<WebApplication> running = [];
    private readonly Dictionary<string, WebApplication> providers = [];
    private string database = "";

    public Uri Gateway { get; private set; } = null!;
    public Uri Portal { get; } = Address();
    public Uri PortalBack { get; } = Address();
    public Dictionary<string, Uri> Issuers { get; } = [];
    public ConcurrentQueue<string> LogoutTokens { get; } = new();

    /// <summary>What the portal answers to the next logout tokens, in place of taking them.</summary>
    public ConcurrentQueue<int> NextLogoutAnswers { get; } = new();

    /// <summary>True while the portal takes no logout token.</summary>
    public bool PortalIsAway { get; set; }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    public string ConnectionString { get; private set; } = "";
    public WebApplication Node => running[1];

    /// <summary>Where the portal takes codes.</summary>
    public string RedirectUri => new Uri(Portal, "signin-oidc").AbsoluteUri;

    public static async Task<World> Start(Action<Dictionary<string, string?>>? settings = null, TimeProvider? clock = null)
    {
        var world = await StartWithoutNode();
        await world.StartNode(world.Gateway, settings, clock);
        return world;
    }

    public static async Task<World> StartWithoutNode()
    {
        var world = new World { database = $"gateway_{Guid.NewGuid():n}" };
        var admin = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("COLLAB_TEST_PG")
            ?? throw new InvalidOperationException("COLLAB_TEST_PG is not set: give an admin connection string of a PostgreSQL."));
        await Sql(admin.ConnectionString, $"create database {world.database}");
        world.ConnectionString = new NpgsqlConnectionStringBuilder(admin.ConnectionString) { Database = world.database, MaxPoolSize = 20 }.ConnectionString;
        world.Gateway = Address();
        await world.StartPortalBack();
        return world;
    }

    /// <summary>Another node on the same database, with the same issuer, at its own address.</summary>
    public async Task<WebApplication> StartNode(
        Uri address, Action<Dictionary<string, string?>>? settings = null, TimeProvider? clock = null, string[]? args = null, ILoggerProvider? log = null)
    {
        var values = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Collab"] = ConnectionString,
            ["Gateway:Issuer"] = Gateway.AbsoluteUri,
            ["Gateway:AllowLoopback"] = "true",
            ["Gateway:SignInsPerMinute"] = "100000",
            ["Gateway:TokenRequestsPerMinute"] = "100000",
            ["Gateway:Admin:ClientId"] = "gateway-admin",
            ["Gateway:Admin:ClientSecret"] = AdminSecret,
            ["Gateway:Portal:ClientId"] = "collab-portal",
            ["Gateway:Portal:ClientSecret"] = PortalSecret,
            ["Gateway:Portal:RedirectUris:0"] = RedirectUri,
            ["Gateway:Portal:PostLogoutRedirectUris:0"] = new Uri(Portal, "signed-out").AbsoluteUri,
            ["Gateway:Portal:BackChannelLogoutUri"] = new Uri(PortalBack, "backchannel").AbsoluteUri,
        };
        settings?.Invoke(values);
        var node = GatewayHost.Create(args ?? [], builder =>
        {
            Quiet(builder);
            if (log is not null)
                builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
            if (clock is not null)
                builder.Services.AddSingleton(clock);
            builder.Configuration.AddInMemoryCollection(values);
            builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        });
        lock (running)
            running.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>Starts a member's provider and connects it.</summary>
    public async Task Connect(string slug, IReadOnlyList<SamplePerson>? people = null, object? with = null)
    {
        await StartProvider(slug, Address(), people);
        (await PutProvider(slug, with ?? Provider(slug))).EnsureSuccessStatusCode();
    }

    public async Task StartProvider(string slug, Uri issuer, IReadOnlyList<SamplePerson>? people = null)
    {
        Issuers[slug] = issuer;
        var company = SamplePeople.Companies.Single(c => c.Slug == slug).Name;
        var app = SampleProvider.Create(
            new(slug, company, issuer, Gateway, UpstreamSecret, people ?? [.. SamplePeople.All.Where(p => p.MemberSlug == slug)]), Quiet);
        await app.StartAsync();
        running.Add(app);
        providers[slug] = app;
    }

    public async Task StopProvider(string slug)
    {
        if (!providers.Remove(slug, out var app))
            return;
        await app.StopAsync();
        await app.DisposeAsync();
        running.Remove(app);
    }

    /// <summary>Removes and stops all providers.</summary>
    public async Task Empty()
    {
        foreach (var slug in Issuers.Keys.ToList())
        {
            await Admin(HttpMethod.Delete, $"admin/providers/{slug}");
            await StopProvider(slug);
        }

        LogoutTokens.Clear();
    }

    public SampleLogout LogoutOf(string slug) => providers[slug].Services.GetRequiredService<SampleLogout>();

    /// <summary>The body that connects a member's sample provider.</summary>
    public Dictionary<string, object?> Provider(string slug) => new()
    {
        ["displayName"] = SamplePeople.Companies.Single(c => c.Slug == slug).Name,
        ["issuer"] = Issuers[slug].AbsoluteUri,
        ["clientId"] = "collab-gateway",
        ["clientSecret"] = UpstreamSecret,
        ["domains"] = new[] { SamplePeople.DomainOf(slug) },
    };

    public async Task<HttpResponseMessage> PutProvider(string slug, object body) => await Admin(HttpMethod.Put, $"admin/providers/{slug}", body);

    public async Task<HttpResponseMessage> Admin(HttpMethod method, string path, object? body = null, Uri? node = null)
    {
        var (token, _) = await Token([("grant_type", "client_credentials"), ("scope", "gateway.admin")], "gateway-admin", AdminSecret);
        using var request = new HttpRequestMessage(method, new Uri(node ?? Gateway, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await Http.SendAsync(request);
    }

    /// <summary>Asks the token endpoint, as the portal unless told otherwise.</summary>
    public async Task<(JsonElement Answer, HttpStatusCode Status)> Token(
        (string, string)[] fields, string clientId = "collab-portal", string secret = PortalSecret, string path = "connect/token", Uri? node = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node ?? Gateway, path))
        {
            Content = new FormUrlEncodedContent(fields.Append(("client_id", clientId)).Append(("client_secret", secret))
                .Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.StatusCode);
    }

    public Browser NewBrowser() => new() { StopAt = Portal };

    public static async Task Sql(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits for a condition; fails after half a minute.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
            await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>A free address on this machine.</summary>
    public static Uri Address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(running))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Http.Dispose();
        NpgsqlConnection.ClearAllPools();
        await Sql(Environment.GetEnvironmentVariable("COLLAB_TEST_PG")!, $"drop database {database} with (force)");
    }

    private static void Quiet(WebApplicationBuilder builder) =>
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(
            Environment.GetEnvironmentVariable("COLLAB_TEST_LOG") is null ? LogLevel.Critical : LogLevel.Information);

    private async Task StartPortalBack()
    {
        var builder = WebApplication.CreateBuilder();
        Quiet(builder);
        builder.WebHost.UseUrls(PortalBack.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        app.MapPost("/backchannel", async (HttpRequest request, CancellationToken ct) =>
        {
            if (PortalIsAway)
                return Results.StatusCode(503);
            if (NextLogoutAnswers.TryDequeue(out var status))
                return Results.StatusCode(status);
            LogoutTokens.Enqueue((await request.ReadFormAsync(ct))["logout_token"].ToString());
            return Results.Ok();
        });
        await app.StartAsync();
        running.Add(app);
    }
}
