using Azure.Core;
using Collab.Domain;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services;
using Npgsql;
using Weasel.Core;

namespace Collab.Portal.Store;

/// <summary>Sets Marten up on PostgreSQL: the one engine of events, documents and notifications (ADR 0002).</summary>
internal static class StoreSetup
{
    /// <summary>The schema that everything of the portal lives in.</summary>
    public const string Schema = "collab";

    /// <summary>Adds the event store, <see cref="Commands"/> and the live feed.</summary>
    /// <param name="services">The portal's services.</param>
    /// <param name="settings">How to sign in to the database (<see cref="EntraSignIn"/>).</param>
    /// <param name="connectionString">PostgreSQL 15 or newer.</param>
    /// <param name="features">What each feature keeps: its states, read models and indexes.</param>
    public static IServiceCollection AddCollabStore(this IServiceCollection services, IConfiguration settings, string connectionString, params IEnumerable<Action<StoreOptions>> features)
    {
        // Keepalive finds a dead listener connection within seconds instead of never.
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { KeepAlive = 10 };
        if (string.IsNullOrEmpty(connection.ApplicationName))
            connection.ApplicationName = "collab-portal";
        if (!connection.ContainsKey("Maximum Pool Size"))
            connection.MaxPoolSize = 60;
        var entra = services.AddEntraSignIn(settings, connectionString);
        services.AddNpgsqlDataSource(connection.ConnectionString, (provider, source) =>
        {
            if (entra)
                source.UseEntra(provider.GetRequiredService<TokenCredential>());
        });

        // First of all hosted services: the schema stands before anything of Marten's own asks for it.
        services.AddSingleton<StoreStartup>();
        services.AddHostedService(p => p.GetRequiredService<StoreStartup>());
        services.AddMarten(options =>
        {
            options.DatabaseSchemaName = Schema;
            options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
            options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase);
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.Events.AppendMode = EventAppendMode.Rich;
            options.Events.UseListenNotifyForEventAppends = true;

            // Without these two no node is ever elected to run the async work (docs/adr/0002).
            options.Events.UseAdvisoryLockTransaction = true;
            options.Events.UseMonitoredAdvisoryLock = false;

            foreach (var feature in features)
                feature(options);
        })
        .UseLightweightSessions()
        .UseNpgsqlDataSource()
        .AddAsyncDaemon(DaemonMode.HotCold);

        services.AddSingleton<LiveFeed>();
        services.AddHostedService(p => p.GetRequiredService<LiveFeed>());
        services.AddSingleton<Presence>();
        services.AddHostedService(p => p.GetRequiredService<Presence>());
        services.AddSingleton<RoomFacts>();
        services.AddSingleton<Commands>();
        return services;
    }

    /// <summary>Keeps the state <typeparamref name="T"/> beside its stream, in the transaction that appends.</summary>
    public static void KeepState<T, TEvent>(this StoreOptions options)
        where T : class, IState<T>
        where TEvent : Domain.IEvent
    {
        options.Events.AddEventTypes(EventTypes.Of<TEvent>());
        options.Projections.Add(new StateProjection<T, TEvent>(), ProjectionLifecycle.Inline);
    }
}
