using System.Globalization;
using System.Text;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <summary>
/// A proposal's events as the history slider draws them: one letter for each, in their order, read as one string
/// without reading any event, so that thousands of them stay one small answer.
/// </summary>
public static class HistoryMarks
{
    /// <summary>A revision: the opening is the first.</summary>
    public const char Revision = 'r';

    /// <summary>An objection was raised.</summary>
    public const char Objection = 'o';

    /// <summary>A last call opened.</summary>
    public const char CallOpened = 'c';

    /// <summary>A last call ended.</summary>
    public const char CallEnded = 'e';

    /// <summary>Any other event.</summary>
    public const char Other = '.';

    private static readonly (Type Event, char Mark)[] Marked =
    [
        (typeof(ProposalOpened), Revision), (typeof(ProposalRevised), Revision), (typeof(ObjectionRaised), Objection),
        (typeof(LastCallOpened), CallOpened), (typeof(LastCallEnded), CallEnded),
    ];

    /// <summary>The letters of the events up to one.</summary>
    /// <param name="session">Where to read.</param>
    /// <param name="id">The proposal.</param>
    /// <param name="number">The last event.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<string> Of(IQuerySession session, string id, long number, CancellationToken cancellation = default)
    {
        var names = session.DocumentStore.Options.Events.AllKnownEventTypes().ToLookup(t => t.EventType, t => t.EventTypeName);
        object[] marks = [.. Marked.SelectMany(m => new object[] { names[m.Event].First(), m.Mark.ToString() })];
        var sql = $"select coalesce(string_agg(case type {string.Concat(Marked.Select(_ => "when ? then ? "))}else '{Other}' end, '' order by version), '') from {StoreSetup.Schema}.mt_events where stream_id = ? and version <= ?";
        return (await session.QueryAsync<string>(sql, cancellation, [.. marks, id, number])).Single();
    }
}

/// <summary>The slider's drawing: paths over a box of 1000 by 40, and the names of places along it.</summary>
/// <param name="Events">Ticks of ordinary events; thinned so that no two fall on one pixel.</param>
/// <param name="Revisions">Tall ticks.</param>
/// <param name="Objections">Squares: short strokes, drawn as wide as they are high.</param>
/// <param name="Calls">The spans of last calls.</param>
/// <param name="CallRuns">True when a last call runs at the last event.</param>
/// <param name="Places">Where revisions and last calls begin; at most as many as can be read.</param>
public sealed record HistoryTrack(string Events, string Revisions, string Objections, string Calls, bool CallRuns, IReadOnlyList<HistoryPlace> Places)
{
    // Ticks are two pixels wide; the track is 330 pixels or more.
    private const int Columns = 160;

    // A name and its date need about a seventh of the narrowest track.
    private const double Apart = 150;

    /// <summary>Draws the events from one on to the last.</summary>
    public static HistoryTrack Draw(string marks, long first)
    {
        var last = marks.Length;
        var column = (Event: -1, Revision: -1, Objection: -1);
        StringBuilder events = new(), revisions = new(), objections = new(), calls = new();
        List<HistoryPlace> places = [];
        // What runs since before the first visible event is drawn from there.
        long? call = CallBefore(marks, first) ? first : null;
        var revision = marks.AsSpan(0, (int)Math.Min(first - 1, last)).Count(HistoryMarks.Revision);
        if (first == 1 && last > 0)
            places.Add(new(0, 1, "Draft"));
        for (var number = first; number <= last; number++)
        {
            var x = last == first ? 0 : (number - first) * 1000.0 / (last - first);
            var at = (int)(x * Columns / 1000);
            switch (marks[(int)number - 1])
            {
                case HistoryMarks.Revision:
                    revision++;
                    places.Add(new(x, number, $"Rev {revision}"));
                    if (column.Revision != at)
                        Stroke(revisions, x, 10, 20);
                    column.Revision = at;
                    break;
                case HistoryMarks.Objection:
                    if (column.Objection != at)
                        Stroke(objections, x, 16, 8);
                    column.Objection = at;
                    break;
                case HistoryMarks.CallOpened:
                    call = number;
                    places.Add(new(x, number, "Last call"));
                    if (column.Event != at)
                        Stroke(events, x, 14, 12);
                    break;
                default:
                    if (marks[(int)number - 1] == HistoryMarks.CallEnded)
                        End(number);
                    if (column.Event != at)
                        Stroke(events, x, 14, 12);
                    column.Event = at;
                    break;
            }
        }

        var runs = call is not null;
        End(last);
        return new(events.ToString(), revisions.ToString(), objections.ToString(), calls.ToString(), runs, Legible(places));

        void End(long number)
        {
            if (call is { } began)
                calls.Append(CultureInfo.InvariantCulture, $"M{X(began):0.#} 20H{X(number):0.#}");
            call = null;
        }

        double X(long number) => last == first ? 0 : (number - first) * 1000.0 / (last - first);
    }

    private static bool CallBefore(string marks, long first) =>
        first > 1 && marks.LastIndexOfAny([HistoryMarks.CallOpened, HistoryMarks.CallEnded], (int)Math.Min(first - 2, marks.Length - 1)) is >= 0 and var at && marks[at] == HistoryMarks.CallOpened;

    private static void Stroke(StringBuilder path, double x, int from, int length) =>
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {from}v{length}");

    /// <summary>The last call and the newest revisions first, as far as there is room.</summary>
    private static List<HistoryPlace> Legible(List<HistoryPlace> places)
    {
        List<HistoryPlace> kept = [];
        foreach (var place in places.OrderByDescending(p => p.Name == "Last call").ThenByDescending(p => p.Event))
        {
            if (kept.TrueForAll(k => Math.Abs(k.X - place.X) >= Apart))
                kept.Add(place);
        }

        kept.Sort((a, b) => a.Event.CompareTo(b.Event));
        return kept;
    }
}

/// <summary>A named place along the history slider.</summary>
/// <param name="X">How far along, of 1000.</param>
/// <param name="Event">The event.</param>
/// <param name="Name">Its name.</param>
public sealed record HistoryPlace(double X, long Event, string Name);
