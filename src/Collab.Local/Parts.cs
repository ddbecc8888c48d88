using System.Globalization;
using System.Text;
using Collab.Gateway;
using Collab.Local.SampleProviders;
using Collab.Portal;
using Collab.Portal.Store;

namespace Collab.Local;

/// <summary>What runs on one machine: which parts there are, on which ports, in which order they start.</summary>
public sealed class Parts
{
    /// <summary>The client that registers the sample companies at the gateway.</summary>
    public const string AdminClient = "collab-local";

    private const string PortalClient = "collab-portal";

    private readonly LocalOptions _options;
    private readonly ShiftableClock _clock = new(TimeProvider.System);
    private LocalSecrets? _secrets;

    private Parts(LocalOptions options) => _options = options;

    /// <summary>The parts that the options ask for.</summary>
    public static Parts Of(LocalOptions options) => new(options);

    private Uri GatewayIssuer => new($"http://localhost:{_options.GatewayPort}/");

    /// <summary>Every port that is about to be used, with what it is for and the variable that moves it.</summary>
    public IEnumerable<(int Port, string For, string Variable)> PortsNeeded()
    {
        for (var node = 0; node < _options.Nodes; node++)
        {
            yield return (_options.NodePort(node), node == 0 ? "the portal" : $"the portal's node {node + 1}", "COLLAB_PORT_BASE");
        }

        yield return (_options.GatewayPort, "the gateway", "COLLAB_PORT_BASE");
        for (var i = 0; i < SamplePeople.Companies.Count; i++)
        {
            yield return (_options.ProviderPort(i), $"the identity provider of {SamplePeople.Companies[i].Name}", "COLLAB_PORT_BASE");
        }

        if (_options.ConnectionString is null)
        {
            yield return (_options.PostgresPort, "the private PostgreSQL", "COLLAB_PG_PORT");
        }
    }

    /// <summary>Starts everything, in order.</summary>
    public async Task StartAsync(LocalHost host, CancellationToken cancel)
    {
        var connection = await host.StartPostgresAsync(_options, "collab", cancel);
        _secrets = LocalSecrets.Open(_options);
        var gateway = host.StartAsync(Gateway(connection), cancel);
        var portal = host.StartAsync(Portal(0, connection, cancel), cancel);
        for (var i = 0; i < SamplePeople.Companies.Count; i++)
        {
            await host.StartAsync(Provider(i), cancel);
        }

        await gateway;
        await Federation.RegisterAsync(_options, _secrets, cancel);
        await portal;
        for (var node = 1; node < _options.Nodes; node++)
        {
            await host.StartAsync(Portal(node, connection, cancel), cancel);
        }
    }

    /// <summary>What is printed once everything is ready: the addresses, who can sign in, how to stop.</summary>
    public string Welcome()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""

            Collab is ready.

              Portal       http://localhost:{_options.PortBase}
              Outcomes     http://localhost:{_options.PortBase}/outcomes
              API          http://localhost:{_options.PortBase}/api   document at /openapi/v1.json
              Gateway      {GatewayIssuer}
              Clock        curl -X POST 'http://localhost:{_options.PortBase}/local/clock/advance?by=PT15M'

            """);
        for (var node = 1; node < _options.Nodes; node++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Node {node + 1}       http://localhost:{_options.NodePort(node)}\n");
        }

        text.Append("\nSign in with one of these addresses; each continues at its own company:\n\n");
        foreach (var person in SamplePeople.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {person.Email,-34} {string.Join(", ", person.Roles)}\n");
        }

        text.Append("\nAPI clients (docs/api.md), by client credentials at the gateway:\n\n");
        foreach (var (slug, _) in SamplePeople.Companies)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Federation.SampleClient(slug),-24} {_secrets!.For("client " + slug)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nData: {(_options.ConnectionString is null ? _options.DataFolder : "in the PostgreSQL of ConnectionStrings__Collab")}. Ctrl-C stops everything; --fresh starts over.\n");
        return text.ToString();
    }

    private LocalPart Gateway(string connection) => new(
        "The gateway",
        _options.GatewayPort,
        "/health/ready",
        () => Task.FromResult(GatewayHost.Create(LocalHost.Arguments("Collab.Gateway"), builder =>
        {
            LocalHost.Own(builder, _options.GatewayPort);
            Quiet(builder);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Collab"] = connection,
                ["Gateway:Issuer"] = GatewayIssuer.ToString(),
                ["Gateway:AllowLoopback"] = "true",
                ["Gateway:Admin:ClientId"] = AdminClient,
                ["Gateway:Admin:ClientSecret"] = _secrets!.For("admin"),
                ["Gateway:Portal:ClientId"] = PortalClient,
                ["Gateway:Portal:ClientSecret"] = _secrets.For("portal"),
                ["Gateway:Portal:BackChannelLogoutUri"] = $"http://localhost:{_options.PortBase}/sign-in/backchannel-logout",
            });
            for (var node = 0; node < _options.Nodes; node++)
            {
                var address = $"http://localhost:{_options.NodePort(node)}";
                builder.Configuration[$"Gateway:Portal:RedirectUris:{node}"] = address + "/sign-in/callback";
                builder.Configuration[$"Gateway:Portal:PostLogoutRedirectUris:{node}"] = address + "/sign-out/callback";
            }
        })));

    private LocalPart Provider(int index)
    {
        var (slug, name) = SamplePeople.Companies[index];
        return new LocalPart(
            $"The identity provider of {name}",
            _options.ProviderPort(index),
            "/.well-known/openid-configuration",
            () => Task.FromResult(SampleProvider.Create(
                new SampleProviderOptions(
                    slug, name, new Uri($"http://localhost:{_options.ProviderPort(index)}/"), GatewayIssuer, _secrets!.For("provider " + slug),
                    [.. SamplePeople.All.Where(p => p.MemberSlug == slug)]),
                builder =>
                {
                    LocalHost.Own(builder, _options.ProviderPort(index));
                    Quiet(builder);
                })));
    }

    private LocalPart Portal(int node, string connection, CancellationToken cancel) => new(
        node == 0 ? "The portal" : $"The portal's node {node + 1}",
        _options.NodePort(node),
        "/health/ready",
        async () =>
        {
            var app = PortalHost.Create(LocalHost.Arguments("Collab.Portal"), builder =>
            {
                LocalHost.Own(builder, _options.NodePort(node));
                Quiet(builder);
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["ConnectionStrings:Collab"] = connection,
                    ["SignIn:Authority"] = GatewayIssuer.ToString(),
                    ["SignIn:ClientId"] = PortalClient,
                    ["SignIn:ClientSecret"] = _secrets!.For("portal"),
                });
                LocalClock.Use(builder, _clock);
            });
            LocalClock.Map(app, _clock);
            if (node == 0)
            {
                // Before the node starts: sample data tell of the past, and no clock may end in between what ended long ago.
                await app.Services.GetRequiredService<StoreStartup>().StartAsync(cancel);
                await SampleData.SampleData.FillIn(app.Services, TimeProvider.System, cancel);
            }

            return app;
        });

    // Marten's own listener outlives the node by a moment and would print, at every stop, that PostgreSQL ended it.
    private static void Quiet(WebApplicationBuilder builder) =>
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Marten.Events.Daemon.Coordination", LogLevel.Error);
}
