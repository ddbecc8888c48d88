using System.Collections.Concurrent;
using System.Globalization;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <summary>A remark and where its passage stands in the text in force.</summary>
/// <param name="Row">The remark.</param>
/// <param name="Found">The passage in its section's source; null when it is gone.</param>
/// <param name="OnPage">The passage on the page, in visible characters of its section; null when nothing of it is seen.</param>
/// <param name="Diff">For a suggestion, its wording against the passage word by word.</param>
public sealed record PlacedRemark(RemarkRow Row, Passage? Found, Passage? OnPage, IReadOnlyList<WordRun> Diff)
{
    /// <summary>True when it waits for somebody and its passage is no longer in the text.</summary>
    public bool IsGone => Row.State.IsOpen && Found is null;
}

/// <summary>The remarks on a proposal: what every screen of a node that shows them is handed, once per commit.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Text">Its text in force.</param>
/// <param name="Remarks">Open remarks oldest first, then the closed ones, the last made first.</param>
/// <param name="More">True when there are more than are shown.</param>
/// <param name="Names">Names of the people in them.</param>
public sealed record RemarksView(Proposal Proposal, RevisionText Text, IReadOnlyList<PlacedRemark> Remarks, bool More, IReadOnlyDictionary<PersonId, string> Names)
{
    /// <summary>Who may read the proposal; of its remarks, ask <see cref="For"/>.</summary>
    public Audience Audience => Proposal.Audience;

    /// <summary>The remarks that this actor may read.</summary>
    public IEnumerable<PlacedRemark> For(Actor actor) => Remarks.Where(r => r.Row.State.IsReadableBy(Proposal, actor));
}

/// <summary>One page of remarks.</summary>
/// <param name="Remarks">The remarks, oldest first.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record RemarkPage(IReadOnlyList<PlacedRemark> Remarks, string? Next);

/// <summary>Every read of remarks, each with the reader checked against the proposal as it stands now.</summary>
public sealed class RemarkReads(IDocumentStore store, RoomFacts facts)
{
    /// <summary>The most open remarks that the page shows.</summary>
    public const int OpenLimit = 300;

    private const int ClosedLimit = 50;
    private const int KeptLimit = 10_000;

    // Where a remark's passage stands depends on the remark and the text alone, and costs to find.
    private readonly ConcurrentDictionary<(string Remark, long Version, string Text), PlacedRemark> kept = new();

    /// <summary>The view of now, for a room of screens. Who looks at it checks what it may read.</summary>
    public async Task<RemarksView?> View(IQuerySession session, string proposal, CancellationToken cancellation)
    {
        if (await RemarkDeeds.InForce(session, proposal, cancellation) is not ({ } row, { } text))
            return null;
        var open = await session.QueryAsync<RemarkRow>(
            $"where d.proposal = ? and d.status in ('Open', 'Accepted') order by d.made_at, d.id limit {OpenLimit + 1}", cancellation, proposal);
        var closed = await session.QueryAsync<RemarkRow>(
            $"where d.proposal = ? and d.status not in ('Open', 'Accepted') order by d.made_at desc, d.id desc limit {ClosedLimit + 1}", cancellation, proposal);
        List<RemarkRow> shown = [.. open.Take(OpenLimit), .. closed.Take(ClosedLimit)];
        var people = shown.SelectMany(r => r.Replies.Select(a => a.By.Person).Append(r.State.By.Person).Append(r.State.ClosedBy?.Person ?? r.State.By.Person));
        return new RemarksView(
            row.State, text, Placed(shown, text), open.Count > OpenLimit || closed.Count > ClosedLimit, await facts.Names(people, cancellation));
    }

    /// <summary>The remark, or null where there is none or the actor may not read it.</summary>
    public async Task<(PlacedRemark Remark, Proposal Proposal)?> One(string id, Actor actor, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<RemarkRow>(id, cancellation) is not { } row
            || await RemarkDeeds.InForce(session, row.Proposal, cancellation) is not ({ } proposal, { } text) || !row.State.IsReadableBy(proposal.State, actor))
            return null;
        return (Placed([row], text)[0], proposal.State);
    }

    /// <summary>A page of a proposal's remarks, oldest first; null where there is no proposal or the actor may not read it.</summary>
    public async Task<RemarkPage?> List(string proposal, Actor actor, string? after, int take, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        if (await RemarkDeeds.InForce(session, proposal, cancellation) is not ({ } row, { } text) || !row.State.Audience.Admits(actor))
            return null;
        var first = Cursor(after);
        // What was said about a draft is asked for only by who could read the draft.
        var drafted = ProposalReads.FirstEventFor(row.State, row.OpenedAtEvent, actor) == 1;
        var rows = await session.QueryAsync<RemarkRow>(
            $"where d.proposal = ? and (? or (d.data -> 'state' -> 'anchor' ->> 'revision')::int > 0) and (d.made_at, d.id) > (?, ?) order by d.made_at, d.id limit {take + 1}",
            cancellation, proposal, drafted, first.At, first.Id);
        var page = rows.Take(take).Where(r => r.State.IsReadableBy(row.State, actor)).ToList();
        return new RemarkPage(Placed(page, text), rows.Count > take ? string.Create(CultureInfo.InvariantCulture, $"{rows[take - 1].MadeAt.UtcTicks}.{rows[take - 1].Id}") : null);
    }

    /// <summary>The suggestions that wait for the proposal's next revision, for its authors.</summary>
    public async Task<IReadOnlyList<RemarkRow>> Accepted(string proposal, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        return await session.QueryAsync<RemarkRow>("where d.proposal = ? and d.status = 'Accepted' order by d.made_at, d.id limit 200", cancellation, proposal);
    }

    private List<PlacedRemark> Placed(IReadOnlyList<RemarkRow> rows, RevisionText text)
    {
        if (kept.Count > KeptLimit)
            kept.Clear();
        var seen = new Dictionary<string, MarkdownText>(StringComparer.Ordinal);
        return [.. rows.Select(row => kept.GetOrAdd((row.Id, row.Version, text.Id), _ => Place(row, text, seen)))];
    }

    private static PlacedRemark Place(RemarkRow row, RevisionText text, Dictionary<string, MarkdownText> seen)
    {
        var anchor = row.State.Anchor;
        var markdown = text.Sections.FirstOrDefault(s => s.Name == anchor.Section)?.Markdown ?? "";
        var found = anchor.Find(markdown);
        Passage? onPage = null;
        if (found is { } passage && !anchor.IsWholeSection)
        {
            if (!seen.TryGetValue(anchor.Section, out var page))
                seen[anchor.Section] = page = MarkdownText.Of(markdown);
            onPage = page.OnPage(passage);
        }

        return new PlacedRemark(row, found, onPage, row.State.Replacement is { } replacement ? WordDiff.Runs(anchor.Quote, replacement) : []);
    }

    private static (DateTimeOffset At, string Id) Cursor(string? cursor)
    {
        var dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), cursor![(dot + 1)..])
            : (DateTimeOffset.UnixEpoch, "");
    }
}
