using Collab.Domain.Threads;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Threads;

/// <summary>What the feature brings to the portal.</summary>
internal static class ThreadsFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.KeepState<DiscussionThread, IThreadEvent>();
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
