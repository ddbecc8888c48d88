using Collab.Domain.Members;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Members;

/// <summary>What the feature brings to the portal.</summary>
internal static class MembersFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.KeepState<Member, IMemberEvent>();
        options.KeepState<Participant, IParticipantEvent>();
        options.KeepState<RoomRulesState, RoomRulesChanged>();
    }

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api) => MemberEndpoints.Map(api);
}
