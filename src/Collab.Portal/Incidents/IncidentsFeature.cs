using Collab.Domain.Incidents;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Incidents;

/// <summary>What the feature brings to the portal.</summary>
internal static class IncidentsFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.KeepState<IncidentReport, IIncidentEvent>();
    }

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api)
    {
    }
}
