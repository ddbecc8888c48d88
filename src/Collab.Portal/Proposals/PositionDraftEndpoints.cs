using Collab.Domain.Proposals;
using Collab.Portal.Api;

namespace Collab.Portal.Proposals;

/// <summary>The caller's own company's draft of a position.</summary>
/// <param name="Position">The position leant to, or null.</param>
/// <param name="Statement">The statement as far as it is written.</param>
/// <param name="What">For Object: what is objected to.</param>
/// <param name="Why">For Object: why.</param>
/// <param name="Cure">For Object: what change would cure it.</param>
/// <param name="Version">Its version, also in the <c>ETag</c>; 0 where nothing was ever written.</param>
/// <param name="Revision">The revision that it was written on.</param>
/// <param name="Person">Who of the company wrote it last.</param>
/// <param name="SavedAt">When, UTC.</param>
public sealed record PositionDraftDocument(
    Position? Position, string? Statement, string? What, string? Why, string? Cure, long Version, int? Revision, string? Person, DateTimeOffset? SavedAt)
{
    internal static PositionDraftDocument Of(KeptDraft kept) => new(
        kept.Draft.Position, kept.Draft.Statement, kept.Draft.What, kept.Draft.Why, kept.Draft.Cure, kept.Version,
        kept.Version == 0 ? null : kept.Revision, kept.Version == 0 ? null : kept.By.Value, kept.Version == 0 ? null : kept.SavedAt);
}

/// <summary>The draft of a position for programs of the company: no other company's is to be had, by whatever address.</summary>
internal static class PositionDraftEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Describe(api.MapGet("/proposals/{id}/position-draft", Get), "GetPositionDraft");
        Describe(api.MapPut("/proposals/{id}/position-draft", Put), "WritePositionDraft")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        Describe(api.MapDelete("/proposals/{id}/position-draft", Discard), "DiscardPositionDraft").ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string name) => endpoint.WithTags("Proposals").WithName(name)
        .Produces<PositionDraftDocument>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Get(string id, Caller caller, PositionDrafts drafts, HttpContext context) =>
        Answer(await drafts.Read(id, caller.Actor, context.RequestAborted), context);

    private static async Task<IResult> Put(string id, PositionDraft draft, Caller caller, PositionDrafts drafts, HttpContext context) =>
        Answer(await drafts.Write(id, draft, caller.Expected, caller.Actor, context.RequestAborted), context);

    private static async Task<IResult> Discard(string id, Caller caller, PositionDrafts drafts, HttpContext context) =>
        Answer(await drafts.Write(id, new PositionDraft(), caller.Expected, caller.Actor, context.RequestAborted), context);

    private static IResult Answer(DraftResult result, HttpContext context)
    {
        if (result.Refusal is { } refusal)
            return Answers.Problem(refusal);
        context.Response.Headers.ETag = Answers.ETag(result.Kept.Version);
        return result.Changed
            ? TypedResults.Problem(
                "Somebody of your company wrote the draft meanwhile. Read it, then send yours with its version.",
                statusCode: StatusCodes.Status412PreconditionFailed,
                title: "It changed meanwhile",
                type: "urn:collab:problem:changed",
                extensions: new Dictionary<string, object?> { ["code"] = "changed", ["version"] = result.Kept.Version, ["draft"] = PositionDraftDocument.Of(result.Kept) })
            : TypedResults.Ok(PositionDraftDocument.Of(result.Kept));
    }
}
