using Collab.Domain.Incidents;

namespace Collab.Portal.Incidents;

/// <summary>A stretch of a timeline that is drawn to one scale.</summary>
/// <param name="From">Its first instant, UTC.</param>
/// <param name="To">Its last instant, UTC.</param>
/// <param name="Left">Where it begins in the picture.</param>
/// <param name="Width">How wide it is.</param>
public sealed record TimelinePhase(DateTimeOffset From, DateTimeOffset To, double Left, double Width)
{
    /// <summary>Where an instant of this phase lies.</summary>
    public double Place(DateTimeOffset at) => To == From ? Left + (Width / 2) : Left + (Width * ((at - From) / (To - From)));
}

/// <summary>
/// Lays a timeline out as a picture: a few phases, each to its own scale, with breaks between them that are named by
/// their length. A gap becomes a break when it is much longer than what stands beside it, so that minutes can be seen
/// beside months; within a phase, distances are true.
/// </summary>
public static class TimelineScale
{
    /// <summary>The most phases in one picture.</summary>
    public const int MostPhases = 4;

    /// <summary>The room for a break.</summary>
    public const double BreakWidth = 72;

    private const double MuchLonger = 8;

    /// <summary>The phases, from left to right.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="width">The width of the picture.</param>
    public static IReadOnlyList<TimelinePhase> Phases(IEnumerable<TimelineEntry> entries, double width)
    {
        var instants = entries.SelectMany(e => e.Until is { } until ? new[] { e.When, until } : [e.When]).Distinct().Order().ToList();
        if (instants.Count == 0)
            return [];
        var gaps = instants.Zip(instants.Skip(1), (a, b) => b - a).ToList();
        var breaks = Enumerable.Range(0, gaps.Count)
            .Select(i => (Index: i, Times: Times(gaps, i)))
            .Where(g => g.Times > MuchLonger)
            .OrderByDescending(g => g.Times).ThenBy(g => g.Index)
            .Take(MostPhases - 1)
            .Select(g => g.Index)
            .Order()
            .ToList();
        int[] starts = [0, .. breaks.Select(b => b + 1)];
        int[] ends = [.. breaks, instants.Count - 1];

        // A phase of one instant needs little room; the others share the rest alike, as no scale is truer than another.
        const double single = 96;
        var singles = starts.Where((s, i) => s == ends[i]).Count();
        var wide = starts.Length == singles ? 0 : (width - (breaks.Count * BreakWidth) - (singles * single)) / (starts.Length - singles);
        var left = 0.0;
        List<TimelinePhase> phases = [];
        for (var i = 0; i < starts.Length; i++)
        {
            var own = starts[i] == ends[i] ? single : wide;
            phases.Add(new(instants[starts[i]], instants[ends[i]], left, own));
            left += own + BreakWidth;
        }

        return phases;
    }

    // How many times longer the gap is than the shorter of what stands beside it.
    private static double Times(List<TimeSpan> gaps, int i)
    {
        var beside = new[] { i > 0 ? gaps[i - 1] : TimeSpan.MaxValue, i < gaps.Count - 1 ? gaps[i + 1] : TimeSpan.MaxValue }.Min();
        return beside == TimeSpan.MaxValue ? 0 : gaps[i] / beside;
    }
}
