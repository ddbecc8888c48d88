using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Collab.Domain.Incidents;

/// <summary>Something that happened to a report's embargo.</summary>
public interface IEmbargoEvent : IIncidentEvent;

/// <summary>Where an embargo stands, after Vultron's embargo management.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EmbargoStatus>))]
public enum EmbargoStatus
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>One is proposed; it binds nobody yet.</summary>
    Proposed,

    /// <summary>It runs.</summary>
    Active,

    /// <summary>It runs, and another end is proposed.</summary>
    Revise,

    /// <summary>It is over, for good.</summary>
    Exited,
}

/// <summary>Why an embargo ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EmbargoEnding>))]
public enum EmbargoEnding
{
    /// <summary>Its end came.</summary>
    EndReached,

    /// <summary>What it covered is public.</summary>
    BecamePublic,
}

/// <summary>A company proposes an embargo until this instant, UTC. A later proposal of the same company replaces it.</summary>
public sealed record EmbargoProposed(By By, DateTimeOffset At, DateTimeOffset End) : IEmbargoEvent;

/// <summary>A company proposes another end, UTC, for the embargo that runs.</summary>
public sealed record EmbargoRevisionProposed(By By, DateTimeOffset At, DateTimeOffset End) : IEmbargoEvent;

/// <summary>A company accepts an embargo until this instant, UTC.</summary>
public sealed record EmbargoAccepted(By By, DateTimeOffset At, DateTimeOffset End) : IEmbargoEvent;

/// <summary>The embargo runs until this instant, UTC, from now on.</summary>
public sealed record EmbargoActivated(By By, DateTimeOffset At, DateTimeOffset End) : IEmbargoEvent;

/// <summary>A company took its own proposal back.</summary>
public sealed record EmbargoProposalWithdrawn(By By, DateTimeOffset At) : IEmbargoEvent;

/// <summary>The source turned down what is proposed. An embargo that runs goes on.</summary>
public sealed record EmbargoProposalsRejected(By By, DateTimeOffset At, string Reason) : IEmbargoEvent;

/// <summary>A company left the embargo. It goes on for the others.</summary>
public sealed record EmbargoLeft(By By, DateTimeOffset At, string Reason) : IEmbargoEvent;

/// <summary>The embargo is over.</summary>
public sealed record EmbargoEnded(By By, DateTimeOffset At, EmbargoEnding Ending, string? Url) : IEmbargoEvent;

/// <summary>
/// A report's embargo: who proposed which end, which end holds, and who has accepted it. Of several proposed ends the
/// earliest wins. All times UTC.
/// </summary>
public sealed record Embargo
{
    /// <summary>No embargo.</summary>
    public static readonly Embargo None = new();

    /// <summary>The ends proposed now, one for each company that proposes.</summary>
    public ImmutableSortedDictionary<MemberId, DateTimeOffset> Proposals { get; init; } = ImmutableSortedDictionary<MemberId, DateTimeOffset>.Empty;

    /// <summary>Who accepted a proposed later end that others have yet to accept, and which.</summary>
    public ImmutableSortedDictionary<MemberId, DateTimeOffset> Acceptances { get; init; } = ImmutableSortedDictionary<MemberId, DateTimeOffset>.Empty;

    /// <summary>The end of the embargo that runs or ran.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>The companies bound by it.</summary>
    public ImmutableSortedSet<MemberId> Bound { get; init; } = [];

    /// <summary>The companies that left it.</summary>
    public ImmutableSortedSet<MemberId> Left { get; init; } = [];

    /// <summary>When it was over.</summary>
    public DateTimeOffset? ExitedAt { get; init; }

    /// <summary>Why it was over.</summary>
    public EmbargoEnding? Ending { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonIgnore]
    public EmbargoStatus Status => (ExitedAt, End, Proposals.IsEmpty) switch
    {
        (not null, _, _) => EmbargoStatus.Exited,
        (null, null, true) => EmbargoStatus.None,
        (null, null, false) => EmbargoStatus.Proposed,
        (null, not null, true) => EmbargoStatus.Active,
        (null, not null, false) => EmbargoStatus.Revise,
    };

    /// <summary>True while it runs, also while another end is proposed.</summary>
    [JsonIgnore]
    public bool Runs => End is not null && ExitedAt is null;

    /// <summary>The earliest proposed end that is still ahead: what can be accepted. Null when there is none.</summary>
    public DateTimeOffset? Offer(DateTimeOffset now)
    {
        var ahead = Proposals.Values.Where(end => end > now).ToList();
        return ahead.Count == 0 ? null : ahead.Min();
    }

    /// <summary>Folds one event into the embargo.</summary>
    public Embargo Evolve(IEmbargoEvent @event) => @event switch
    {
        EmbargoProposed e => this with { Proposals = Proposals.SetItem(e.By.Company, e.End) },
        EmbargoRevisionProposed e => this with { Proposals = Proposals.SetItem(e.By.Company, e.End) },
        EmbargoAccepted e when Runs && e.End == End => this with { Bound = Bound.Add(e.By.Company), Left = Left.Remove(e.By.Company) },
        EmbargoAccepted e => this with { Acceptances = Acceptances.SetItem(e.By.Company, e.End) },
        EmbargoActivated e => Activated(e.End),
        EmbargoProposalWithdrawn e => this with { Proposals = Proposals.Remove(e.By.Company) },
        EmbargoProposalsRejected => this with { Proposals = Proposals.Clear(), Acceptances = Acceptances.Clear() },
        EmbargoLeft e => this with { Bound = Bound.Remove(e.By.Company), Left = Left.Add(e.By.Company) },
        EmbargoEnded e => this with { Proposals = Proposals.Clear(), Acceptances = Acceptances.Clear(), ExitedAt = e.At, Ending = e.Ending },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is not an event of an embargo."),
    };

    private Embargo Activated(DateTimeOffset end)
    {
        var agreed = Proposals.Concat(Acceptances).Where(p => p.Value == end).Select(p => p.Key).ToList();
        return this with
        {
            End = end,
            Bound = Bound.Union(agreed),
            Left = Left.Except(agreed),
            Proposals = Proposals.Clear(),
            Acceptances = Acceptances.Clear(),
        };
    }
}
