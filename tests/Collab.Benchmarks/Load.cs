using System.Diagnostics;

namespace Collab.Benchmarks;

/// <summary>What a load measured.</summary>
/// <param name="PerSecond">Completed per second.</param>
/// <param name="P50">Median time, in milliseconds.</param>
/// <param name="P99">99th percentile, in milliseconds.</param>
internal sealed record Measured(double PerSecond, double P50, double P99)
{
    public static double Percentile(List<double> sorted, double p) => sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, Math.Ceiling(p * sorted.Count) - 1)];
}

/// <summary>Workers that repeat one thing for a bounded time.</summary>
internal static class Load
{
    /// <summary>Runs it with so many workers, first to warm up, then to measure.</summary>
    public static async Task<Measured> Run(int workers, TimeSpan length, Func<int, Task> once)
    {
        await For(workers, length / 4, once);
        var (times, took) = await For(workers, length, once);
        times.Sort();
        return new Measured(times.Count / took.TotalSeconds, Measured.Percentile(times, 0.5), Measured.Percentile(times, 0.99));
    }

    private static async Task<(List<double> Times, TimeSpan Took)> For(int workers, TimeSpan length, Func<int, Task> once)
    {
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var times = new List<double>();
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                var start = Stopwatch.GetTimestamp();
                await once(worker);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return times;
        })));
        return ([.. all.SelectMany(t => t)], Stopwatch.GetElapsedTime(began));
    }
}
