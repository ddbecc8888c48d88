using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Api;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>What is sent to remark on a passage: a comment, or a suggestion where there is a replacement.</summary>
/// <param name="Section">The section's name in lower case.</param>
/// <param name="Quote">The passage, as it is read on the page or as Markdown source; left out for the section as a whole.</param>
/// <param name="Prefix">Some text before it, to tell it from others like it.</param>
/// <param name="Suffix">Some text after it.</param>
/// <param name="Markdown">The comment; left out for a suggestion.</param>
/// <param name="Replacement">The suggested wording as Markdown source, empty to leave the passage out; left out for a comment. Without a quote it is the whole section rewritten, and what differs becomes the passage.</param>
/// <param name="Reason">Why the change is suggested.</param>
public sealed record RemarkBody(
    string Section, string? Quote = null, string? Prefix = null, string? Suffix = null, string? Markdown = null, string? Replacement = null, string? Reason = null);

/// <summary>A reply as programs read it.</summary>
public sealed record ReplyDocument(int Number, By By, DateTimeOffset At, string Markdown, string? RedactedBecause);

/// <summary>A remark as programs read it.</summary>
/// <param name="Id">The remark.</param>
/// <param name="Proposal">The proposal.</param>
/// <param name="Version">The number of its last event; also the ETag.</param>
/// <param name="Kind">A comment or a suggestion.</param>
/// <param name="State">Where it stands.</param>
/// <param name="By">Who made it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Anchor">The passage as it was quoted.</param>
/// <param name="Found">Where the passage stands in the section's source now; null when it is gone.</param>
/// <param name="Markdown">The comment, or the suggestion's reason; empty where there is none and once redacted.</param>
/// <param name="Replacement">The suggested wording; null for a comment and once redacted.</param>
/// <param name="ClosedBy">Who resolved, accepted or declined it.</param>
/// <param name="DeclineReason">Why the authors declined it; empty while they did not.</param>
/// <param name="Revision">The revision that took it in.</param>
/// <param name="RedactedBecause">Why it is masked; null while it is not.</param>
/// <param name="Replies">The replies, oldest first.</param>
public sealed record RemarkDocument(
    string Id, string Proposal, long Version, RemarkKind Kind, RemarkState State, By By, DateTimeOffset At, Anchor Anchor, Passage? Found, string Markdown,
    string? Replacement, By? ClosedBy, string DeclineReason, int? Revision, string? RedactedBecause, IReadOnlyList<ReplyDocument> Replies)
{
    /// <summary>The remark without its rendering.</summary>
    public static RemarkDocument Of(PlacedRemark remark)
    {
        var (row, state) = (remark.Row, remark.Row.State);
        return new(
            row.Id, row.Proposal, row.Version, state.Kind, state.State, state.By, state.At, state.Anchor, remark.Found, row.Markdown, state.Replacement,
            state.ClosedBy, row.DeclineReason, state.Revision, row.RedactedBecause, [.. row.Replies.Select(r => new ReplyDocument(r.Number, r.By, r.At, r.Markdown, r.RedactedBecause))]);
    }
}

/// <summary>A page of remarks, oldest first.</summary>
/// <param name="Items">The remarks.</param>
/// <param name="Next">The value of <c>after</c> for the next page; null at the end.</param>
public sealed record RemarkListPage(IReadOnlyList<RemarkDocument> Items, string? Next);

/// <summary>Remarks on proposals for programs. What one may not read is not found, by whatever address.</summary>
internal static class RemarkEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/proposals/{id}/remarks", Make).WithTags("Remarks").WithName(nameof(MakeRemark)).Produces<CommandAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/proposals/{id}/remarks", List).WithTags("Remarks").WithName("ListRemarks").Produces<RemarkListPage>();
        api.MapGet("/remarks/{id}", One).WithTags("Remarks").WithName("GetRemark").Produces<RemarkDocument>();
        api.MapGet("/remarks/{id}/commands", Possible).WithTags("Remarks").WithName("GetRemarkCommands").Produces<IReadOnlyList<ProposalCommandItem>>();
        Command<ReplyToRemark>(api, (c, s, p, a, r) => c.Decide(s, p, a, r.Now));
        Command<EditRemark>(api, (c, s, p, a, r) => c.Decide(s, p, a, r.Now));
        Command<ResolveRemark>(api, (c, s, p, a, r) => c.Decide(s, p, a, r.Now, r.Roll));
        Command<ReopenRemark>(api, (c, s, p, a, r) => c.Decide(s, p, a, r.Now, r.Roll));
        Command<DeclineSuggestion>(api, (c, s, p, a, r) => c.Decide(s, p, a, r.Now, r.Roll));
        Command<WithdrawSuggestion>(api, (c, s, p, a, r) => c.Decide(s, p, a, r.Now));
        Command<RedactRemark>(api, (c, s, p, a, r) => c.Decide(s, p, a, r.Now));
        api.MapCommand<Remark, AcceptSuggestion>("remarks", (_, given, a) => RemarkDeeds.Accept(given, a));
    }

    private static void Command<T>(RouteGroupBuilder api, Func<T, Remark?, Proposal?, Actor, Room, Decision> decide)
        where T : class =>
        api.MapCommand<Remark, T>("remarks", (command, given, actor) => RemarkDeeds.On(given, (remark, proposal) => decide(command, remark, proposal, actor, given.Room)));

    private static async Task<IResult> Make(string id, RemarkBody body, Caller caller, Commands commands, HttpContext context)
    {
        var at = new PointedAt(body.Section, body.Quote, body.Prefix, body.Suffix);
        var result = await commands.Run<Remark>(
            Ids.NewRemark(), null, given => RemarkDeeds.Make(given, id, at, body.Replacement is null ? body.Markdown : body.Reason, body.Replacement, caller.Actor),
            Writers.Optimistic, caller.Request, context.RequestAborted);
        return result.Answer(context, result is CommandResult.Done done ? "/api/v1/remarks/" + done.Id : null);
    }

    private static async Task<IResult> List(string id, Caller caller, RemarkReads reads, HttpContext context, string? after = null, int? limit = null) =>
        await reads.List(id, caller.Actor, after, Math.Clamp(limit ?? 50, 1, 200), context.RequestAborted) is { } page
            ? TypedResults.Ok(new RemarkListPage([.. page.Remarks.Select(RemarkDocument.Of)], page.Next))
            : Answers.NothingHere();

    private static async Task<IResult> One(string id, Caller caller, RemarkReads reads, HttpContext context)
    {
        if (await reads.One(id, caller.Actor, context.RequestAborted) is not { } found)
            return Answers.NothingHere();
        context.Response.Headers.ETag = Answers.ETag(found.Remark.Row.Version);
        return TypedResults.Ok(RemarkDocument.Of(found.Remark));
    }

    private static async Task<IResult> Possible(string id, Caller caller, RemarkReads reads, RoomFacts facts, TimeProvider clock, HttpContext context)
    {
        if (await reads.One(id, caller.Actor, context.RequestAborted) is not { } found)
            return Answers.NothingHere();
        var room = await facts.Now(clock.GetUtcNow(), context.RequestAborted);
        context.Response.Headers.ETag = Answers.ETag(found.Remark.Row.Version);
        return TypedResults.Ok(RemarkCommands.Possible(found.Remark.Row.State, found.Proposal, found.Remark.Found, caller.Actor, room.Now, room.Roll).Select(p => new ProposalCommandItem(
            p.Command, p.Target, $"/api/v1/remarks/{id}/{CommandEndpoints.Kebab(p.Command)}", p.Refusal is null, p.Refusal?.Code, p.Refusal?.Sentence)));
    }
}
