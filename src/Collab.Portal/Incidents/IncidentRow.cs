using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Incidents;
using Marten.Events.Aggregation;

namespace Collab.Portal.Incidents;

/// <summary>A version of a report and the event that completes it, so that the version keeps its address.</summary>
/// <param name="Number">The version's number.</param>
/// <param name="Event">The number of its last event.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Corrects">True when the edits that follow at the same time belong to it.</param>
public sealed record Edition(int Number, long Event, DateTimeOffset At, bool Corrects);

/// <summary>
/// What lists and addresses of a report need beside its state: when it last changed, how many events it has, and
/// where its versions end. Who may read it stands in the state alone.
/// </summary>
public sealed record IncidentRow
{
    /// <summary>The report's id.</summary>
    public required string Id { get; init; }

    /// <summary>How many events it has; the version that a write names.</summary>
    public required long Events { get; init; }

    /// <summary>The last change, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who made the last change.</summary>
    public required By ChangedBy { get; init; }

    /// <summary>The event that shared it; what came before is the reporting company's own. Null while it is a draft.</summary>
    public long? SharedAtEvent { get; init; }

    /// <summary>Its versions, oldest first.</summary>
    public ImmutableList<Edition> Editions { get; init; } = [];

    /// <summary>The event that put a summary forward last.</summary>
    public long? RequestedAtEvent { get; init; }

    /// <summary>The event that put the summary forward that is public now.</summary>
    public long? ReleasedAtEvent { get; init; }

    /// <summary>Folds one event.</summary>
    /// <param name="row">The row so far; null at first.</param>
    /// <param name="id">The report's id.</param>
    /// <param name="number">The event's number in its stream.</param>
    /// <param name="event">The event.</param>
    public static IncidentRow After(IncidentRow? row, string id, long number, IIncidentEvent @event)
    {
        row = (row ?? new IncidentRow { Id = id, Events = 0, ChangedAt = @event.At, ChangedBy = @event.By }) with
        {
            Events = number,
            ChangedAt = @event.At,
            ChangedBy = @event.By,
        };
        return @event switch
        {
            ReportShared e => row.With(e.Version, number, e.At) with { SharedAtEvent = number },
            ReviewStarted e => row.With(e.Version, number, e.At),
            ReportFinalised e => row.With(e.Version, number, e.At),
            ReportCorrected e => row.With(e.Version, number, e.At, corrects: true),
            SummaryReleaseRequested => row with { RequestedAtEvent = number },
            SummaryReleased => row with { ReleasedAtEvent = row.RequestedAtEvent },
            _ when ReportTexts.IsEdit(@event) && row.Editions is [.., { Corrects: true } last] && last.At == @event.At =>
                row with { Editions = row.Editions.SetItem(row.Editions.Count - 1, last with { Event = number }) },
            _ => row,
        };
    }

    private IncidentRow With(int version, long number, DateTimeOffset at, bool corrects = false) =>
        this with { Editions = Editions.Add(new(version, number, at, corrects)) };
}

/// <summary>Keeps the rows, in the transaction that appends.</summary>
internal sealed partial class IncidentRowProjection : SingleStreamProjection<IncidentRow, string>
{
    public IncidentRowProjection()
    {
        Name = nameof(IncidentRow);
        foreach (var type in Store.EventTypes.Of<IIncidentEvent>())
            IncludeType(type);
    }

    public override IncidentRow? Evolve(IncidentRow? snapshot, string id, JasperFx.Events.IEvent e) =>
        e.Data is IIncidentEvent @event ? IncidentRow.After(snapshot, id, e.Version, @event) : snapshot;
}
