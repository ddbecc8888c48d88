using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Marten;

namespace Collab.Portal.Threads;

/// <summary>A thread without its posts, as of one version.</summary>
/// <param name="Id">The thread.</param>
/// <param name="Title">Its title; the subject's while nothing was written.</param>
/// <param name="Subject">What it stands beside; null when it stands alone.</param>
/// <param name="State">Its state; null while nobody wrote in a subject's thread.</param>
/// <param name="Audience">Who may read it: the subject's audience, narrowed by its own.</param>
/// <param name="Version">The version of its stream; 0 while there is none.</param>
public sealed record ThreadView(string Id, string Title, Subject? Subject, DiscussionThread? State, Audience Audience, long Version)
{
    /// <summary>How many posts were written.</summary>
    public int Count => (State?.NextPost ?? 1) - 1;
}

/// <summary>A thread with the rows that changed since some version.</summary>
/// <param name="View">The thread; null where there is nothing.</param>
/// <param name="Posts">The rows, in the order of their last change.</param>
internal sealed record ThreadChanges(ThreadView? View, IReadOnlyList<PostRow> Posts);

/// <summary>How threads are read: by key, a page at a time, never a whole stream.</summary>
internal static class ThreadReads
{
    /// <summary>The most posts that one page holds.</summary>
    public const int PageLimit = 200;

    /// <summary>The most rows that one look for changes loads.</summary>
    public const int ChangesLimit = 500;

    /// <summary>Loads a thread; null where there is nothing. The caller asks whether its actor may read it.</summary>
    public static async Task<ThreadView?> Load(IQuerySession session, string id, CancellationToken cancellation = default) =>
        (await LoadSince(session, id, null, cancellation)).View;

    /// <summary>Loads a thread for an actor; null where there is nothing, or nothing that they may see.</summary>
    public static async Task<ThreadView?> Load(IQuerySession session, string id, Actor actor, CancellationToken cancellation = default) =>
        await Load(session, id, cancellation) is { } view && view.Audience.Admits(actor) ? view : null;

    /// <summary>Loads a thread and what changed in it since a version, in one round trip.</summary>
    /// <param name="session">Reads.</param>
    /// <param name="id">The thread.</param>
    /// <param name="since">The version known; null for no posts.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ThreadChanges> LoadSince(IQuerySession session, string id, long? since, CancellationToken cancellation = default)
    {
        // The version is read first: what is read after it is as new or newer, and what is newer comes again with the
        // next commit. The other way round something could be missed.
        var batch = session.CreateBatchQuery();
        var stream = batch.Events.FetchStreamState(id);
        var state = batch.Load<DiscussionThread>(id);
        var own = SubjectAudience.LoadIn(batch, SubjectAudience.SubjectOf(id));
        var rows = since is null ? null : batch.Query<PostRow>("where d.thread_id = ? and d.changed_in > ? order by d.changed_in limit ?", id, since.Value, ChangesLimit);
        await batch.Execute(cancellation);

        var thread = await state;
        var subject = await own();
        if (thread?.SubjectId is { } subjectId && subjectId != subject?.Id)
            subject = await SubjectAudience.Load(session, subjectId, cancellation);
        var posts = rows is null ? [] : await rows;
        var audience = thread is null ? subject?.Audience : thread.AudienceUnder(subject?.Audience);
        return audience is null
            ? new ThreadChanges(null, posts)
            : new ThreadChanges(new ThreadView(id, thread?.Title ?? subject!.Title, subject, thread, audience, (await stream)?.Version ?? 0), posts);
    }

    /// <summary>Posts with numbers from <paramref name="after"/> to <paramref name="before"/>, both excluded; the oldest of them first.</summary>
    public static Task<IReadOnlyList<PostRow>> After(IQuerySession session, string id, int after, int before, int limit, CancellationToken cancellation = default) =>
        session.QueryAsync<PostRow>("where d.thread_id = ? and d.number > ? and d.number < ? order by d.number limit ?", cancellation, id, after, before, limit);

    /// <summary>The latest posts with numbers under <paramref name="before"/>, in the order of their numbers.</summary>
    public static async Task<IReadOnlyList<PostRow>> Before(IQuerySession session, string id, int before, int limit, CancellationToken cancellation = default)
    {
        var rows = await session.QueryAsync<PostRow>("where d.thread_id = ? and d.number < ? order by d.number desc limit ?", cancellation, id, before, limit);
        return [.. rows.Reverse()];
    }

    /// <summary>Posts of sub-threads, latest first, given as the numbers under which they were put there.</summary>
    public static async Task<IReadOnlyList<PostRow>> InSubThreads(IQuerySession session, string id, int[] subThreads, int before, int limit, CancellationToken cancellation = default)
    {
        var rows = await session.QueryAsync<PostRow>(
            "where d.thread_id = ? and d.number < ? and (d.data -> 'post' ->> 'subThread')::int = any(?) order by d.number desc limit ?", cancellation, id, before, subThreads, limit);
        return [.. rows.Reverse()];
    }

    /// <summary>Rows that changed after one version and up to another, in the order of their numbers.</summary>
    public static Task<IReadOnlyList<PostRow>> Between(IQuerySession session, string id, long after, long upTo, int limit, CancellationToken cancellation = default) =>
        session.QueryAsync<PostRow>(
            "where d.thread_id = ? and d.changed_in > ? and d.changed_in <= ? order by d.changed_in limit ?", cancellation, id, after, upTo, limit);

    /// <summary>One post; null where there is none.</summary>
    public static Task<PostRow?> Post(IQuerySession session, string id, int number, CancellationToken cancellation = default) =>
        session.LoadAsync<PostRow>(PostRow.IdOf(id, number), cancellation);

    /// <summary>A post by its author's own key; null where there is none.</summary>
    public static async Task<PostRow?> Sent(IQuerySession session, string id, PersonId author, string clientKey, CancellationToken cancellation = default) =>
        await session.QueryAsync<PostRow>(SentSql, cancellation, id, author.Value, clientKey) is [var row, ..] ? row : null;

    /// <summary>The condition that finds a post by thread, author and client key.</summary>
    internal const string SentSql = "where d.thread_id = ? and d.author = ? and d.client_key = ?";

    /// <summary>The earlier texts of a post, oldest first.</summary>
    public static async Task<IReadOnlyList<PostVersion>> Versions(IQuerySession session, PostRow row, CancellationToken cancellation = default) => row.Post.EditCount == 0
        ? []
        : [.. (await session.LoadManyAsync<PostVersion>(cancellation, Enumerable.Range(0, row.Post.EditCount).Select(e => PostVersion.IdOf(row.Id, e)))).OrderBy(v => v.Edits)];
}
