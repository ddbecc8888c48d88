using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.NetworkInformation;
using Microsoft.Playwright;
using Npgsql;
using Shouldly;
using Xunit;

[assembly: AssemblyFixture(typeof(Collab.EndToEnd.Stage))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Collab.EndToEnd;

/// <summary>
/// The real thing, once for all journeys: Collab.Local as a process of its own with two portal nodes, on a database of
/// its own of the PostgreSQL that eng/test.sh starts, and a Chromium.
/// </summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly string databaseName = "e2e" + Guid.NewGuid().ToString("N")[..10];
    private readonly ConcurrentQueue<string> output = new();
    private readonly string admin = Environment.GetEnvironmentVariable("COLLAB_TEST_PG")
        ?? throw new InvalidOperationException("COLLAB_TEST_PG is not set. Run the journeys by ./eng/test.sh --only EndToEnd.");

    private Process? local;
    private IPlaywright? playwright;

    /// <summary>The portal's first node.</summary>
    public Uri Portal { get; private set; } = null!;

    /// <summary>The portal's second node.</summary>
    public Uri SecondNode { get; private set; } = null!;

    /// <summary>The gateway.</summary>
    public Uri Gateway { get; private set; } = null!;

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>What Collab.Local printed.</summary>
    public string Output => string.Join('\n', output);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Execute($"create database {databaseName}");
        var portBase = FreePortBase();
        Portal = new Uri($"http://localhost:{portBase}");
        Gateway = new Uri($"http://localhost:{portBase + 1}");
        SecondNode = new Uri($"http://localhost:{portBase + 2}");
        await StartLocal(portBase);

        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("COLLAB_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    /// <summary>Moves the portal's clock forward, as a person may on one machine.</summary>
    /// <param name="by">An ISO 8601 duration.</param>
    public async Task AdvanceClock(string by)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(Portal, $"/local/clock/advance?by={by}"), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The secret of a company's sample API client, as Collab.Local printed it.</summary>
    public string SecretOf(string clientId) =>
        output.Select(line => line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(words => words.Length == 2 && words[0] == clientId)[1];

    /// <summary>Ends every connection to the database and refuses new ones, or lets them in again.</summary>
    public async Task DatabaseAnswers(bool answers)
    {
        await Execute($"alter database {databaseName} allow_connections {(answers ? "true" : "false")}");
        if (!answers)
            await Execute($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{databaseName}'");
    }

    /// <summary>Lets the time of every session run out, as a night does.</summary>
    public async Task SessionsRunOut()
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(admin) { Database = databaseName, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("update collab.mt_doc_signinsession set data = jsonb_set(data, '{expiresAt}', '\"2026-01-01T00:00:00+00:00\"')", connection);
        (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
        if (local is { HasExited: false })
        {
            using var stop = Process.Start("kill", ["-TERM", local.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await local.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                local.Kill(entireProcessTree: true);
            }
        }

        local?.Dispose();
        await Execute($"drop database if exists {databaseName} with (force)");
    }

    private async Task StartLocal(int portBase)
    {
        var root = Repository();
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(root, "src/Collab.Local/bin", configuration, "net10.0/Collab.Local.dll"), "--nodes", "2"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = root,
        };
        start.Environment["COLLAB_PORT_BASE"] = portBase.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["ConnectionStrings__Collab"] = new NpgsqlConnectionStringBuilder(admin) { Database = databaseName }.ConnectionString;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        local = new Process { StartInfo = start, EnableRaisingEvents = true };
        local.OutputDataReceived += (_, e) => Note(e.Data);
        local.ErrorDataReceived += (_, e) => Note(e.Data);
        local.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("Collab.Local ended: " + Output));
        local.Start();
        local.BeginOutputReadLine();
        local.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(2));

        void Note(string? line)
        {
            if (line is null)
                return;
            output.Enqueue(line);
            // The last line of the welcome: all before it has been printed.
            if (line.StartsWith("Data:", StringComparison.Ordinal))
                ready.TrySetResult();
        }
    }

    private static int FreePortBase()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(e => e.Port).ToHashSet();
        for (; ; )
        {
            var candidate = Random.Shared.Next(200, 320) * 100;
            if (Enumerable.Range(candidate, 30).All(p => !taken.Contains(p)))
                return candidate;
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Collab.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Collab.sln is not above the test's folder.");
        return folder.FullName;
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
