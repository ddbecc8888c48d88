using Collab.Portal.Shell;
using Marten;

namespace Collab.Portal.Notifications;

/// <summary>What the feature brings to the portal.</summary>
internal static class NotificationsFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.Storage.ExtendedSchemaObjects.Add(ReminderRows.MakeTable());
        options.Storage.ExtendedSchemaObjects.Add(ReminderRows.MakeLooks());
    }

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ReminderRows>();
        services.AddSingleton<Inbox>();
        services.AddHostedService<ReminderClock>();
        services.AddSingleton(new AppBarPart(typeof(Bell)));
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api) => ReminderEndpoints.Map(api);
}
