using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Marten.Events.Aggregation;

namespace Collab.Portal.Proposals;

/// <summary>One proposal as lists and the clock ask for it. Everything in it follows from the stream alone.</summary>
public sealed record ProposalRow
{
    /// <summary>The proposal's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required ProposalStatus Status { get; init; }

    /// <summary>The company that started it.</summary>
    public required string Company { get; init; }

    /// <summary>That company and the co-authors.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary>The TLP label it carries.</summary>
    public required Tlp Label { get; init; }

    /// <summary>The companies that may read it, where the label names companies.</summary>
    public required IReadOnlyList<string> Companies { get; init; }

    /// <summary>The people who may read it, where the label names people.</summary>
    public required IReadOnlyList<string> People { get; init; }

    /// <summary>Companies with a current position, and those that stand aside.</summary>
    public required IReadOnlyList<string> Spoke { get; init; }

    /// <summary>Companies that the proposal waits for beside positions: to second, to join as co-author, to answer an objection, to say whether the answer meets it, to consent to a quotation.</summary>
    public required IReadOnlyList<string> WaitsOn { get; init; }

    /// <summary>The next instant, UTC, at which the clock has something to do; null when it has not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When its last call ends, UTC; null unless one is running.</summary>
    public DateTimeOffset? LastCallEnds { get; init; }

    /// <summary>When it last changed, UTC, in whole microseconds as PostgreSQL keeps them.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The number of its last event.</summary>
    public required long Version { get; init; }

    /// <summary>The number of the event that opened it; what was before is the drafting companies' own. Null while it is a draft.</summary>
    public long? OpenedAtEvent { get; init; }

    /// <summary>The published proposal that it superseded when it was published itself; null before.</summary>
    public string? Replaces { get; init; }

    /// <summary>The number of its outcome: 12 for <c>O-12</c>. Unique over all proposals.</summary>
    public int? OutcomeNumber { get; init; }

    /// <summary>The state that the row was made from.</summary>
    public required Proposal State { get; init; }

    /// <summary>Folds one event.</summary>
    /// <param name="row">The row so far; null at first.</param>
    /// <param name="id">The proposal's id.</param>
    /// <param name="number">The event's number in its stream.</param>
    /// <param name="event">The event.</param>
    public static ProposalRow After(ProposalRow? row, string id, long number, IProposalEvent @event) =>
        Of(Proposal.Evolve(row?.State, id, @event), number, @event, Opened(row?.OpenedAtEvent, number, @event));

    /// <summary>Folds a whole stream, as one event after the other does.</summary>
    /// <param name="id">The proposal's id.</param>
    /// <param name="events">All events with their numbers, in order; at least one.</param>
    public static ProposalRow After(string id, IReadOnlyList<(long Number, IProposalEvent Event)> events)
    {
        Proposal? state = null;
        long? opened = null;
        foreach (var (number, @event) in events)
        {
            state = Proposal.Evolve(state, id, @event);
            opened = Opened(opened, number, @event);
        }

        return Of(state!, events[^1].Number, events[^1].Event, opened);
    }

    private static long? Opened(long? before, long number, IProposalEvent @event) => before ?? (@event is ProposalOpened ? number : null);

    // Lists, because Npgsql writes no read-only list of the compiler's to a column.
    private static ProposalRow Of(Proposal state, long number, IProposalEvent last, long? opened) => new()
    {
        Id = state.Id,
        Title = state.Title,
        Status = state.Status,
        Company = state.Author.Company.Value,
        Authors = state.Authors.Select(a => a.Value).Order(StringComparer.Ordinal).ToList(),
        Label = state.Audience.Label,
        Companies = state.Audience.Companies.Select(c => c.Value).ToList(),
        People = state.Audience.People.Select(p => p.Value).ToList(),
        Spoke = state.Positions.Where(p => state.IsCurrent(p.Value)).Select(p => p.Key).Concat(state.Recused.Keys).Select(c => c.Value).Distinct().Order(StringComparer.Ordinal).ToList(),
        WaitsOn = Awaited(state).Select(c => c.Value).Distinct().Order(StringComparer.Ordinal).ToList(),
        DueAt = state.DueAt,
        LastCallEnds = state is { Status: ProposalStatus.LastCall, LastCall: { } call } ? Microseconds(call.Ends) : null,
        ChangedAt = Microseconds(last.At),
        Version = number,
        OpenedAtEvent = opened,
        Replaces = state.Publication is null ? null : state.Supersedes,
        OutcomeNumber = state.Publication is { } publication ? OutcomeNumbers.Parse(publication.Number) : null,
        State = state,
    };

    /// <summary>The instant as PostgreSQL keeps it.</summary>
    public static DateTimeOffset Microseconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % 10));

    private static IEnumerable<MemberId> Awaited(Proposal state)
    {
        if (state.Status == ProposalStatus.Draft)
        {
            foreach (var (company, role) in state.Invited)
            {
                if (role == InvitedAs.CoAuthor ? !state.CoAuthors.Contains(company) : state.Seconder is null)
                    yield return company;
            }
        }

        foreach (var objection in state.IsSettled ? [] : state.Objections)
        {
            foreach (var company in objection.State switch { ObjectionState.Raised => state.Authors, ObjectionState.Answered => [objection.By.Company], _ => [] })
                yield return company;
        }

        foreach (var source in state.Sources)
        {
            if (source is { Consented: false, Removed: false } && state.Status is not (ProposalStatus.Withdrawn or ProposalStatus.NotAgreed or ProposalStatus.Postponed))
                yield return source.Company;
        }
    }
}

/// <summary>Keeps the rows, in the transaction that appends.</summary>
internal sealed partial class ProposalRowProjection : SingleStreamProjection<ProposalRow, string>
{
    public ProposalRowProjection()
    {
        Name = nameof(ProposalRow);
        foreach (var type in Store.EventTypes.Of<IProposalEvent>())
            IncludeType(type);
    }

    public override ProposalRow? Evolve(ProposalRow? snapshot, string id, JasperFx.Events.IEvent e) =>
        e.Data is IProposalEvent @event ? ProposalRow.After(snapshot, id, e.Version, @event) : snapshot;
}
