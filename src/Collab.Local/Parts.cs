using Collab.Portal;

namespace Collab.Local;

/// <summary>What runs on one machine: which parts there are, on which ports, in which order they start.</summary>
public sealed class Parts
{
    private readonly LocalOptions _options;
    private readonly ShiftableClock _clock = new(TimeProvider.System);

    private Parts(LocalOptions options) => _options = options;

    /// <summary>The parts that the options ask for.</summary>
    public static Parts Of(LocalOptions options) => new(options);

    /// <summary>Every port that is about to be used, with what it is for and the variable that moves it.</summary>
    public IEnumerable<(int Port, string For, string Variable)> PortsNeeded()
    {
        for (var node = 0; node < _options.Nodes; node++)
        {
            yield return (_options.NodePort(node), node == 0 ? "the portal" : $"the portal's node {node + 1}", "COLLAB_PORT_BASE");
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
        for (var node = 0; node < _options.Nodes; node++)
        {
            await host.StartAsync(Portal(node, connection), cancel);
        }
    }

    /// <summary>What is printed once everything is ready: the addresses, who can sign in, how to stop.</summary>
    public string Welcome() => $"""

        Collab is ready.

          Portal    http://localhost:{_options.PortBase}
          Data      {(_options.ConnectionString is null ? _options.DataFolder : "in the PostgreSQL of ConnectionStrings__Collab")}

        Ctrl-C stops it.
        """;

    private LocalPart Portal(int node, string connection) => new(
        node == 0 ? "The portal" : $"The portal's node {node + 1}",
        _options.NodePort(node),
        ReadyPath: "/health/ready",
        () =>
        {
            var app = PortalHost.Create(LocalHost.Arguments("Collab.Portal"), builder =>
            {
                builder.Configuration["ConnectionStrings:Collab"] = connection;
                builder.Configuration["SignIn:Authority"] = $"http://localhost:{_options.GatewayPort}";
                LocalHost.Own(builder, _options.NodePort(node));
                LocalClock.Use(builder, _clock);
            });
            LocalClock.Map(app, _clock);
            return Task.FromResult(app);
        });
}
