using Collab.Domain.Incidents;
using Collab.Portal.Store;
using JasperFx.Events.Projections;
using Marten;

namespace Collab.Portal.Incidents;

/// <summary>What the feature brings to the portal.</summary>
internal static class IncidentsFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.KeepState<IncidentReport, IIncidentEvent>();
        options.Projections.Add(new IncidentRowProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ReportTextProjection(), ProjectionLifecycle.Inline);
        options.Schema.For<IncidentReport>().Duplicate(r => r.DueAt).GinIndexJsonData();
        options.Schema.For<IncidentRow>().Duplicate(r => r.ChangedAt);
        options.Schema.For<ReportText>().Index(t => t.ReportId);
    }

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(p => new Rooms<IncidentView>(
            p.GetRequiredService<LiveFeed>(), p.GetRequiredService<IDocumentStore>(), IncidentView.Load, p.GetRequiredService<ILogger<Rooms<IncidentView>>>()));
        services.AddHostedService<IncidentClock>();
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api) => IncidentEndpoints.Map(api);
}
