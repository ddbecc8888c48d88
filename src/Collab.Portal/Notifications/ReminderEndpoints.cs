using Collab.Portal.Api;

namespace Collab.Portal.Notifications;

/// <summary>The caller's own reminders.</summary>
internal static class ReminderEndpoints
{
    private const int MostIds = 500;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reminders", List).WithTags("Reminders").WithName("ListReminders").Produces<InboxPage>();
        api.MapPost("/reminders/read", Read).WithTags("Reminders").WithName("ReadReminders").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> List(Caller caller, Inbox inbox, HttpContext context, string? after = null, int? limit = null) =>
        TypedResults.Ok(await inbox.List(caller.Actor, after, Math.Clamp(limit ?? 50, 1, 200), context.RequestAborted));

    private static async Task<IResult> Read(ReadReminders body, Caller caller, Inbox inbox, HttpContext context)
    {
        if (body.Ids?.Count > MostIds)
            throw new BadHttpRequestException($"At most {MostIds} ids at once. Leave ids out to read all.");
        await inbox.Read(caller.Actor, body.Ids, context.RequestAborted);
        return TypedResults.NoContent();
    }
}

/// <summary>Marks reminders as read.</summary>
/// <param name="Ids">Which of the caller's own; all when left out.</param>
public sealed record ReadReminders(IReadOnlyList<string>? Ids = null);
