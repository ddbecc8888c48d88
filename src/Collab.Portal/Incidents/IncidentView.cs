using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Marten;

namespace Collab.Portal.Incidents;

/// <summary>A report with its texts, as a page and the API show it. Immutable: shared by every screen of a node.</summary>
/// <param name="Report">The state.</param>
/// <param name="Row">Its versions, and how many events it has.</param>
/// <param name="Texts">The texts by <see cref="ReportTexts"/>.</param>
/// <param name="Requested">The summary that waits to be released.</param>
/// <param name="Released">The summary that is public.</param>
public sealed record IncidentView(IncidentReport Report, IncidentRow Row, IReadOnlyDictionary<string, ReportText> Texts, ReportText? Requested, ReportText? Released)
{
    /// <summary>The version that a write names.</summary>
    public long Version => Row.Events;

    /// <summary>The text of this name, or null where there is none.</summary>
    public ReportText? Text(string key) => Texts.TryGetValue(key, out var text) && text.Markdown.Length > 0 ? text : null;

    /// <summary>True for what the reporting company sees of its own drafting, and nobody else.</summary>
    public bool IsOwn(Actor actor) => Report.Source == actor.Company;

    /// <summary>The first event that this actor may look at: recipients see what was shared, not how it was drafted.</summary>
    public long FirstEventFor(Actor actor) => IsOwn(actor) ? 1 : Row.SharedAtEvent ?? long.MaxValue;

    /// <summary>Loads the present view; null where there is no such report.</summary>
    public static async Task<IncidentView?> Load(IQuerySession session, string id, CancellationToken cancellation)
    {
        // The row first: should a commit come in between, the version named is the older one and a write is told so.
        if (await session.LoadAsync<IncidentRow>(id, cancellation) is not { } row || await session.LoadAsync<IncidentReport>(id, cancellation) is not { } report)
            return null;
        var texts = await session.Query<ReportText>().Where(t => t.ReportId == id && !t.Kept).ToListAsync(cancellation);
        return new(
            report,
            row,
            texts.ToDictionary(t => t.Key, StringComparer.Ordinal),
            report.Release is not null ? await Summary(session, id, row.RequestedAtEvent, cancellation) : null,
            await Summary(session, id, row.ReleasedAtEvent, cancellation));
    }

    /// <summary>The view for somebody; null where there is no such report or none that they may read.</summary>
    public static async Task<IncidentView?> Load(IQuerySession session, string id, Actor actor, CancellationToken cancellation) =>
        await Load(session, id, cancellation) is { } view && view.Report.Audience.Admits(actor) ? view : null;

    /// <summary>The event that a version ends with; null where there is no such version.</summary>
    public long? EventOf(int version) => Row.Editions.Find(e => e.Number == version)?.Event;

    /// <summary>
    /// What the report said after this event; null where there is no such event, or where the actor could not read the report
    /// then: who is added later reads what is there from then on. Reads the stream up to there: for looking back, not for a
    /// page that many have open.
    /// </summary>
    public async Task<IncidentView?> AsOf(IQuerySession session, long @event, Actor actor, CancellationToken cancellation)
    {
        if (@event < 1 || @event > Row.Events || Report.Status == ReportStatus.Retracted)
            return null;
        var id = Report.Id;
        var then = await session.Events.AggregateStreamAsync<IncidentReport>(id, version: @event, token: cancellation);
        if (then is null || !then.Audience.Admits(actor))
            return null;
        var kept = await session.Query<ReportText>()
            .Where(t => t.ReportId == id && t.Kept && t.Event <= @event && t.Key != ReportTexts.Summary)
            .Select(t => new TextAddress(t.Id, t.Key, t.Event))
            .ToListAsync(cancellation);
        var newest = kept.GroupBy(t => t.Key, StringComparer.Ordinal).Select(g => g.MaxBy(t => t.Event)!.Id);
        var texts = await session.LoadManyAsync<ReportText>(cancellation, newest);
        // Who may read it is a matter of today, whatever is looked back at.
        return this with { Report = then with { Audience = Report.Audience, Invited = Report.Invited }, Texts = texts.ToDictionary(t => t.Key, StringComparer.Ordinal), Requested = null, Released = null };
    }

    private static async Task<ReportText?> Summary(IQuerySession session, string id, long? @event, CancellationToken cancellation) =>
        @event is { } number ? await session.LoadAsync<ReportText>(ReportTexts.Id(id, ReportTexts.Summary, number), cancellation) : null;

    private sealed record TextAddress(string Id, string Key, long Event);
}
