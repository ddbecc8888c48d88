namespace Collab.Local.SampleData;

/// <summary>Placeholder until sample data lands.</summary>
public static class SampleData
{
    /// <summary>Fills in.</summary>
    public static Task FillIn(IServiceProvider services, TimeProvider clock, CancellationToken cancel) => Task.CompletedTask;
}
