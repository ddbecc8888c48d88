using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Collab.Portal.Store;

/// <summary>The domain's own meters and traces; names follow OpenTelemetry's conventions.</summary>
public static class Telemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Collab";

    /// <summary>Spans of commands and room loads.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Events = Meter.CreateCounter<long>("collab.events", "{event}", "Events committed by this node, by type.");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("collab.refusals", "{refusal}", "Commands refused by this node, by code.");

    /// <summary>Commits of any node that this node heard of.</summary>
    public static readonly Counter<long> CommitsHeard = Meter.CreateCounter<long>("collab.commits_heard", "{commit}", "Commits of any node that this node heard of.");

    /// <summary>Counts what was committed.</summary>
    public static void Committed(string state, IReadOnlyList<Domain.IEvent> events)
    {
        foreach (var @event in events)
            Events.Add(1, new("collab.state", state), new("collab.event", @event.GetType().Name));
    }

    /// <summary>Counts a refusal.</summary>
    public static void Refused(string code) => Refusals.Add(1, new KeyValuePair<string, object?>("collab.code", code));
}
