using Collab.Domain.Threads;
using Collab.Portal.Shell;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using JasperFx.Events.Projections;
using Marten;

namespace Collab.Portal.Threads;

/// <summary>What the feature brings to the portal.</summary>
internal static class ThreadsFeature
{
    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.KeepState<DiscussionThread, IThreadEvent>();
        options.Schema.For<DiscussionThread>().Index(t => t.LastPostAt).Index(t => t.SubjectId!);
        options.Projections.Add(new PostRows(), ProjectionLifecycle.Inline);
        options.Schema.For<PostRow>()
            .Duplicate(r => r.ThreadId).Duplicate(r => r.Number).Duplicate(r => r.Author).Duplicate(r => r.Company).Duplicate(r => r.ClientKey).Duplicate(r => r.ChangedIn)
            .Index(r => new { r.ThreadId, r.Number }, index => index.Name = "postrow_by_number")
            .Index(r => new { r.ThreadId, r.ChangedIn }, index => index.Name = "postrow_by_change")
            .Index(r => new { r.Company, r.ThreadId }, index => index.Name = "postrow_by_company")
            .Index(r => new { r.ThreadId, r.Author, r.ClientKey }, index => (index.Name, index.IsUnique) = ("postrow_once", true));
        options.Storage.ExtendedSchemaObjects.Add(ReadMarks.MakeTable());
    }

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSignalR();
        services.AddSingleton<ReadMarks>();
        services.AddHostedService(p => p.GetRequiredService<ReadMarks>());
        services.AddSingleton<ThreadFeed>();
        services.AddSingleton<IThreadFeed>(p => p.GetRequiredService<ThreadFeed>());
        services.AddSingleton<ThreadList>();
        services.AddSingleton(new ThreadBesideComponent(typeof(ThreadBesidePanel)));
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api)
    {
        ThreadEndpoints.Map(api);
        app.MapHub<ThreadHub>(ThreadHub.Address, options => options.CloseOnAuthenticationExpiration = true).RequireAuthorization(SignInSetup.Api);
    }
}
