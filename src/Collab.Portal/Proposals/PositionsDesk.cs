using System.Globalization;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <summary>Which part of the representative's desk is looked at.</summary>
public enum DeskPart
{
    /// <summary>What waits for the company's position.</summary>
    Waits,

    /// <summary>Where its position stands.</summary>
    Stands,
}

/// <summary>What the desk is asked for.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Status">Only proposals that stand there; null for all.</param>
/// <param name="Words">Only with words in the title that begin with these, or of this number; null for all.</param>
/// <param name="After">Where the page before ended; null for the first.</param>
/// <param name="Take">The most rows.</param>
public sealed record DeskFilter(DeskPart Part = DeskPart.Waits, ProposalStatus? Status = null, string? Words = null, string? After = null, int Take = 50);

/// <summary>One proposal on the desk.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Outlook">What lies ahead.</param>
/// <param name="Own">The company's own last position, whatever became of it; null where it never took one.</param>
/// <param name="Speaker">The affiliate whose position stands for both; null where there is none.</param>
/// <param name="Recused">True when the company stands aside.</param>
/// <param name="Draft">The draft of the company's statement; null where there is none.</param>
public sealed record DeskItem(Proposal Proposal, ProposalOutlook Outlook, HeldPosition? Own, MemberId? Speaker, bool Recused, KeptDraft? Draft)
{
    /// <summary>True when the own position does not count any more.</summary>
    public bool Stale => Own is { Position: not Position.Recuse } own && !Proposal.IsCurrent(own);
}

/// <summary>One page of the desk.</summary>
/// <param name="Items">The nearest end of a last call first, then those without an end.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="Waiting">How many wait in all, whatever the filter.</param>
public sealed record DeskPageOf(IReadOnlyList<DeskItem> Items, string? Next, int Waiting);

/// <summary>Reads the representative's desk: what its company owes, never what another one does.</summary>
public sealed class PositionsDesk(IDocumentStore store, RoomFacts facts, PositionDrafts drafts, TimeProvider clock)
{
    private const string End = "coalesce(d.last_call_ends, '9999-12-31')";
    private const string Readable = "(d.label in ('Clear', 'Green') or ? = any(d.companies))";
    private const string Stands = "d.status in ('Open', 'LastCall', 'Tally') and d.spoke && ?";

    /// <summary>A page of the desk.</summary>
    public async Task<DeskPageOf> List(Actor actor, DeskFilter filter, CancellationToken cancellation = default)
    {
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        var unit = ProposalLists.Affiliates(actor, room);
        await using var session = store.QuerySession();
        List<string> where = [Readable];
        List<object> values = [actor.Company.Value];
        if (filter.Part == DeskPart.Waits)
            Only(ProposalWaits.WaitsForPosition, actor.Company.Value, unit);
        else
            Only(Stands, (object)unit);
        if (filter.Status is { } status)
            Only("d.status = ?", status.ToString());
        if (filter.Words?.Trim() is { Length: > 0 } words)
            Only(TitleWords.Condition("d.title", "d.id"), TitleWords.Values(words));
        if (ReadCursor(filter.After) is { } after)
            Only($"({End}, d.id) > (?, ?)", after.Ends, after.Id);
        var rows = await session.QueryAsync<ProposalRow>(
            $"where {string.Join(" and ", where)} order by {End}, d.id limit {Math.Clamp(filter.Take, 1, 200) + 1}", cancellation, [.. values]);
        var page = rows.Take(filter.Take).Select(r => r.State).Where(p => p.Audience.Admits(actor)).ToList();
        var kept = await drafts.Of(page, actor, cancellation);
        var waiting = await session.QueryAsync<int>(
            $"select count(*)::int from collab.mt_doc_proposalrow as d where {Readable} and {ProposalWaits.WaitsForPosition}", cancellation, actor.Company.Value, actor.Company.Value, unit);
        return new DeskPageOf(
            [.. page.Select(p => Item(p, actor, room, kept.GetValueOrDefault(p.Id)))],
            rows.Count > filter.Take ? WriteCursor(rows[filter.Take - 1].State) : null,
            waiting[0]);

        void Only(string condition, params object[] with)
        {
            where.Add(condition);
            values.AddRange(with);
        }
    }

    private static DeskItem Item(Proposal p, Actor actor, Room room, KeptDraft? draft)
    {
        var speaker = p.Positions.Where(x => x.Key != actor.Company && p.IsCurrent(x.Value) && room.Roll.Related(x.Key, actor.Company)).Select(x => (MemberId?)x.Key).FirstOrDefault();
        return new DeskItem(
            p, ProposalOutlook.For(p, room.Roll, room.Rules, room.Now, room.Moderating), p.Positions.GetValueOrDefault(actor.Company), speaker, Electorate.IsRecused(p, actor.Company, room.Roll), draft);
    }

    private static DateTimeOffset EndOf(Proposal p) => p is { Status: ProposalStatus.LastCall, LastCall: { } call } ? call.Ends : new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static string WriteCursor(Proposal p) => string.Create(CultureInfo.InvariantCulture, $"{EndOf(p).UtcTicks}.{p.Id}");

    private static (DateTimeOffset Ends, string Id)? ReadCursor(string? cursor) =>
        cursor?.Split('.', 2) is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks
            ? (ProposalRow.Microseconds(new DateTimeOffset(at, TimeSpan.Zero)), id)
            : null;
}
