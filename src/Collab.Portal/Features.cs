using Collab.Portal.Home;
using Collab.Portal.Incidents;
using Collab.Portal.Members;
using Collab.Portal.Moderation;
using Collab.Portal.Notifications;
using Collab.Portal.Outcomes;
using Collab.Portal.Proposals;
using Collab.Portal.Search;
using Collab.Portal.SignIn;
using Collab.Portal.Threads;
using Marten;

namespace Collab.Portal;

/// <summary>The features and what each brings: what it keeps, its services, its endpoints. A new feature is named here, once in each list.</summary>
internal static class Features
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        SignInSetup.Keep(options);
        MembersFeature.Keep(options);
        ProposalsFeature.Keep(options);
        IncidentsFeature.Keep(options);
        ThreadsFeature.Keep(options);
        OutcomesFeature.Keep(options);
        ModerationFeature.Keep(options);
        NotificationsFeature.Keep(options);
        HomeFeature.Keep(options);
        SearchFeature.Keep(options);
    }

    /// <summary>Services.</summary>
    public static void AddCollabFeatures(this IServiceCollection services)
    {
        MembersFeature.Add(services);
        ProposalsFeature.Add(services);
        IncidentsFeature.Add(services);
        ThreadsFeature.Add(services);
        OutcomesFeature.Add(services);
        ModerationFeature.Add(services);
        NotificationsFeature.Add(services);
        HomeFeature.Add(services);
        SearchFeature.Add(services);
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void MapFeatures(this WebApplication app, RouteGroupBuilder api)
    {
        MembersFeature.Map(app, api);
        ProposalsFeature.Map(app, api);
        IncidentsFeature.Map(app, api);
        ThreadsFeature.Map(app, api);
        OutcomesFeature.Map(app, api);
        ModerationFeature.Map(app, api);
        NotificationsFeature.Map(app, api);
        HomeFeature.Map(app, api);
        SearchFeature.Map(app, api);
    }
}
