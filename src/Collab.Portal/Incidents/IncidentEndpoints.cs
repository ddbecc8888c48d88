using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Portal.Api;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Incidents;

/// <summary>A report in a list.</summary>
public sealed record IncidentListItem(string Id, string Title, ReportStatus Status, MemberId Source, string Label, int Version, NextStep Next, IReadOnlyList<MemberId> WaitsFor, DateTimeOffset ChangedAt, string Address);

/// <summary>A page of reports, last changed first; <paramref name="Next"/> is the address of the next page, or null.</summary>
public sealed record IncidentListPage(IReadOnlyList<IncidentListItem> Items, string? Next);

/// <summary>A page of what happened, newest first; <paramref name="Next"/> is the address of the next page, or null.</summary>
public sealed record IncidentHistory(IReadOnlyList<HistoryLine> Items, string? Next);

/// <summary>A command and what stands in its way, if anything does.</summary>
public sealed record PossibleCommand(string Command, string Address, bool Possible, string? Code, string? Why);

/// <summary>Incident reports for programs. What one may not read is not found, by whatever address.</summary>
internal static class IncidentEndpoints
{
    private const int HistoryPage = 50;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/incidents", List).WithTags("Incidents").WithName("ListIncidents").Produces<IncidentListPage>();
        api.MapPost("/incidents", Open).WithTags("Incidents").WithName(nameof(OpenReport)).Produces<CommandAnswer>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/incidents/invitations", Invitations).WithTags("Incidents").WithName("ListIncidentInvitations").Produces<IReadOnlyList<IncidentInvitation>>();
        api.MapGet("/incidents/{id}", One).WithTags("Incidents").WithName("GetIncident").Produces<IncidentDocument>();
        api.MapGet("/incidents/{id}/markdown", Markdown).WithTags("Incidents").WithName("GetIncidentMarkdown").Produces<string>(contentType: "text/markdown");
        api.MapGet("/incidents/{id}/history", History).WithTags("Incidents").WithName("GetIncidentHistory").Produces<IncidentHistory>();
        api.MapGet("/incidents/{id}/commands", Possible).WithTags("Incidents").WithName("GetIncidentCommands").Produces<IReadOnlyList<PossibleCommand>>();

