using JasperFx.Events.Projections;
using Marten;

namespace Collab.Portal.Home;

/// <summary>What the feature brings to the portal.</summary>
internal static class HomeFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options) => options.Projections.Add(new ActivityProjection(), ProjectionLifecycle.Async);

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api)
    {
    }
}
