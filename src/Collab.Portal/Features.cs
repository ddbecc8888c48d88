using Collab.Domain.Members;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal;

/// <summary>The features and what each brings: what it keeps, its services, its endpoints. A new feature is named here, once in each list.</summary>
internal static class Features
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.KeepState<Member>();
        options.KeepState<Participant>();
        options.KeepState<RoomRulesState>();
        options.Schema.For<SignInSession>().Index(s => s.Subject).Index(s => s.GatewaySession).Index(s => s.ExpiresAt);
        options.Schema.For<DataProtectionKey>();
    }

    /// <summary>Services.</summary>
    public static IServiceCollection AddCollabFeatures(this IServiceCollection services) => services;

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void MapFeatures(this WebApplication app, RouteGroupBuilder api)
    {
    }
}
