using System.Security.Cryptography;
using System.Text;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Collab.Portal.Api;
using Collab.Portal.Store;
using Marten;
using Microsoft.AspNetCore.Mvc;

namespace Collab.Portal.Threads;

/// <summary>A post to write. Without a client key the Idempotency-Key serves, and without that every request writes anew.</summary>
/// <param name="Markdown">Its text.</param>
/// <param name="ClientKey">The author's own id for it: 1 to 64 letters, digits, hyphens or underscores.</param>
/// <param name="ReplyTo">The number of the post it replies to.</param>
/// <param name="SubThread">The sub-thread it stands in.</param>
public sealed record PostToWrite(string Markdown, string? ClientKey = null, int? ReplyTo = null, int? SubThread = null);

/// <summary>A post's new text.</summary>
/// <param name="Markdown">The text.</param>
public sealed record PostText(string Markdown);

/// <summary>How far one has read.</summary>
/// <param name="Number">The number of the last post read.</param>
public sealed record ReadUpTo(int Number);

/// <summary>Threads for programs.</summary>
internal static class ThreadEndpoints
{
    private const string Tag = "Threads";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/threads", List).WithName("ListThreads").WithTags(Tag).Produces<ThreadListAnswer>();
        api.MapPost("/threads", Open).WithName("OpenThread").WithTags(Tag).Produces<CommandAnswer>(StatusCodes.Status201Created).ProducesProblem(422);
        api.MapGet("/threads/{id}", Get).WithName("GetThread").WithTags(Tag).Produces<ThreadAnswer>();
        api.MapGet("/threads/{id}/posts", Posts).WithName("ListPosts").WithTags(Tag).Produces<PostListAnswer>();
        api.MapPost("/threads/{id}/posts", Write).WithName("WritePost").WithTags(Tag).Produces<PostAnswer>(StatusCodes.Status201Created).Produces<PostAnswer>().ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/threads/{id}/posts/{number:int}", GetPost).WithName("GetPost").WithTags(Tag).Produces<PostAnswer>();
        api.MapGet("/threads/{id}/posts/{number:int}/versions", Versions).WithName("ListPostVersions").WithTags(Tag).Produces<IReadOnlyList<PostVersionAnswer>>();
        api.MapPut("/threads/{id}/posts/{number:int}", Edit).WithName("EditPost").WithTags(Tag).Produces<PostAnswer>().ProducesProblem(403).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422);
        api.MapPut("/threads/{id}/read", Read).WithName("MarkRead").WithTags(Tag).Produces(StatusCodes.Status204NoContent);

        OnPost<RedactPost>(api, (c, thread, post, _, audience, actor, now) => c.Decide(thread, post, audience, actor, now));
        OnPost<ReactToPost>(api, (c, thread, post, _, audience, actor, now) => c.Decide(thread, post, audience, actor, now));
        OnPost<WithdrawReaction>(api, (c, thread, post, _, audience, actor, now) => c.Decide(thread, post, audience, actor, now));
        OnPost<MarkAsAnswer>(api, (c, thread, post, question, audience, actor, now) => c.Decide(thread, post, question, audience, actor, now));
        OnPost<MovePost>(api, (c, thread, post, _, audience, actor, now) => c.Decide(thread, post, audience, actor, now));
        OnPost<OpenSubThread>(api, (c, thread, post, _, audience, actor, now) => c.Decide(thread, post, audience, actor, now));

        OnThread<LockThread>(api, (c, thread, audience, actor, room) => c.Decide(thread, audience, actor, room.Now));
        OnThread<ReopenThread>(api, (c, thread, audience, actor, room) => c.Decide(thread, audience, actor, room.Now));
        OnThread<PinSummary>(api, (c, thread, audience, actor, room) => c.Decide(thread, audience, actor, room.Now));
        OnThread<MergeSubThread>(api, (c, thread, audience, actor, room) => c.Decide(thread, audience, actor, room.Now));
        OnThread<NarrowThread>(api, (c, thread, audience, actor, room) => c.Decide(thread, audience, actor, room.Roll, room.Now));
    }

    private static async Task<IResult> List(Caller caller, ThreadList list, HttpContext context, string? kind = null, bool unread = false, string? company = null, string? after = null, int limit = ThreadList.PageSize)
    {
        var page = await list.Read(caller.Actor, new ThreadFilter(kind, unread, company, after), Math.Clamp(limit, 1, ThreadReads.PageLimit), context.RequestAborted);
        return TypedResults.Ok(new ThreadListAnswer([.. page.Threads.Select(t => new ListedThreadAnswer(ThreadAnswer.Of(t.View), t.Unread))], page.Next));
    }

    private static async Task<IResult> Open(OpenThread command, Caller caller, Commands commands, HttpContext context)
    {
        var id = Ids.NewThread();
        var result = await commands.Run<DiscussionThread>(id, null, given => ThreadDecisions.Open(given, command, caller.Actor, context.RequestAborted), key: caller.Request, cancellation: context.RequestAborted);
        return result.Answer(context, createdAt: "/api/v1/threads/" + (result is CommandResult.Done done ? done.Id : id));
    }

    private static async Task<IResult> Get(string id, Caller caller, IDocumentStore store, HttpContext context)
    {
        await using var session = store.QuerySession();
        if (await ThreadReads.Load(session, id, caller.Actor, context.RequestAborted) is not { } view)
            return Answers.NothingHere();
        context.Response.Headers.ETag = Answers.ETag(view.Version);
        return TypedResults.Ok(ThreadAnswer.Of(view));
    }

    private static async Task<IResult> Posts(
        string id, Caller caller, IDocumentStore store, RoomFacts facts, HttpContext context, int? after = null, int? before = null, int limit = 50)
    {
        await using var session = store.QuerySession();
        if (await ThreadReads.Load(session, id, caller.Actor, context.RequestAborted) is not { } view)
            return Answers.NothingHere();
        limit = Math.Clamp(limit, 1, ThreadReads.PageLimit);
        var rows = after is { } first
            ? await ThreadReads.After(session, id, first, before ?? int.MaxValue, limit, context.RequestAborted)
            : await ThreadReads.Before(session, id, before ?? int.MaxValue, limit, context.RequestAborted);
        var names = await facts.Names(rows.Select(r => r.Post.Author.Person), context.RequestAborted);
        context.Response.Headers.ETag = Answers.ETag(view.Version);
        return TypedResults.Ok(new PostListAnswer(view.Version, view.Count, [.. rows.Select(r => PostAnswer.Of(r, names))]));
    }

    private static async Task<IResult> Write(string id, PostToWrite post, Caller caller, Commands commands, Presence presence, IDocumentStore store, RoomFacts facts, HttpContext context)
    {
        var command = new WritePost(post.Markdown, post.ClientKey ?? KeyOf(caller.Request), post.ReplyTo, post.SubThread);
        var result = await commands.Run<DiscussionThread>(
            id, caller.Expected, given => ThreadDecisions.Write(given, id, command, caller.Actor, context.RequestAborted), Writers.OneAtATime, caller.Request, context.RequestAborted);
        if (result is not CommandResult.Done done)
            return result.Answer(context);
        presence.Wrote(id, caller.Actor.Person);

        // The row of a post just written is known without reading it back.
        var names = new Dictionary<PersonId, string> { [caller.Actor.Person] = caller.Name };
        PostAnswer answer;
        var written = done.Events.OfType<PostWritten>().FirstOrDefault();
        if (written is not null)
        {
            answer = new PostAnswer(
                id, written.Number, written.By, caller.Name, written.At, written.Markdown, PostRows.Render(written).Html, written.ReplyTo, written.SubThread,
                0, null, null, false, new Dictionary<Reaction, IReadOnlyList<PersonId>>(), done.Version, done.Version);
        }
        else
        {
            await using var session = store.QuerySession();
            answer = PostAnswer.Of((await ThreadReads.Sent(session, id, caller.Actor.Person, command.ClientKey, context.RequestAborted))!, names);
        }

        context.Response.Headers.ETag = Answers.ETag(answer.Edits);
        var address = $"/api/v1/threads/{id}/posts/{answer.Number}";
        if (written is not null)
            return TypedResults.Created(address, answer);
        context.Response.Headers.Location = address;
        return TypedResults.Ok(answer);
    }

    private static async Task<IResult> GetPost(string id, int number, Caller caller, IDocumentStore store, RoomFacts facts, HttpContext context)
    {
        await using var session = store.QuerySession();
        return await Visible(session, id, number, caller.Actor, context.RequestAborted) is { } row
            ? await Answer(row, facts, context)
            : Answers.NothingHere();
    }

    private static async Task<IResult> Versions(string id, int number, Caller caller, IDocumentStore store, HttpContext context)
    {
        await using var session = store.QuerySession();
        if (await Visible(session, id, number, caller.Actor, context.RequestAborted) is not { } row)
            return Answers.NothingHere();
        var earlier = await ThreadReads.Versions(session, row, context.RequestAborted);
        IEnumerable<PostVersionAnswer> now = row.Post.Redacted ? [] : [new PostVersionAnswer(row.Post.EditCount, row.Post.EditedAt ?? row.Post.At, row.Markdown)];
        return TypedResults.Ok<IReadOnlyList<PostVersionAnswer>>([.. earlier.Select(v => new PostVersionAnswer(v.Edits, v.At, v.Markdown)), .. now]);
    }

    private static async Task<IResult> Edit(string id, int number, PostText text, Caller caller, Commands commands, IDocumentStore store, RoomFacts facts, HttpContext context)
    {
        // The ETag of a post is how often it was edited: other posts in the thread do not make an edit stale.
        var command = new EditPost(text.Markdown, caller.Expected is { } expected ? (int)Math.Min(expected, int.MaxValue) : null);
        var result = await commands.Run<DiscussionThread>(
            id, null,
            given => ThreadDecisions.OnPost(given, id, number, (thread, post, _, audience) => command.Decide(thread, post, audience, caller.Actor, given.Room.Now), context.RequestAborted),
            Writers.OneAtATime, caller.Request, context.RequestAborted);
        if (result is CommandResult.Refused { Refusal.Code: "post.changed" } changed)
            return TypedResults.Problem(changed.Refusal.Sentence, statusCode: 412, title: "It changed meanwhile", type: "urn:collab:problem:post.changed", extensions: new Dictionary<string, object?> { ["code"] = "post.changed" });
        if (result is not CommandResult.Done)
            return result.Answer(context);
        await using var session = store.QuerySession();
        return await Answer((await ThreadReads.Post(session, id, number, context.RequestAborted))!, facts, context);
    }

    private static async Task<IResult> Read(string id, ReadUpTo read, Caller caller, ReadMarks marks, IDocumentStore store, HttpContext context)
    {
        await using var session = store.QuerySession();
        if (await ThreadReads.Load(session, id, caller.Actor, context.RequestAborted) is not { } view)
            return Answers.NothingHere();
        marks.Read(caller.Actor.Person, id, Math.Clamp(read.Number, 0, view.Count));
        await marks.Flush(context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static void OnThread<TCommand>(RouteGroupBuilder api, Func<TCommand, DiscussionThread?, Audience?, Actor, Room, Decision> decide)
        where TCommand : class =>
        api.MapCommand<DiscussionThread, TCommand>(
            "threads", (command, given, actor) => ThreadDecisions.OnThread(given, (thread, audience) => decide(command, thread, audience, actor, given.Room)), Writers.OneAtATime);

    private static void OnPost<TCommand>(RouteGroupBuilder api, Func<TCommand, DiscussionThread?, Post?, Post?, Audience?, Actor, DateTimeOffset, Decision> decide)
        where TCommand : class =>
        api.MapPost($"/threads/{{id}}/posts/{{number:int}}/{CommandEndpoints.Kebab(typeof(TCommand).Name)}", async (string id, int number, TCommand command, Caller caller, Commands commands, HttpContext context) =>
            {
                var result = await commands.Run<DiscussionThread>(
                    id, caller.Expected,
                    given => ThreadDecisions.OnPost(given, id, number, (thread, post, question, audience) => decide(command, thread, post, question, audience, caller.Actor, given.Room.Now), context.RequestAborted),
                    Writers.OneAtATime, caller.Request, context.RequestAborted);
                return result.Answer(context);
            })
            .WithName(typeof(TCommand).Name).WithTags(Tag).Produces<CommandAnswer>()
            .ProducesProblem(403).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422);

    private static async Task<PostRow?> Visible(IQuerySession session, string id, int number, Actor actor, CancellationToken cancellation) =>
        await ThreadReads.Load(session, id, actor, cancellation) is null ? null : await ThreadReads.Post(session, id, number, cancellation);

    private static async Task<IResult> Answer(PostRow row, RoomFacts facts, HttpContext context)
    {
        context.Response.Headers.ETag = Answers.ETag(row.Post.EditCount);
        return TypedResults.Ok(PostAnswer.Of(row, await facts.Names([row.Post.Author.Person], context.RequestAborted)));
    }

    // An Idempotency-Key may be longer, and hold more characters, than a client key.
    private static string KeyOf(RequestKey? request) => request is null
        ? Guid.NewGuid().ToString("N")
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Key)));
}

/// <summary>A page of threads.</summary>
/// <param name="Threads">The threads, the latest post first.</param>
/// <param name="Next">Send it as <c>after</c> for the next page; null at the end.</param>
public sealed record ThreadListAnswer(IReadOnlyList<ListedThreadAnswer> Threads, string? Next);

/// <summary>A thread in a list.</summary>
/// <param name="Thread">The thread; its version is not read for lists, and 0.</param>
/// <param name="Unread">How many posts the caller has not read.</param>
public sealed record ListedThreadAnswer(ThreadAnswer Thread, int Unread);

/// <summary>A page of posts.</summary>
/// <param name="Version">The version of the thread.</param>
/// <param name="Total">How many posts the thread holds.</param>
/// <param name="Posts">The posts, in the order of their numbers.</param>
public sealed record PostListAnswer(long Version, int Total, IReadOnlyList<PostAnswer> Posts);

/// <summary>A text that a post has or had.</summary>
/// <param name="Edits">How often the post had been edited when this was its text.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Markdown">The text.</param>
public sealed record PostVersionAnswer(int Edits, DateTimeOffset At, string Markdown);
