using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Api;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>Proposals for programs. What one may not read is not found, by whatever address.</summary>
internal static class ProposalEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/proposals", List).WithTags("Proposals").WithName("ListProposals").Produces<ProposalListPage>();
        api.MapPost("/proposals", Start).WithTags("Proposals").WithName(nameof(StartDraft)).Produces<CommandAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/proposals/{id}", One).WithTags("Proposals").WithName("GetProposal").Produces<ProposalDocument>();
        api.MapGet("/proposals/{id}/history", History).WithTags("Proposals").WithName("GetProposalHistory").Produces<ProposalHistoryPage>();
        api.MapGet("/proposals/{id}/revisions", Revisions).WithTags("Proposals").WithName("GetProposalRevisions").Produces<IReadOnlyList<RevisionItem>>();
        api.MapGet("/proposals/{id}/revisions/{revision:int}", Revision).WithTags("Proposals").WithName("GetProposalRevision").Produces<TextDocument>();
        api.MapGet("/proposals/{id}/sayings", Sayings).WithTags("Proposals").WithName("GetProposalSayings").Produces<IReadOnlyList<SayingDocument>>();
        api.MapGet("/proposals/{id}/commands", Possible).WithTags("Proposals").WithName("GetProposalCommands").Produces<IReadOnlyList<ProposalCommandItem>>();
        MapCommands(api);
        DraftEndpoints.Map(api);
        RemarkEndpoints.Map(api);
    }

    private static void MapCommands(RouteGroupBuilder api)
    {
        Command<EditDraft>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<InviteCompany>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<JoinAsCoAuthor>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<SecondProposal>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<OpenProposal>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        api.MapCommand<Proposal, ReviseProposal>("proposals", RemarkDeeds.Revise);
        Command<WithdrawProposal>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<RecordPosition>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<WithdrawPosition>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<AnswerObjection>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<WithdrawObjection>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<AccommodateObjection>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<AddressObjection>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<EscalateObjection>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll, r.Rules));
        Command<SustainObjection>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<OpenLastCall>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll, r.Rules));
        Command<HoldLastCall>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll, r.Rules));
        Command<TakeTally>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll, r.Rules));
        Command<RecordOutcome>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<ChallengeRecusal>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll, r.Rules));
        Command<PresumeRecused>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<ReplyToChallenge>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<VoteOnRecusal>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<FileAppeal>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll, r.Rules));
        Command<AppointPanel>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<WritePanelDecision>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<ConfirmPanelDecision>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<QuoteSource>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<ConsentToQuotation>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<RemoveSource>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<ProposeCorrection>(api, (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
        Command<Bodies.ApproveCorrection>(api, (_, s, a, r) => new ApproveCorrection().Decide(s, a, r.Now, r.Roll));
        api.MapCommand<Proposal, Bodies.ApprovePublication>("proposals", (c, given, a) => OutcomeNumbers.Decide(c.Kind, given, a));
    }

    private static void Command<T>(RouteGroupBuilder api, Func<T, Proposal?, Actor, Room, Decision> decide)
        where T : class =>
        api.MapCommand("proposals", decide);

    /// <summary>The commands of which a caller chooses less than Domain is given: an outcome's number is drawn, not asked for.</summary>
    internal static class Bodies
    {
        internal sealed record ApprovePublication(OutcomeKind Kind);

        internal sealed record ApproveCorrection;
    }

    private static async Task<IResult> Start(StartDraft command, Caller caller, Commands commands, HttpContext context)
    {
        var result = await ProposalDeeds.Start(command, caller.Actor, commands, caller.Request, context.RequestAborted);
        return result.Answer(context, result is CommandResult.Done done ? "/api/v1/proposals/" + done.Id : null);
    }

    private static async Task<IResult> List(
        Caller caller, ProposalReads reads, RoomFacts facts, TimeProvider clock, HttpContext context,
        string? tab = null, string? company = null, string? q = null, string? after = null, int? limit = null)
    {
        if (!ProposalWords.TryTab(tab, out var which))
            throw new BadHttpRequestException("tab is all, waits, drafts, last-call, open or decided.");
        var page = await reads.List(caller.Actor, new ProposalFilter(which, company, q, after, Math.Clamp(limit ?? 50, 1, 200)), context.RequestAborted);
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        return TypedResults.Ok(new ProposalListPage(
            [.. page.Rows.Select(r => ProposalListItem.Of(r, ProposalOutlook.For(r.State, room.Roll, room.Rules, room.Now, room.Moderating)))],
            page.Next));
    }

    private static async Task<IResult> One(string id, Caller caller, ProposalReads reads, HttpContext context, long? @event = null)
    {
        if (await reads.Look(id, @event, caller.Actor, context.RequestAborted) is not { } view)
            return Answers.NothingHere();
        context.Response.Headers.ETag = Answers.ETag(view.Version);
        return TypedResults.Ok(ProposalDocument.Of(view, await reads.RoomOf(view, context.RequestAborted), caller.Actor));
    }

    private static async Task<IResult> History(string id, Caller caller, ProposalReads reads, HttpContext context, long? before = null)
    {
        if (await reads.Row(id, caller.Actor, context.RequestAborted) is not { } row)
            return Answers.NothingHere();
        var first = ProposalReads.FirstEventFor(row.State, row.OpenedAtEvent, caller.Actor);
        var lines = await reads.History(id, Math.Clamp(before ?? row.Version + 1, 1, row.Version + 1), first, 50, context.RequestAborted);
        context.Response.Headers.ETag = Answers.ETag(row.Version);
        return TypedResults.Ok(new ProposalHistoryPage(lines, lines.Count > 0 && lines[^1].Event > first ? lines[^1].Event : null));
    }

    private static async Task<IResult> Revisions(string id, Caller caller, ProposalReads reads, HttpContext context) =>
        await reads.Look(id, null, caller.Actor, context.RequestAborted) is { } view
            ? TypedResults.Ok(view.Revisions.Select(r => new RevisionItem(r.Revision, r.Kind, r.By, r.At, r.Event, r.Summary, r.Credits ?? [])))
            : Answers.NothingHere();

    private static async Task<IResult> Revision(string id, int revision, Caller caller, ProposalReads reads, HttpContext context) =>
        await reads.Row(id, caller.Actor, context.RequestAborted) is not null && await reads.Revision(id, revision, context.RequestAborted) is { } text
            ? TypedResults.Ok(TextDocument.Of(text))
            : Answers.NothingHere();

    private static async Task<IResult> Sayings(string id, Caller caller, ProposalReads reads, HttpContext context) =>
        await reads.Look(id, null, caller.Actor, context.RequestAborted) is { } view
            ? TypedResults.Ok(view.Sayings.Select(s => new SayingDocument(s.Subject, s.Name, s.By, s.At, s.Event, [.. s.Parts.Select(p => new PartDocument(p.Name, p.Markdown))])))
            : Answers.NothingHere();

    private static async Task<IResult> Possible(string id, Caller caller, ProposalReads reads, RoomFacts facts, TimeProvider clock, HttpContext context)
    {
        if (await reads.Row(id, caller.Actor, context.RequestAborted) is not { } row)
            return Answers.NothingHere();
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        context.Response.Headers.ETag = Answers.ETag(row.Version);
        return TypedResults.Ok(
            ProposalCommands.Possible(row.State, caller.Actor, room.Now, room.Roll, room.Rules).Select(p => Item(p, CommandEndpoints.Kebab(p.Command)))
                .Concat(RemarkCommands.Beginning(row.State, caller.Actor, room.Now).Select(p => Item(p, "remarks"))));

        ProposalCommandItem Item(Possibility p, string address) =>
            new(p.Command, p.Target, $"/api/v1/proposals/{id}/{address}", p.Refusal is null, p.Refusal?.Code, p.Refusal?.Sentence);
    }
}
