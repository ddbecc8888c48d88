using System.Runtime.CompilerServices;
using Collab.Domain.Threads;
using Collab.Portal.Store;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;

namespace Collab.Portal.Threads;

/// <summary>
/// Writes the rows of posts in the transaction that appends. A new post loads nothing; the events of one page are
/// folded in memory, so that a rebuild gives the same rows as the commits did.
/// </summary>
internal sealed class PostRows : ProjectionBase, IProjection
{
    private static readonly ConditionalWeakTable<PostWritten, SafeHtml> Rendered = [];

    public PostRows()
    {
        Name = "PostRow";
        foreach (var type in EventTypes.Of<IPostEvent>())
            IncludeType(type);
        RegisterPublishedType(typeof(PostRow));
        RegisterPublishedType(typeof(PostVersion));
        Options.DeleteViewTypeOnTeardown<PostRow>();
        Options.DeleteViewTypeOnTeardown<PostVersion>();
    }

    /// <summary>The HTML of a post just written: made once, for its row and for the answer to who wrote it.</summary>
    public static SafeHtml Render(PostWritten written) => Rendered.GetValue(written, w => Markdown.Render(w.Markdown));

    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<JasperFx.Events.IEvent> events, CancellationToken cancellation)
    {
        var posts = events.Where(e => e.Data is IPostEvent).ToList();
        if (posts.Count == 0)
            return;
        var rows = await Known(operations, posts, cancellation);
        var versions = new SortedDictionary<string, PostVersion>(StringComparer.Ordinal);
        foreach (var e in posts)
        {
            var @event = (IPostEvent)e.Data;
            var id = PostRow.IdOf(e.StreamKey!, @event.Number);
            var before = rows.GetValueOrDefault(id);
            if (@event is PostEdited)
                Keep(versions, before!);
            if (@event is PostRedacted)
                Forget(operations, versions, before!);
            rows[id] = Evolve(before, e.StreamKey!, @event, e.Version);
        }

        operations.Store<PostRow>(rows.Values);
        operations.Store<PostVersion>(versions.Values);
    }

    private static PostRow Evolve(PostRow? row, string thread, IPostEvent @event, long version)
    {
        var post = Post.Evolve(row?.Post, thread, @event);
        if (@event is PostWritten written)
        {
            var html = Render(written);
            return new PostRow
            {
                Id = PostRow.IdOf(thread, written.Number),
                ThreadId = thread,
                Number = written.Number,
                Author = written.By.Person.Value,
                Company = written.By.Company.Value,
                ClientKey = written.ClientKey,
                Post = post,
                Markdown = written.Markdown,
                Html = html.Html,
                Pipeline = html.Pipeline,
                WrittenIn = version,
                ChangedIn = version,
            };
        }

        row = row! with { Post = post, ChangedIn = version };
        if (@event is PostRedacted)
            return row with { Markdown = "", Html = "" };
        if (@event is not PostEdited edited)
            return row;
        var again = Markdown.Render(edited.Markdown);
        return row with { Markdown = edited.Markdown, Html = again.Html, Pipeline = again.Pipeline };
    }

    private static void Keep(SortedDictionary<string, PostVersion> versions, PostRow row)
    {
        var id = PostVersion.IdOf(row.Id, row.Post.EditCount);
        versions[id] = new PostVersion { Id = id, Edits = row.Post.EditCount, Markdown = row.Markdown, At = row.Post.EditedAt ?? row.Post.At };
    }

    private static void Forget(IDocumentOperations operations, SortedDictionary<string, PostVersion> versions, PostRow row)
    {
        for (var edits = 0; edits < row.Post.EditCount; edits++)
        {
            var id = PostVersion.IdOf(row.Id, edits);
            versions.Remove(id);
            operations.Delete<PostVersion>(id);
        }
    }

    // Rows that these events change and that were written before them.
    private static async Task<Dictionary<string, PostRow>> Known(IDocumentOperations operations, List<JasperFx.Events.IEvent> events, CancellationToken cancellation)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var e in events)
        {
            var @event = (IPostEvent)e.Data;
            var id = PostRow.IdOf(e.StreamKey!, @event.Number);
            if (@event is PostWritten)
                written.Add(id);
            else if (!written.Contains(id))
                needed.Add(id);
        }

        return needed.Count == 0
            ? new Dictionary<string, PostRow>(StringComparer.Ordinal)
            : (await operations.LoadManyAsync<PostRow>(cancellation, needed)).ToDictionary(r => r.Id, StringComparer.Ordinal);
    }
}
