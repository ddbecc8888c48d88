using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Store;
using Marten;
using Marten.Linq.MatchesSql;

namespace Collab.Portal.Home;

/// <summary>Something that happened lately, in a line.</summary>
public sealed record Activity(DateTimeOffset At, MemberId Company, string Sentence, string Id, string Title, string Address);

/// <summary>A report that is worked on.</summary>
public sealed record OpenReportItem(string Id, string Title, Tlp Label, string Status, string OwnStatus);

/// <summary>What was published lately.</summary>
public sealed record PublishedItem(string Number, string Title, DateTimeOffset At);

/// <summary>Everything on the home page of one person, as of one moment.</summary>
public sealed record HomeView(
    IReadOnlyList<WaitingItem> Waiting, bool MoreWait, IReadOnlyList<Activity> Activity, IReadOnlyList<OpenReportItem> Reports, IReadOnlyList<PublishedItem> Published)
{
    private const int MostProposals = 60;
    private const int MostReports = 300;
    private const int RecentRows = 120;
    private const int ActivityLines = 12;

    /// <summary>Loads it for an actor.</summary>
    public static async Task<HomeView> Load(IDocumentStore store, IProposalLists lists, Actor actor, Room room, CancellationToken cancellation = default)
    {
        var (proposals, more) = await lists.ThatWait(actor, MostProposals, cancellation);
        await using var session = store.QuerySession();
        var reports = await session.Query<IncidentReport>().ReadableBy(actor)
            .Where(r => r.Status != ReportStatus.Retracted).OrderByDescending(r => r.OpenedAt).Take(MostReports).ToListAsync(cancellation);
        // Invited companies know of a report only that it waits for them behind an embargo.
        var invited = await session.Query<IncidentReport>().Where(r => r.MatchesSql("data -> 'invited' @> jsonb_build_array(?::text)", actor.Company.Value)).Take(MostReports).ToListAsync(cancellation);
        var published = await lists.LastPublished(5, cancellation);
        return new HomeView(
            Home.Waiting.For(actor, proposals, reports.Concat(invited.Where(r => !r.Audience.Admits(actor))), room),
            more,
            await Recent(session, actor, cancellation),
            [.. reports.Where(r => r.Audience.Admits(actor) && r.Status is ReportStatus.Draft or ReportStatus.Shared or ReportStatus.UnderReview).Take(8)
                .Select(r => new OpenReportItem(r.Id, r.Title, r.Audience.Label, Words(r.Status.ToString()), Words(r.CompanyStatuses.GetValueOrDefault(actor.Company, CompanyStatus.NotChecked).ToString())))],
            [.. published.Select(p => new PublishedItem(p.Publication!.Number, p.Title, p.Publication.At))]);
    }

    private static async Task<IReadOnlyList<Activity>> Recent(IQuerySession session, Actor actor, CancellationToken cancellation)
    {
        var rows = await session.Query<ActivityRow>().OrderByDescending(r => r.Id).Take(RecentRows).ToListAsync(cancellation);
        var subjects = rows.Select(r => r.Subject).Distinct().ToArray();
        var proposals = (await session.LoadManyAsync<Proposal>(cancellation, subjects)).ToDictionary(p => p.Id);
        var reports = (await session.LoadManyAsync<IncidentReport>(cancellation, subjects)).ToDictionary(r => r.Id);
        var lines = new List<Activity>();
        // The newest commits, told by the time that each event carries.
        foreach (var row in rows.OrderByDescending(r => r.At).ThenByDescending(r => r.Id))
        {
            var (title, audience, address) = proposals.TryGetValue(row.Subject, out var proposal) ? (proposal.Title, proposal.Audience, "/proposals/" + row.Subject)
                : reports.TryGetValue(row.Subject, out var report) ? (report.Title, report.Audience, "/incidents/" + row.Subject)
                : ("", null, "");
            if (audience?.Admits(actor) == true)
                lines.Add(new Activity(row.At, row.Company, row.Deed, row.Subject, title, address));
            if (lines.Count == ActivityLines)
                break;
        }

        return lines;
    }

    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
