using Collab.Portal.Store;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.AspNetCore.OutputCaching;

namespace Collab.Portal.Outcomes;

/// <summary>What the feature brings to the portal.</summary>
internal static class OutcomesFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.Projections.Add(new OutcomeProjection(), ProjectionLifecycle.Inline);
        options.Schema.For<Outcome>().Index(o => o.Serial).Index(o => o.ProposalId).Index(o => o.Number);
    }

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddOutputCache(options => options.AddPolicy(PublicPages.Name, new PublicPages()));
        services.AddHostedService<PublicPagesFreshness>();
        services.AddSingleton(new MadeOfProposal("delete from collab.mt_doc_outcome where data ->> 'proposalId' = any($1)", (session, proposal, events) =>
        {
            if (events.Any(e => e is Domain.Outcomes.ProposalPublished))
                session.Store<Outcome>(OutcomeProjection.VersionsOf(proposal, events));
        }));
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api) => OutcomeEndpoints.Map(app, api);
}

/// <summary>
/// Public pages are the same for everybody and kept in memory until something public changes: no database round trip
/// when nothing did.
/// </summary>
internal sealed class PublicPages : IOutputCachePolicy
{
    public const string Name = "public";

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var reads = HttpMethods.IsGet(context.HttpContext.Request.Method) || HttpMethods.IsHead(context.HttpContext.Request.Method);
        context.EnableOutputCaching = true;
        context.AllowCacheLookup = reads;
        context.AllowCacheStorage = reads;
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = TimeSpan.FromMinutes(1);
        context.CacheVaryByRules.QueryKeys = new(["q", "kind", "company", "after"]);
        context.Tags.Add(Name);
        // Components place an antiforgery cookie on every page; these have no form that needs one, and are everybody's.
        var response = context.HttpContext.Response;
        response.OnStarting(() =>
        {
            response.Headers.Remove("Set-Cookie");
            response.Headers.CacheControl = "public, no-cache";
            return Task.CompletedTask;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage &= context.HttpContext.Response.StatusCode == StatusCodes.Status200OK;
        return ValueTask.CompletedTask;
    }
}

/// <summary>Forgets the kept public pages at the commit that may change them.</summary>
internal sealed class PublicPagesFreshness(LiveFeed feed, IOutputCacheStore cache) : IHostedService
{
    private IDisposable? subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscription = feed.SubscribeAll(commit =>
        {
            if (commit.Version == Commit.Unknown || commit.Stream.StartsWith("P-", StringComparison.Ordinal)
                || commit.Stream.StartsWith("IR-", StringComparison.Ordinal) || commit.Stream.StartsWith("member-", StringComparison.Ordinal))
                _ = cache.EvictByTagAsync(PublicPages.Name, CancellationToken.None).AsTask();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        subscription?.Dispose();
        return Task.CompletedTask;
    }
}
