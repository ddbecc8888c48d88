using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <summary>Which proposals a list shows.</summary>
public enum ProposalTab
{
    /// <summary>All that one may see.</summary>
    All,

    /// <summary>Those that wait for one's company.</summary>
    Waits,

    /// <summary>Drafts of one's company, and those it is invited to.</summary>
    Drafts,

    /// <summary>In last call.</summary>
    LastCall,

    /// <summary>Open.</summary>
    Open,

    /// <summary>In tally, with an outcome, or withdrawn.</summary>
    Decided,
}

/// <summary>What a list is asked for.</summary>
/// <param name="Tab">Which part.</param>
/// <param name="Company">Only of this author company; null for all.</param>
/// <param name="Words">Only with words in the title that begin with these, or this number; null for all.</param>
/// <param name="After">Where the page before ended; null for the first.</param>
/// <param name="Take">The most rows.</param>
public sealed record ProposalFilter(ProposalTab Tab = ProposalTab.All, string? Company = null, string? Words = null, string? After = null, int Take = 50);

/// <summary>One page of a list.</summary>
/// <param name="Rows">The rows, the last changed first.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record ProposalPageOf(IReadOnlyList<ProposalRow> Rows, string? Next);

/// <summary>Every read of proposals, each with the reader's audience in the question or checked on the answer.</summary>
public sealed class ProposalReads(IDocumentStore store, RoomFacts facts, TimeProvider clock)
{
    /// <summary>How many events a page of history holds.</summary>
    public const int HistoryPage = 20;

    private const int SayingLimit = 400;

    /// <summary>A page of a list.</summary>
    public async Task<ProposalPageOf> List(Actor actor, ProposalFilter filter, CancellationToken cancellation = default)
    {
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        var where = new Where();
        where.And(ProposalLists.Readable, actor.Company.Value, actor.Person.Value);
        switch (filter.Tab)
        {
            case ProposalTab.Waits:
                where.And(ProposalWaits.Waits, actor.Company.Value, actor.Company.Value, ProposalLists.Affiliates(actor, room));
                break;
            case ProposalTab.Drafts:
                where.And("d.status = 'Draft' and d.companies @> array[?]", actor.Company.Value);
                break;
            case ProposalTab.LastCall:
                where.And("d.status = 'LastCall'");
                break;
            case ProposalTab.Open:
                where.And("d.status = 'Open'");
                break;
            case ProposalTab.Decided:
                where.And("d.status not in ('Draft', 'Open', 'LastCall')");
                break;
            default:
                break;
        }

        if (filter.Company is { Length: > 0 } company)
            where.And("d.authors @> array[?]", company);
        if (filter.Words?.Trim() is { Length: > 0 } words)
            where.And(TitleWords.Condition("d.title", "d.id"), TitleWords.Values(words));
        if (Cursor.Read(filter.After) is { } after)
            where.And("(d.changed_at, d.id) < (?, ?)", after.At, after.Id);

        await using var session = store.QuerySession();
        var rows = await session.QueryAsync<ProposalRow>($"where {where} order by d.changed_at desc, d.id desc limit {Math.Clamp(filter.Take, 1, 500) + 1}", cancellation, [.. where.Values]);
        var page = rows.Take(filter.Take).Where(r => r.State.Audience.Admits(actor)).ToList();
        return new ProposalPageOf(page, rows.Count > filter.Take ? Cursor.Write(rows[filter.Take - 1]) : null);
    }

    /// <summary>The row, or null where there is none or the actor may not see it.</summary>
    public async Task<ProposalRow?> Row(string id, Actor actor, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<ProposalRow>(id, cancellation) is { } row && row.State.Audience.Admits(actor) ? row : null;
    }

    /// <summary>The view of now, for a room of screens. Who looks at it checks its audience.</summary>
    public async Task<ProposalView?> View(IQuerySession session, string id, CancellationToken cancellation) =>
        await session.LoadAsync<ProposalRow>(id, cancellation) is { } row && await View(session, row.State, row.Version, row.OpenedAtEvent, cancellation) is { } view
            ? view with { Marks = await HistoryMarks.Of(session, id, row.Version, cancellation) }
            : null;

