using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Local;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Local;

/// <summary>Collab on one machine as a person starts it: the built program, in a process of its own.</summary>
public sealed class LocalProcessTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("collab-local-").FullName;
    private readonly int _base = FreeBase();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public LocalProcessTests()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_data, (UnixFileMode)0b111_101_101);
        }
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Serves_its_files_moves_its_clock_and_leaves_nothing_behind_when_asked_to_stop()
    {
        using var collab = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{_base}") };

        foreach (var file in new[] { "tokens.css", "app.js", "_content/MudBlazor/MudBlazor.min.css", "_content/MudBlazor/MudBlazor.min.js", "_framework/blazor.web.js" })
        {
            (await client.GetByteArrayAsync(new Uri(file, UriKind.Relative), Cancel)).Length.ShouldBeGreaterThan(500, file);
        }

        var before = await Clock(client.GetAsync(new Uri("/local/clock", UriKind.Relative), Cancel));
        var after = await Clock(client.PostAsync(new Uri("/local/clock/advance?by=P1D", UriKind.Relative), null, Cancel));
        (after - before).ShouldBeInRange(TimeSpan.FromDays(1), TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        foreach (var by in new[] { "", "-P1D", "P1000D", "tomorrow" })
        {
            using var refused = await client.PostAsync(new Uri("/local/clock/advance?by=" + by, UriKind.Relative), null, Cancel);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, by);
        }

        await Signal("TERM", collab.Id);
        await Ended(collab);
        collab.ExitCode.ShouldBe(0);
        await PortsFree();
    }

    [Fact]
    public async Task Leaves_nothing_behind_when_it_is_killed_and_starts_again_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kernel's signal to the children of a dead process is Linux's.");
        using (var killed = await StartAsync())
        {
            killed.Kill();
            await Ended(killed);
        }

        using var again = await StartAsync();
        again.Kill();
        await Ended(again);
        await PortsFree();
    }

    [Fact]
    public async Task Answers_a_mistake_with_one_sentence_and_no_stack_trace()
    {
        using var collab = Launch("--wat");
        var errors = await collab.StandardError.ReadToEndAsync(Cancel);
        await Ended(collab);
        collab.ExitCode.ShouldBe(1);
        errors.Trim().ShouldBe("Unknown option --wat: --help lists what there is.");
    }

    private async Task<Process> StartAsync()
    {
        var collab = Launch();
        while (await collab.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (line.Contains("Collab is ready", StringComparison.Ordinal))
            {
                // Nobody reads on; what it prints must not fill the pipe and hold it up.
                _ = collab.StandardOutput.BaseStream.CopyToAsync(Stream.Null, Cancel);
                return collab;
            }
        }

        throw new InvalidOperationException("Did not start: " + await collab.StandardError.ReadToEndAsync(Cancel));
    }

    private Process Launch(params string[] args) => Process.Start(new ProcessStartInfo("dotnet", [typeof(LocalOptions).Assembly.Location, .. args])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["COLLAB_DATA"] = _data,
            ["COLLAB_PORT_BASE"] = _base.ToString(CultureInfo.InvariantCulture),
            ["COLLAB_PG_PORT"] = null,
            ["ConnectionStrings__Collab"] = null,
        },
    })!;

    private static async Task<DateTimeOffset> Clock(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("now").GetDateTimeOffset();
    }

    private static async Task Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
    }

    private static Task Ended(Process process) => process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);

    private async Task PortsFree()
    {
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var left = 300; ; left--)
        {
            try
            {
                Ports.RequireFree([(_base, "the portal", "COLLAB_PORT_BASE"), (_base + 20, "PostgreSQL", "COLLAB_PG_PORT")]);
                return;
            }
            catch (StartRefusedException) when (left > 0)
            {
                await every.WaitForNextTickAsync(Cancel);
            }
        }
    }

    // Twenty-one free ports in a row, below those that the system hands out by itself.
    private static int FreeBase()
    {
        while (true)
        {
            var first = Random.Shared.Next(11_000, 19_000);
            try
            {
                Ports.RequireFree(Enumerable.Range(first, 21).Select(port => (port, "a test", "nothing")));
                return first;
            }
            catch (StartRefusedException)
            {
                continue;
            }
        }
    }
}
