using Xunit;

namespace Collab.Portal.Tests;

/// <summary>Waits for the thing itself, where nothing tells that it happened: another process, or another node's work.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until it holds.</summary>
    /// <exception cref="OperationCanceledException">It did not hold within a minute.</exception>
    public static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
            await ticks.WaitForNextTickAsync(limit.Token);
    }
}
