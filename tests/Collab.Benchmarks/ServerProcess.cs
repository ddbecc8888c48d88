using System.Diagnostics;
using System.Globalization;

namespace Collab.Benchmarks;

/// <summary>A server as a process of its own, and what it uses.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Resident memory, in MB.</summary>
    public double Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    /// <summary>Starts it and waits until it says where it listens.</summary>
    public static async Task<ServerProcess> Start(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Collab.Benchmarks.dll"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["BENCH_DATABASE"] = database;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("listening ", StringComparison.Ordinal))
                return new ServerProcess(process, new Uri(line["listening ".Length..].Replace("[::]", "127.0.0.1", StringComparison.Ordinal)));
        }

        throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
