using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;

namespace Collab.Local;

/// <summary>One web application of the whole, on its own port.</summary>
/// <param name="Name">What it is called in messages, such as "the gateway".</param>
/// <param name="Port">Its port on localhost.</param>
/// <param name="ReadyPath">The path that answers 200 once it is ready, or null when listening is enough.</param>
/// <param name="Create">Makes it, not yet started; with <see cref="LocalHost.Arguments"/> and <see cref="LocalHost.Own"/>.</param>
public sealed record LocalPart(string Name, int Port, string? ReadyPath, Func<Task<WebApplication>> Create)
{
    /// <summary>Its address.</summary>
    public string Address => $"http://localhost:{Port}";
}

/// <summary>
/// Starts PostgreSQL and the parts in order, one after the other is ready, and stops them the other way round.
/// </summary>
public sealed class LocalHost : IAsyncDisposable
{
    private readonly ConcurrentStack<WebApplication> _running = new();
    private DataFolder? _data;
    private PrivatePostgres? _postgres;

    /// <summary>Completes with a sentence when a part that must not end has ended by itself.</summary>
    public Task Failed => _postgres?.Ended ?? Task.Delay(Timeout.Infinite);

    /// <summary>Takes the data folder, and with it the right to run; does nothing when the data are on another server.</summary>
    /// <exception cref="StartRefusedException">It is in use or unusable, or is to be deleted and is not ours.</exception>
    public async Task TakeDataAsync(LocalOptions options, CancellationToken cancel)
    {
        if (options.ConnectionString is null)
        {
            _data = DataFolder.Open(options.DataFolder);
            await PreviousServer.AwaitEndAsync(Path.Combine(_data.Root, PrivatePostgres.Cluster), cancel);
        }
        else if (options.Fresh)
        {
            throw new StartRefusedException("--fresh deletes only data of our own, and ConnectionStrings__Collab names another server: empty its database there.");
        }
    }

    /// <summary>Starts the private PostgreSQL, unless another is named, and returns how to connect.</summary>
    /// <param name="options">What was chosen; its data are taken.</param>
    /// <param name="database">The database, made when it does not exist.</param>
    /// <param name="cancel">Gives up the start.</param>
    public async Task<string> StartPostgresAsync(LocalOptions options, string database, CancellationToken cancel)
    {
        if (_data is null)
        {
            return options.ConnectionString!;
        }

        _postgres ??= await PrivatePostgres.StartAsync(_data, options.PostgresPort, PostgresTools.Places(), options.Fresh, cancel);
        return await _postgres.DatabaseAsync(database, cancel);
    }

    /// <summary>Starts the part and waits until it is ready.</summary>
    /// <exception cref="StartRefusedException">It does not get ready within a minute.</exception>
    public async Task<WebApplication> StartAsync(LocalPart part, CancellationToken cancel)
    {
        var app = await part.Create();
        _running.Push(app);
        await app.StartAsync(cancel);
        if (part.ReadyPath is { } path)
        {
            await AwaitReadyAsync(part, path, cancel);
        }

        return app;
    }

    /// <summary>
    /// The command line that makes a host of ours behave as if started alone: its own name, by which it finds its
    /// static files' manifests and its components, and settings from our folder, not from wherever we were started.
    /// </summary>
    /// <param name="application">The name of its assembly.</param>
    public static string[] Arguments(string application) =>
        [$"--applicationName={application}", $"--contentRoot={AppContext.BaseDirectory}", "--environment=Local"];

    /// <summary>
    /// What every part's builder is given: its address, its static files as they lie in the source folders and packages
    /// (unpublished, outside Development, they would answer 200 with nothing in it), and no ear for Ctrl-C, because the
    /// whole is stopped here.
    /// </summary>
    public static void Own(WebApplicationBuilder builder, int port)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
    }

    /// <summary>A token that is cancelled by Ctrl-C, a closed terminal or a request to end.</summary>
    /// <param name="registrations">What to dispose of at the end.</param>
    public static CancellationToken UntilAskedToStop(out IDisposable registrations)
    {
        var asked = new CancellationTokenSource();
        PosixSignalRegistration[] signals =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP }
                .Select(signal => PosixSignalRegistration.Create(signal, context =>
                {
                    context.Cancel = true;
                    asked.Cancel();
                })),
        ];
        registrations = new Registrations(asked, signals);
        return asked.Token;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var app))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await app.StopAsync(limit.Token);
            await app.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _data?.Dispose();
    }

    private static async Task AwaitReadyAsync(LocalPart part, string path, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var client = new HttpClient { BaseAddress = new Uri(part.Address) };
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var last = "no answer";
        try
        {
            do
            {
                try
                {
                    using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        return;
                    }

                    last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(limit.Token)}";
                }
                catch (HttpRequestException failure)
                {
                    last = failure.Message;
                }
            }
            while (await every.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new StartRefusedException($"{part.Name} at {part.Address} is not ready after a minute ({last}).");
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Registrations(CancellationTokenSource asked, PosixSignalRegistration[] signals) : IDisposable
    {
        public void Dispose()
        {
            foreach (var signal in signals)
            {
                signal.Dispose();
            }

            asked.Dispose();
        }
    }
}
