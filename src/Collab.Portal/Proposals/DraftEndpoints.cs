using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Portal.Api;
using Collab.Portal.Store;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Collab.Portal.Proposals;

/// <summary>What a written section is answered with.</summary>
/// <param name="Id">The proposal.</param>
/// <param name="Version">The draft's version now, also in the <c>ETag</c>: the <c>base</c> of what is written next.</param>
/// <param name="Events">What happened, by name; empty when the text stood there already.</param>
/// <param name="Section">The section's name.</param>
/// <param name="Markdown">The section as it stands now, with what others wrote merged in.</param>
public sealed record SectionAnswer(string Id, long Version, IReadOnlyList<string> Events, string Section, string Markdown);

/// <summary>Sections of drafts for programs that write together with people.</summary>
internal static class DraftEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/proposals/{id}/edit-draft-section", Write).WithTags("Proposals").WithName(nameof(EditDraftSection)).Produces<SectionAnswer>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapCommand<Proposal, RenameDraft>("proposals", (c, s, a, r) => c.Decide(s, a, r.Now, r.Roll));
    }

    private static async Task<IResult> Write(string id, EditDraftSection command, Caller caller, Commands commands, IDocumentStore store, HttpContext context)
    {
        var present = "";
        var result = await commands.Run<Proposal>(id, caller.Expected, async given =>
        {
            (var decision, present, _) = await DraftDeeds.Write(command, given, caller.Actor);
            return decision;
        }, key: caller.Request, cancellation: context.RequestAborted);
        switch (result)
        {
            case CommandResult.Done done:
                await using (var session = store.QuerySession())
                {
                    var markdown = await DraftDeeds.SectionAt(session, id, command.Section, done.Version, context.RequestAborted);
                    context.Response.Headers.ETag = Answers.ETag(done.Version);
                    return TypedResults.Ok(new SectionAnswer(done.Id, done.Version, [.. done.Events.Select(e => e.GetType().Name)], command.Section, markdown ?? ""));
                }

            case CommandResult.Refused { Refusal: { Code: "proposal.section_conflict" } refusal }:
                var problem = (ProblemHttpResult)Answers.Problem(refusal);
                problem.ProblemDetails.Extensions["theirs"] = present;
                return problem;
            default:
                return result.Answer(context);
        }
    }
}
