using System.Globalization;
using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using Collab.Domain;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Api;
using Collab.Portal.Shell;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Outcomes;

/// <summary>An outcome in a list.</summary>
public sealed record OutcomeItem(string Number, int Version, OutcomeKind Kind, OutcomeResult Result, string Title, DateTimeOffset PublishedAt, string Address);

/// <summary>A page of outcomes, newest first; <paramref name="Next"/> is the address of the next page, or null.</summary>
public sealed record OutcomeList(IReadOnlyList<OutcomeItem> Items, string? Next);

/// <summary>Outcomes for programs and readers: Markdown, JSON, and a feed. All public.</summary>
internal static class OutcomeEndpoints
{
    private const int PageSize = 50;
    private const int FeedSize = 50;

    public static void Map(WebApplication app, RouteGroupBuilder api)
    {
        string[] reads = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/outcomes/{number}/v{version:int}.md", reads, Markdown).AllowAnonymous().CacheOutput(PublicPages.Name).ExcludeFromDescription();
        app.MapMethods("/outcomes.atom", reads, Feed).AllowAnonymous().CacheOutput(PublicPages.Name).ExcludeFromDescription();
        api.MapGet("/outcomes", List).AllowAnonymous().WithTags("Outcomes").WithName("ListOutcomes").Produces<OutcomeList>();
        api.MapGet("/outcomes/{number}", One).AllowAnonymous().WithTags("Outcomes").WithName("GetOutcome").Produces<Outcome>();
        api.MapGet("/outcomes/{number}/versions/{version:int}", OneVersion).AllowAnonymous().WithTags("Outcomes").WithName("GetOutcomeVersion").Produces<Outcome>();
    }

    private static async Task<IResult> Markdown(string number, int version, IDocumentStore store, HttpContext context)
    {
        if (await Outcomes.Find(store, number, version, context.RequestAborted) is not { } outcome)
            return Answers.NothingHere();
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{outcome.Number}-v{version.ToString(CultureInfo.InvariantCulture)}.md\"";
        context.Response.Headers.ETag = $"\"{outcome.Sha256}\"";
        return Results.Text(outcome.Markdown, "text/markdown; charset=utf-8", Encoding.UTF8);
    }

    private static async Task<IResult> List(IDocumentStore store, int? before, OutcomeKind? kind, HttpContext context)
    {
        var found = await Outcomes.List(store, new OutcomeFilter(null, kind, null), before, PageSize, context.RequestAborted);
        var items = found.Select(o => new OutcomeItem(o.Number, o.Version, o.Kind, o.Result, o.Title, o.PublishedAt, $"/outcomes/{o.Id}")).ToList();
        var next = found.Count == PageSize ? $"/api/v1/outcomes?before={found[^1].Serial.ToString(CultureInfo.InvariantCulture)}{(kind is null ? "" : "&kind=" + kind)}" : null;
        return TypedResults.Ok(new OutcomeList(items, next));
    }

    private static async Task<IResult> One(string number, IDocumentStore store, HttpContext context) =>
        await Outcomes.Find(store, number, null, context.RequestAborted) is { } outcome ? TypedResults.Ok(outcome) : Answers.NothingHere();

    private static async Task<IResult> OneVersion(string number, int version, IDocumentStore store, HttpContext context) =>
        await Outcomes.Find(store, number, version, context.RequestAborted) is { } outcome ? TypedResults.Ok(outcome) : Answers.NothingHere();

    /// <summary>Atom (RFC 4287), newest first; each version is an entry under its own permanent address.</summary>
    private static async Task<IResult> Feed(IDocumentStore store, RoomFacts facts, TimeProvider clock, HttpContext context)
    {
        var origin = $"{context.Request.Scheme}://{context.Request.Host}";
        var outcomes = await Outcomes.Newest(store, FeedSize, context.RequestAborted);
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        var feed = new SyndicationFeed("Collab outcomes", "What the member companies agreed, and what they did not.", new Uri(origin + "/outcomes"))
        {
            Id = origin + "/outcomes.atom",
            LastUpdatedTime = outcomes.Count > 0 ? outcomes[0].PublishedAt : DateTimeOffset.UnixEpoch,
            Items = outcomes.Select(o => new SyndicationItem
            {
                Id = $"{origin}/outcomes/{o.Id}",
                Title = new TextSyndicationContent($"TLP:CLEAR {o.Number}{(o.Version > 1 ? $", version {o.Version.ToString(CultureInfo.InvariantCulture)}" : "")}: {o.Title}"),
                PublishDate = o.PublishedAt,
                LastUpdatedTime = o.PublishedAt,
                Links = { SyndicationLink.CreateAlternateLink(new Uri($"{origin}/outcomes/{o.Id}"), "text/html"), new SyndicationLink(new Uri($"{origin}/outcomes/{o.Id}.md"), "enclosure", o.Title, "text/markdown", Encoding.UTF8.GetByteCount(o.Markdown)) },
                Authors = { new SyndicationPerson { Name = string.Join(", ", o.Authors.Select(room.Roll.Name).Order(StringComparer.Ordinal)) } },
                Categories = { new SyndicationCategory(OutcomeWords.Kind(o.Kind)), new SyndicationCategory(OutcomeWords.Result(o.Result)) },
                Content = new TextSyndicationContent(string.Concat(o.Sections.Select(s => $"<h2>{OutcomeWords.Section(s.Key)}</h2>{s.Value.Html}")), TextSyndicationContentKind.Html),
            }).ToList(),
        };
        feed.Links.Add(SyndicationLink.CreateSelfLink(new Uri(origin + "/outcomes.atom"), "application/atom+xml"));
        using var buffer = new MemoryStream();
        await using (var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false) }))
            new Atom10FeedFormatter(feed).WriteTo(writer);
        return Results.Bytes(buffer.ToArray(), "application/atom+xml; charset=utf-8");
    }
}
