using System.Globalization;

namespace Collab.Local.SampleData;

/// <summary>Everything that the sample data tell, put down stream by stream and played in the order in which it happened.</summary>
/// <param name="now">The present, UTC; the story lies before it, and its open deadlines after it.</param>
internal sealed class Story(DateTimeOffset now)
{
    private readonly List<Scene> scenes = [];

    /// <summary>The present, UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>A time of day, UTC, so many days ago.</summary>
    public DateTimeOffset On(int daysAgo, string time) =>
        new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-daysAgo) + TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture).ToTimeSpan();

    /// <summary>The scenes day by day, and within a day stream by stream, joined where one transaction will do.</summary>
    public IEnumerable<IEnumerable<IReadOnlyList<Scene>>> Days => scenes
        .OrderBy(s => s.At)
        .GroupBy(s => s.At.UtcDateTime.Date)
        .Select(day => day.GroupBy(s => s.Stream).Select(Joined));

    private static IReadOnlyList<Scene> Joined(IEnumerable<Scene> scenes)
    {
        List<Scene> joined = [];
        foreach (var scene in scenes)
        {
            if (joined.Count > 0 && joined[^1].With(scene) is { } both)
                joined[^1] = both;
            else
                joined.Add(scene);
        }

        return joined;
    }

    /// <summary>Puts a scene down.</summary>
    /// <exception cref="InvalidOperationException">It would happen in the future.</exception>
    public void Add(Scene scene)
    {
        if (scene.At > Now)
            throw new InvalidOperationException($"Sample data: {scene.Name} would happen in the future, at {scene.At:O}.");
        scenes.Add(scene);
    }
}

/// <summary>What happens in one transaction.</summary>
/// <param name="Stream">The stream it happens to.</param>
/// <param name="Name">What it is called when it is refused.</param>
/// <param name="At">When its last step happens, UTC.</param>
internal abstract record Scene(string Stream, string Name, DateTimeOffset At)
{
    /// <summary>Runs the commands.</summary>
    public abstract Task Play(Stage stage, CancellationToken cancellation);

    /// <summary>This scene and the next one of the same stream in one transaction; null where each needs its own.</summary>
    public abstract Scene? With(Scene next);
}
