using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace Collab.Portal.Tests;

/// <summary>A node of the real portal as a process of its own, which a test can kill. Its clock is the machine's.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> log = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(Process process)
    {
        this.process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The node ended before it listened."));
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is not { } line)
                return;
            log.Enqueue(line);
            if (Regex.Match(line, "Now listening on: (http://[^ \"]+)") is { Success: true } match)
                address.TrySetResult(new Uri(match.Groups[1].Value));
        };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts one.</summary>
    /// <param name="connectionString">The database, which nodes may share.</param>
    /// <param name="name">The name by which PostgreSQL knows its connections.</param>
    /// <param name="authority">Where it asks for the issuer's keys.</param>
    public static NodeProcess Start(string connectionString, string name, string authority = TestIssuer.Authority)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Collab.Portal.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ConnectionStrings__Collab"] = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = name }.ConnectionString;
        start.Environment["SignIn__Authority"] = authority;
        start.Environment["SignIn__ClientSecret"] = "not-used";
        start.Environment["Limits__ApiPerMinute"] = "1000000";
        return new NodeProcess(Process.Start(start)!);
    }

    /// <summary>What it wrote on standard output, a line each.</summary>
    public IReadOnlyCollection<string> Log => log;

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> Address() => address.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Ends it without a word, as a crash would.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
