using System.Globalization;

namespace Collab.Local.SampleData;

/// <summary>Everything that the sample data tell, put down stream by stream and played in the order in which it happened.</summary>
/// <param name="now">The present, UTC; the story lies before it, and its open deadlines after it.</param>
internal sealed class Story(DateTimeOffset now)
{
    private readonly List<Scene> scenes = [];

    /// <summary>The present, UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The scenes, oldest first; those of one instant in the order in which they were put down.</summary>
    public IEnumerable<Scene> InOrder => scenes.OrderBy(s => s.At);

    /// <summary>A time of day, UTC, so many days ago.</summary>
    public DateTimeOffset On(int daysAgo, string time) =>
        new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-daysAgo) + TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture).ToTimeSpan();

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
}