        Edit<DescribeReport>(api);
        Edit<EditSection>(api);
        Edit<RecordTimelineEntry>(api);
        Edit<RecordImpact>(api);
        Edit<RecordFinding>(api);
        Edit<RecordContact>(api);
        Edit<RecordReference>(api);
        Edit<RemoveEntry>(api);
        Command<UpdateFinding>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<ShareReport>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<ChangeAudience>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<SetCompanyStatus>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<RequestReview>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<AskQuestion>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<AnswerQuestion>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<LetStand>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<WithdrawQuestion>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<FinaliseReport>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<RequestRelease>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<ConsentToRelease>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<ReleaseSummary>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<CorrectReport>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        api.MapCommand<IncidentReport, RetractReport>("incidents", (c, given, a) => c.Decide(given, a));
        Command<ProposeEmbargo>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<ReviseEmbargo>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<AcceptEmbargo>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<WithdrawEmbargoProposal>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<RejectEmbargo>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<LeaveEmbargo>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
        Command<EndEmbargo>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));
    }

    private static void Command<T>(RouteGroupBuilder api, Func<T, IncidentReport?, Actor, Room, Decision> decide)
        where T : class =>
        api.MapCommand<IncidentReport, T>("incidents", decide);

    private static void Edit<T>(RouteGroupBuilder api)
        where T : class, IReportEdit =>
        Command<T>(api, (c, s, a, r) => c.Decide(s, a, r.Roll, r.Now));

    private static async Task<IResult> List(Caller caller, IDocumentStore store, RoomFacts facts, TimeProvider clock, IncidentShow? show, string? after, HttpContext context)
    {
        await using var session = store.QuerySession();
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        var (items, next) = await IncidentList.Page(session, caller.Actor, room, show ?? IncidentShow.All, after, context.RequestAborted);
        return TypedResults.Ok(new IncidentListPage(
            [.. items.Select(i => new IncidentListItem(
                i.Report.Id, IncidentWords.Title(i.Report), i.Report.Status, i.Report.Source, Domain.Sharing.TlpWords.Text(i.Report.Audience.Label), i.Report.Version,
                i.Outlook.Next, i.Outlook.WaitsFor, i.Row.ChangedAt, $"/api/v1/incidents/{i.Report.Id}"))],
            next is null ? null : $"/api/v1/incidents?after={Uri.EscapeDataString(next)}{(show is null ? "" : "&show=" + show)}"));
    }

    private static async Task<IResult> Open(OpenReport command, Caller caller, Commands commands, HttpContext context)
    {
        var id = Ids.NewIncident();
        var result = await commands.Run<IncidentReport>(id, null, given => command.Decide(given, caller.Actor), Writers.Optimistic, caller.Request, context.RequestAborted);
        return result.Answer(context, createdAt: $"/api/v1/incidents/{(result as CommandResult.Done)?.Id ?? id}");
    }

    private static async Task<IResult> Invitations(Caller caller, IDocumentStore store, HttpContext context)
    {
        await using var session = store.QuerySession();
        return TypedResults.Ok(await IncidentList.Invitations(session, caller.Actor, context.RequestAborted));
    }

    /// <summary>The report now, or one of its versions, or as it was after one event.</summary>
    private static async Task<IResult> One(string id, int? version, long? @event, Caller caller, IDocumentStore store, RoomFacts facts, TimeProvider clock, HttpContext context)
    {
        await using var session = store.QuerySession();
        if (await IncidentView.Load(session, id, caller.Actor, context.RequestAborted) is not { } view)
            return Answers.NothingHere();
        if (version is not null || @event is not null)
        {
            if ((@event ?? view.EventOf(version!.Value)) is not { } number || await view.AsOf(session, number, caller.Actor, context.RequestAborted) is not { } then)
                return Answers.NothingHere();
            view = then;
        }
        else
        {
            var tag = Answers.ETag(view.Version);
            context.Response.Headers.ETag = tag;
            context.Response.Headers.CacheControl = "private, no-cache";
            if (context.Request.Headers.IfNoneMatch == tag)
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return TypedResults.Ok(IncidentDocument.From(view, await facts.Now(clock.GetUtcNow(), context.RequestAborted)));
    }

    private static async Task<IResult> Markdown(string id, Caller caller, IDocumentStore store, RoomFacts facts, TimeProvider clock, HttpContext context)
    {
        await using var session = store.QuerySession();
        if (await IncidentView.Load(session, id, caller.Actor, context.RequestAborted) is not { Report.Status: not ReportStatus.Retracted } view)
            return Answers.NothingHere();
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}-v{IncidentWords.Number(view.Report.Version)}.md\"";
        return Results.Text(ReportDocument.Markdown(view.Report, s => view.Text(ReportTexts.Of(s))?.Markdown, room.Roll), "text/markdown; charset=utf-8");
    }

    private static async Task<IResult> History(string id, long? before, Caller caller, IDocumentStore store, RoomFacts facts, TimeProvider clock, HttpContext context)
    {
        await using var session = store.QuerySession();
        if (await IncidentView.Load(session, id, caller.Actor, context.RequestAborted) is not { } view)
            return Answers.NothingHere();
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        var (items, next) = await HistoryPages.Page(session, view, caller.Actor, room.Roll, before, HistoryPage, context.RequestAborted);
        return TypedResults.Ok(new IncidentHistory(items, next is { } n ? $"/api/v1/incidents/{id}/history?before={n.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : null));
    }

    private static async Task<IResult> Possible(string id, Caller caller, IDocumentStore store, RoomFacts facts, TimeProvider clock, HttpContext context)
    {
        await using var session = store.QuerySession();
        var report = await session.LoadAsync<IncidentReport>(id, context.RequestAborted);
        // Who is invited may do one thing, and is told of that alone.
        if (report is null || (!report.Audience.Admits(caller.Actor) && !report.IsInvited(caller.Actor)))
            return Answers.NothingHere();
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        return TypedResults.Ok(IncidentCommands.Possible(report, caller.Actor, room.Roll, room.Now)
            .Where(p => p.Refusal?.Kind != RefusalKind.NotFound)
            .Select(p => new PossibleCommand(p.Command, $"/api/v1/incidents/{id}/{CommandEndpoints.Kebab(p.Command)}", p.Refusal is null, p.Refusal?.Code, p.Refusal?.Sentence)));
    }
}

/// <summary>What happened, a page at a time, read by the numbers of events.</summary>
internal static class HistoryPages
{
    /// <summary>A page of at most <paramref name="size"/> events, newest first, before this number; and the number to go on with, or null.</summary>
    public static async Task<(IReadOnlyList<HistoryLine> Items, long? Next)> Page(
        IQuerySession session, IncidentView view, Actor actor, MemberRoll roll, long? before, int size, CancellationToken cancellation)
    {
        var first = view.FirstEventFor(actor);
        var to = Math.Min(before - 1 ?? view.Row.Events, view.Row.Events);
        var from = Math.Max(first, to - size + 1);
        if (to < from)
            return ([], null);
        var events = await session.Events.FetchStreamAsync(view.Report.Id, version: to, fromVersion: from, token: cancellation);
        return ([.. events.Reverse().Select(e => HistoryWords.Line(e.Version, (IEvent)e.Data, roll))], from > first ? from : null);
    }
}