    /// <summary>The view of now, or at an event; null where there is nothing that the actor may see.</summary>
    public async Task<ProposalView?> Look(string id, long? number, Actor actor, CancellationToken cancellation = default)
    {
        if (number is { } at)
            return await ViewAt(id, at, actor, cancellation);
        await using var session = store.QuerySession();
        return await View(session, id, cancellation) is { } view && view.Audience.Admits(actor) ? view : null;
    }

    /// <summary>The room that a view is seen in: of now, or as it stood at the event of a view of the past.</summary>
    public ValueTask<Room> RoomOf(ProposalView view, CancellationToken cancellation = default) =>
        view.Present is null ? facts.Now(clock.GetUtcNow(), cancellation) : facts.At(view.At, cancellation);

    /// <summary>The view at an event: a fold of the events up to it. Null where there is nothing that the actor may see.</summary>
    public async Task<ProposalView?> ViewAt(string id, long number, Actor actor, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<ProposalRow>(id, cancellation) is not { } row || !row.State.Audience.Admits(actor))
            return null;
        if (number < FirstEventFor(row.State, row.OpenedAtEvent, actor) || number > row.Version)
            return null;
        if (number == row.Version)
            return await View(session, row.State, number, row.OpenedAtEvent, cancellation);
        var state = await session.Events.AggregateStreamAsync<Proposal>(id, version: number, token: cancellation);
        return state is not null && await View(session, state, number, row.OpenedAtEvent, cancellation) is { } view ? view with { Present = row.State } : null;
    }

    /// <summary>The text in force at an event.</summary>
    public static async Task<RevisionText?> TextAt(IQuerySession session, string id, long number, CancellationToken cancellation = default)
    {
        var head = await session.Query<RevisionText>()
            .Where(t => t.Proposal == id && t.Event <= number && t.Origin != TextOrigin.Correction)
            .OrderByDescending(t => t.Event).FirstOrDefaultAsync(cancellation);
        if (head is null or { Origin: TextOrigin.Draft or TextOrigin.Revised })
            return head;
        var origin = head.Origin == TextOrigin.CorrectionPublished ? TextOrigin.Correction : TextOrigin.Draft;
        var written = await session.Query<RevisionText>()
            .Where(t => t.Proposal == id && t.Event < head.Event && t.Origin == origin)
            .OrderByDescending(t => t.Event).FirstOrDefaultAsync(cancellation);
        var since = origin == TextOrigin.Draft && written is not null ? await SectionsSince(session, id, written.Event, head.Event, cancellation) : [];
        return head with
        {
            Sections = [.. written?.Sections.Select(s => since.FirstOrDefault(t => t.Name == s.Name) ?? s) ?? []],
            Summary = head.Summary ?? written?.Summary,
        };
    }

    private static async Task<IReadOnlyList<SectionText>> SectionsSince(IQuerySession session, string id, long after, long until, CancellationToken cancellation)
    {
        // One look into the index for each section, however often it was saved.
        var latest = await session.QueryAsync<RevisionText>(
            "select l.data from unnest(?) as n(name), lateral (select d.data from collab.mt_doc_revisiontext as d where d.data ->> 'proposal' = ? and d.data ->> 'section' = n.name and (d.data ->> 'event')::bigint > ? and (d.data ->> 'event')::bigint <= ? order by (d.data ->> 'event')::bigint desc limit 1) as l",
            cancellation, ProposalText.Empty.Sections.Select(s => s.Name).ToArray(), id, after, until);
        return [.. latest.Select(t => t.Sections[0])];
    }

    /// <summary>The text of a revision, or null.</summary>
    public async Task<RevisionText?> Revision(string id, int revision, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        var head = await session.Query<RevisionText>().Where(t => t.Proposal == id && t.Revision == revision && t.Revision > 0).FirstOrDefaultAsync(cancellation);
        return head is null ? null : await TextAt(session, id, head.Event, cancellation);
    }

    /// <summary>A page of history, newest first, of the events before one.</summary>
    /// <param name="id">The proposal.</param>
    /// <param name="before">The page ends before this event.</param>
    /// <param name="first">The earliest event that the reader may see.</param>
    /// <param name="take">The most events.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<HistoryLine>> History(string id, long before, long first, int take = HistoryPage, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        return await History(session, id, before, first, take, cancellation);
    }

    /// <summary>What was a draft stays with the companies that wrote it; everybody else looks back as far as its opening.</summary>
    public static long FirstEventFor(Proposal proposal, long? openedAtEvent, Actor actor) =>
        proposal.Author.Company == actor.Company || proposal.Invited.ContainsKey(actor.Company) ? 1 : openedAtEvent ?? long.MaxValue;

    private async Task<ProposalView?> View(IQuerySession session, Proposal state, long version, long? openedAtEvent, CancellationToken cancellation)
    {
        var text = await TextAt(session, state.Id, version, cancellation);
        if (text is null)
            return null;
        var revisions = await session.QueryAsync<RevisionText>(
            "select jsonb_set(d.data, '{sections}', '[]') from collab.mt_doc_revisiontext as d where d.data ->> 'proposal' = ? and (d.data ->> 'event')::bigint <= ? and (d.data ->> 'revision')::int > 0 order by (d.data ->> 'event')::bigint",
            cancellation, state.Id, version);
        var others = await session.Query<Saying>()
            .Where(s => s.Proposal == state.Id && s.Event <= version && s.Name != nameof(PositionRecorded))
            .OrderByDescending(s => s.Event).Take(SayingLimit).ToListAsync(cancellation);
        var positions = await session.QueryAsync<Saying>(
            "select distinct on (d.data ->> 'subject') d.data from collab.mt_doc_saying as d where d.data ->> 'proposal' = ? and (d.data ->> 'event')::bigint <= ? and d.data ->> 'name' = 'PositionRecorded' order by d.data ->> 'subject', (d.data ->> 'event')::bigint desc",
            cancellation, state.Id, version);
        var recent = await History(session, state.Id, version + 1, 1, HistoryPage, cancellation);
        List<Saying> sayings = [.. others.Concat(positions).OrderBy(s => s.Event)];
        var people = sayings.Select(s => s.By.Person).Concat(recent.Select(r => r.By.Person)).Concat(revisions.Select(r => r.By.Person))
            .Concat(state.Positions.Values.Select(p => p.By.Person)).Append(state.Author.Person).Append(text.By.Person)
            .Concat(revisions.SelectMany(r => r.Credits ?? []).Select(c => c.By.Person));
        return new ProposalView(state, version, openedAtEvent, text, revisions, sayings, recent, await facts.Names(people, cancellation));
    }

    private async Task<IReadOnlyList<HistoryLine>> History(IQuerySession session, string id, long before, long first, int take, CancellationToken cancellation)
    {
        var from = Math.Max(first, before - take);
        if (from >= before)
            return [];
        var roll = (await facts.Now(clock.GetUtcNow(), cancellation)).Roll;
        var events = await session.Events.FetchStreamAsync(id, version: before - 1, fromVersion: from, token: cancellation);
        return [.. events.Where(e => e.Data is IProposalEvent).Select(e => HistoryWords.Line(e.Version, (IProposalEvent)e.Data, roll)).Reverse()];
    }

    /// <summary>The conditions of a question and their values.</summary>
    private sealed class Where
    {
        private readonly List<string> conditions = [];

        public List<object> Values { get; } = [];

        public void And(string condition, params object[] values)
        {
            conditions.Add(condition);
            Values.AddRange(values);
        }

        public override string ToString() => string.Join(" and ", conditions);
    }

    /// <summary>Where a page ended: the instant of the last row's change and its id.</summary>
    private static class Cursor
    {
        public static string Write(ProposalRow row) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.ChangedAt.UtcTicks}.{row.Id}");

        public static (DateTimeOffset At, string Id)? Read(string? cursor)
        {
            var dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
            return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var ticks)
                && ticks <= DateTimeOffset.MaxValue.Ticks
                ? (new DateTimeOffset(ticks, TimeSpan.Zero), cursor![(dot + 1)..])
                : null;
        }
    }
}
