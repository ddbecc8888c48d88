using System.Globalization;
using System.Text;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Threads;
using Marten;

namespace Collab.Portal.Threads;

/// <summary>Which threads a list shows.</summary>
/// <param name="Kind"><c>proposals</c>, <c>incidents</c> or <c>alone</c>; null for all.</param>
/// <param name="Unread">Only those with posts that the person has not read.</param>
/// <param name="Company">Only those in which this company wrote.</param>
/// <param name="After">Where the page before ended: its <c>next</c>.</param>
public sealed record ThreadFilter(string? Kind = null, bool Unread = false, string? Company = null, string? After = null);

/// <summary>A thread in a list.</summary>
/// <param name="View">The thread.</param>
/// <param name="Read">How far the person has read it.</param>
public sealed record ListedThread(ThreadView View, int Read)
{
    /// <summary>How many posts the person has not read.</summary>
    public int Unread => Math.Max(0, View.Count - Read);
}

/// <summary>A page of the list, the latest post first.</summary>
/// <param name="Threads">The threads.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record ThreadListPage(IReadOnlyList<ListedThread> Threads, string? Next);

/// <summary>The list of threads that somebody may read: filtered, ordered and paged by PostgreSQL, by key.</summary>
public sealed class ThreadList(IDocumentStore store, ReadMarks marks)
{
    /// <summary>How many threads a page shows.</summary>
    public const int PageSize = 50;

    /// <summary>Reads a page.</summary>
    public async Task<ThreadListPage> Read(Actor actor, ThreadFilter filter, int limit = PageSize, CancellationToken cancellation = default)
    {
        await marks.Flush(cancellation);
        var sql = new StringBuilder("where ").Append(SubjectAudience.Readable);
        var (company, person) = (actor.Company.Value, actor.Person.Value);
        List<object> values = [company, person, company, person, company, person];
        Narrow(filter, actor, sql, values);
        sql.Append(" order by collab.mt_immutable_timestamptz(d.data ->> 'lastPostAt') desc, d.id desc limit ?");
        values.Add(limit + 1);

        await using var session = store.QuerySession();
        var states = await session.QueryAsync<DiscussionThread>(sql.ToString(), cancellation, [.. values]);
        var subjects = await Subjects(session, states, cancellation);
        List<ThreadView> views = [];
        foreach (var state in states.Take(limit))
        {
            var subject = state.SubjectId is null ? null : subjects.GetValueOrDefault(state.SubjectId);
            if (state.AudienceUnder(subject?.Audience) is { } audience && audience.Admits(actor))
                views.Add(new ThreadView(state.Id, state.Title, subject, state, audience, 0));
        }

        var read = await marks.Of(actor.Person, [.. views.Select(v => v.Id)], cancellation);
        var last = states.Count > limit ? states[limit - 1] : null;
        return new ThreadListPage(
            [.. views.Select(v => new ListedThread(v, read.GetValueOrDefault(v.Id)))],
            last is null ? null : string.Create(CultureInfo.InvariantCulture, $"{last.LastPostAt.UtcTicks}_{last.Id}"));
    }

    private static void Narrow(ThreadFilter filter, Actor actor, StringBuilder sql, List<object> values)
    {
        sql.Append(filter.Kind switch
        {
            "proposals" => " and d.data ->> 'subjectId' like 'P-%'",
            "incidents" => " and d.data ->> 'subjectId' like 'IR-%'",
            "alone" => " and d.data ->> 'subjectId' is null",
            _ => "",
        });
        if (filter.Unread)
        {
            sql.Append(" and (d.data ->> 'nextPost')::int - 1 > coalesce((select m.number from collab.read_marks m where m.person = ? and m.thread = d.id), 0)");
            values.Add(actor.Person.Value);
        }

        if (!string.IsNullOrEmpty(filter.Company))
        {
            sql.Append(" and exists (select 1 from collab.mt_doc_postrow p where p.thread_id = d.id and p.company = ?)");
            values.Add(filter.Company);
        }

        if (Cursor(filter.After) is { } after)
        {
            sql.Append(" and (collab.mt_immutable_timestamptz(d.data ->> 'lastPostAt'), d.id) < (?, ?)");
            values.Add(after.At);
            values.Add(after.Id);
        }
    }

    private static (DateTimeOffset At, string Id)? Cursor(string? text) =>
        text?.Split('_', 2) is [var ticks, { Length: > 0 } id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            ? (new DateTimeOffset(at, TimeSpan.Zero), id)
            : null;

    private static async Task<Dictionary<string, Subject>> Subjects(IQuerySession session, IReadOnlyList<DiscussionThread> states, CancellationToken cancellation)
    {
        var batch = session.CreateBatchQuery();
        var loads = states.Where(s => s.SubjectId is not null).Select(s => s.SubjectId!).Distinct().Select(id => SubjectAudience.LoadIn(batch, id)).ToList();
        if (loads.Count > 0)
            await batch.Execute(cancellation);
        var subjects = new Dictionary<string, Subject>(StringComparer.Ordinal);
        foreach (var load in loads)
        {
            if (await load() is { } subject)
                subjects[subject.Id] = subject;
        }

        return subjects;
    }
}
