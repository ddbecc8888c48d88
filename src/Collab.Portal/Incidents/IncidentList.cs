using System.Globalization;
using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Marten;
using Marten.Linq.MatchesSql;

namespace Collab.Portal.Incidents;

/// <summary>Which reports a list shows.</summary>
public enum IncidentShow
{
    /// <summary>All that one may read.</summary>
    All,

    /// <summary>The own company's.</summary>
    Mine,

    /// <summary>Other companies', shared with the own.</summary>
    Shared,

    /// <summary>Those under review.</summary>
    Review,

    /// <summary>Final ones, with a public summary or without.</summary>
    Final,
}

/// <summary>One report in a list.</summary>
/// <param name="Row">When it last changed.</param>
/// <param name="Report">The state.</param>
/// <param name="Outlook">What comes next.</param>
public sealed record IncidentItem(IncidentRow Row, IncidentReport Report, IncidentOutlook Outlook);

/// <summary>An embargo that the own company is asked to accept before it reads a report.</summary>
/// <param name="Id">The report's id.</param>
/// <param name="Source">The company that reports.</param>
/// <param name="End">The end of the embargo, UTC.</param>
public sealed record IncidentInvitation(string Id, MemberId Source, DateTimeOffset End);

/// <summary>Reads lists of reports, newest change first. PostgreSQL leaves out what the actor may not read; Domain is asked again.</summary>
public static class IncidentList
{
    /// <summary>The reports on one page.</summary>
    public const int PageSize = 50;

    /// <summary>One page.</summary>
    /// <param name="session">Reads.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="room">The room, for what comes next.</param>
    /// <param name="show">Which.</param>
    /// <param name="after">The key of the last item of the page before; null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The items, and the key of the next page or null.</returns>
    public static async Task<(IReadOnlyList<IncidentItem> Items, string? Next)> Page(
        IQuerySession session, Actor actor, Room room, IncidentShow show, string? after, CancellationToken cancellation = default)
    {
        var states = session.DocumentStore.Options.Schema.For<IncidentReport>();
        var query = session.Query<IncidentRow>().Where(r => r.MatchesSql(
            $"""
            exists (select 1 from {states} s where s.id = d.id
                and (s.data -> 'audience' ->> 'label' in ('Clear', 'Green')
                    or s.data -> 'audience' -> 'companies' @> to_jsonb(?::text)
                    or s.data -> 'audience' -> 'people' @> to_jsonb(?::text))
                and s.data ->> 'status' = any(?)
                and (s.data -> 'reporter' ->> 'company' = ?::text) = any(?))
            """,
            actor.Company.Value, actor.Person.Value, Statuses(show), actor.Company.Value, Own(show)));
        if (ReadKey(after) is var (at, id))
            query = query.Where(r => r.ChangedAt < at || (r.ChangedAt == at && r.MatchesSql("d.id > ?", id)));
        var rows = await query.OrderByDescending(r => r.ChangedAt).ThenBy(r => r.Id).Take(PageSize + 1).ToListAsync(cancellation);
        var reports = (await session.LoadManyAsync<IncidentReport>(cancellation, rows.Take(PageSize).Select(r => r.Id))).ToDictionary(r => r.Id, StringComparer.Ordinal);
        var items = rows.Take(PageSize)
            .Where(r => reports.TryGetValue(r.Id, out var report) && report.Audience.Admits(actor))
            .Select(r => new IncidentItem(r, reports[r.Id], IncidentOutlook.For(reports[r.Id], room.Roll, room.Rules, room.Now)))
            .ToList();
        return (items, rows.Count > PageSize ? Key(rows[PageSize - 1]) : null);
    }

    /// <summary>The embargoes that the actor's company is asked to accept.</summary>
    public static async Task<IReadOnlyList<IncidentInvitation>> Invitations(IQuerySession session, Actor actor, CancellationToken cancellation = default)
    {
        var reports = await session.Query<IncidentReport>()
            .Where(r => r.MatchesSql("d.data -> 'invited' @> to_jsonb(?::text)", actor.Company.Value))
            .OrderBy(r => r.Id).Take(PageSize).ToListAsync(cancellation);
        return [.. reports.Where(r => r.IsInvited(actor)).Select(Invitation)];
    }

    /// <summary>What an invited company is told: that there is something, whose it is and how long the embargo runs; no title, no text.</summary>
    public static IncidentInvitation Invitation(IncidentReport report) => new(report.Id, report.Source, report.Embargo.End!.Value);

    private static string[] Statuses(IncidentShow show) => show switch
    {
        IncidentShow.Review => [nameof(ReportStatus.UnderReview)],
        IncidentShow.Final => [nameof(ReportStatus.Final), nameof(ReportStatus.PublicSummary)],
        _ => Enum.GetNames<ReportStatus>(),
    };

    private static bool[] Own(IncidentShow show) => show switch
    {
        IncidentShow.Mine => [true],
        IncidentShow.Shared => [false],
        _ => [true, false],
    };

    private static string Key(IncidentRow row) => $"{row.ChangedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)}.{row.Id}";

    private static (DateTimeOffset At, string Id)? ReadKey(string? key) =>
        key?.Split('.', 2) is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            ? (new DateTimeOffset(at, TimeSpan.Zero), id)
            : null;
}
