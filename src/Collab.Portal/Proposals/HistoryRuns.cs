using System.Globalization;
using Collab.Domain;
using Collab.Domain.Proposals;

namespace Collab.Portal.Proposals;

/// <summary>
/// Sections save themselves every few seconds; read as history, what one person wrote in one section is one line: as long
/// as no save is more than ten minutes after the one before, and nothing else happened to the draft in between. The
/// events stay as they are, each with its number.
/// </summary>
public static class HistoryRuns
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>The lines to show, in the same order; a run stands at its latest event and says how many it holds.</summary>
    /// <param name="lines">One line for each event, newest first.</param>
    public static IReadOnlyList<HistoryLine> Together(IReadOnlyList<HistoryLine> lines)
    {
        List<(HistoryLine Line, int Saves, DateTimeOffset First)> shown = [];
        Dictionary<(By By, string Sentence), int> runs = [];
        foreach (var line in lines)
        {
            if (line.Name != nameof(DraftSectionEdited))
                runs.Clear();
            else if (runs.TryGetValue((line.By, line.Sentence), out var at) && shown[at].First - line.At <= Pause)
            {
                shown[at] = (shown[at].Line, shown[at].Saves + 1, line.At);
                continue;
            }
            else
            {
                runs[(line.By, line.Sentence)] = shown.Count;
            }

            shown.Add((line, 1, line.At));
        }

        return [.. shown.Select(s => s.Saves == 1 ? s.Line : s.Line with
        {
            Sentence = $"{s.Line.Sentence}, saved {s.Saves.ToString(CultureInfo.InvariantCulture)} times since {s.First.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture)}",
        })];
    }
}
