using System.Globalization;
using Collab.Domain;
using Collab.Portal.Store;

namespace Collab.Portal.Api;

/// <summary>What a command over HTTP is answered with when it happened.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Version">Its version now, also in the <c>ETag</c>.</param>
/// <param name="Events">What happened, by name; empty when nothing had to.</param>
public sealed record CommandAnswer(string Id, long Version, IReadOnlyList<string> Events);

/// <summary>How results become HTTP: one place for status codes, ETags and problem details (RFC 9457).</summary>
public static class Answers
{
    /// <summary>The answer to a command: 200 or 201, or a problem.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="context">The request.</param>
    /// <param name="createdAt">Where the new thing stands, when the command makes one.</param>
    public static IResult Answer(this CommandResult result, HttpContext context, string? createdAt = null)
    {
        switch (result)
        {
            case CommandResult.Done done:
                context.Response.Headers.ETag = ETag(done.Version);
                var body = new CommandAnswer(done.Id, done.Version, [.. done.Events.Select(e => e.GetType().Name)]);
                return createdAt is null ? TypedResults.Ok(body) : TypedResults.Created(createdAt, body);
            case CommandResult.Refused refused:
                return Problem(refused.Refusal);
            case CommandResult.Changed changed:
                context.Response.Headers.ETag = ETag(changed.Version);
                return TypedResults.Problem(
                    $"It is at version {changed.Version.ToString(CultureInfo.InvariantCulture)} now. Look at what changed, then send the command with that version.",
                    statusCode: StatusCodes.Status412PreconditionFailed,
                    title: "It changed meanwhile",
                    type: ProblemType("changed"),
                    extensions: new Dictionary<string, object?>
                    {
                        ["code"] = "changed",
                        ["version"] = changed.Version,
                        ["since"] = changed.Since.Select(e => new { @event = e.GetType().Name, person = e.By.Person.Value, company = e.By.Company.Value, e.At }),
                    });
            default:
                throw new ArgumentOutOfRangeException(nameof(result));
        }
    }

    /// <summary>A refusal as problem details: the same code and sentence as on the page.</summary>
    public static IResult Problem(Refusal refusal) => TypedResults.Problem(
        refusal.Sentence,
        statusCode: Status(refusal.Kind),
        title: Title(refusal.Kind),
        type: ProblemType(refusal.Code),
        extensions: refusal.Field is null
            ? new Dictionary<string, object?> { ["code"] = refusal.Code }
            : new Dictionary<string, object?> { ["code"] = refusal.Code, ["field"] = refusal.Field });

    /// <summary>The one 404.</summary>
    public static IResult NothingHere() => Problem(Refusal.NotFound);

    /// <summary>A version as an entity tag.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Answers a request that did not reach its endpoint, or did not come back from it, with a problem of this code.</summary>
    /// <returns>False when the answer has begun already.</returns>
    internal static ValueTask<bool> WriteProblem(HttpContext context, int status, string code, string title, string detail)
    {
        context.Response.StatusCode = status;
        return context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = status, Title = title, Detail = detail, Type = ProblemType(code), Extensions = { ["code"] = code } },
        });
    }

    private static string ProblemType(string code) => "urn:collab:problem:" + code;

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };

    private static string Title(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => "Something in the request is wrong",
        RefusalKind.Forbidden => "Not allowed",
        RefusalKind.NotFound => "Nothing here",
        _ => "Not possible now",
    };
}
