using System.Data.Common;
using Collab.Gateway.Keys;
using Collab.Gateway.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OpenIddict.Client;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace Collab.Gateway.Store;

/// <summary>
/// Keeps this node's providers and keys as the database has them: at once for changes made here, within a
/// second for those of other nodes and for a key whose time has come.
/// </summary>
public sealed class Changes(
    IServiceScopeFactory scopes, ProviderCatalog catalog, KeyRing keys, TimeProvider time,
    Reload<OpenIddictServerOptions> server, Reload<OpenIddictClientOptions> client,
    Reload<OpenIddictValidationOptions> validation, ILogger<Changes> log) : BackgroundService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim gate = new(1, 1);
    private long seen;

    /// <summary>Reads what changed and lets OpenIddict rebuild its options. Does nothing when nothing did.</summary>
    public async Task Refresh(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
            var current = await db.Revisions.AsNoTracking().Select(r => r.Number).SingleAsync(ct);
            var changed = false;
            if (current != seen)
            {
                await catalog.Load(db, ct);
                await keys.Load(db, ct);
                seen = current;
                changed = true;
            }

            if (keys.Advance() || changed)
            {
                // In this order: the validation options copy the server's keys.
                server.Fire();
                client.Fire();
                validation.Fire();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Refresh(stoppingToken);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
            {
                log.LogWarning(e, "Changes could not be read; the next try is in a second.");
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        gate.Dispose();
        base.Dispose();
    }
}

/// <summary>Tells the options monitor of <typeparamref name="T"/> to build its options anew.</summary>
public sealed class Reload<T> : IOptionsChangeTokenSource<T>, IDisposable
{
    private CancellationTokenSource source = new();

    /// <inheritdoc />
    public string? Name => Options.DefaultName;

    /// <inheritdoc />
    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref source).Token);

    /// <summary>Rebuilds the options before it returns.</summary>
    public void Fire()
    {
        using var old = Interlocked.Exchange(ref source, new CancellationTokenSource());
        old.Cancel();
    }

    /// <inheritdoc />
    public void Dispose() => source.Dispose();
}
