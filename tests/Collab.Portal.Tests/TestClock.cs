namespace Collab.Portal.Tests;

/// <summary>The real clock, shifted: timers run as usual, and a test may jump ahead.</summary>
public sealed class TestClock : TimeProvider
{
    private TimeSpan shift;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;

    /// <summary>Jumps ahead.</summary>
    public void Advance(TimeSpan by) => shift += by;
}
