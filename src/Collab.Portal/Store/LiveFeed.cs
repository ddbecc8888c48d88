using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Collab.Portal.Store;

/// <summary>A commit that this node heard of.</summary>
/// <param name="Stream">The stream that grew.</param>
/// <param name="Version">Its version after the commit; <see cref="Unknown"/> when the listener was away and anything may have happened.</param>
public readonly record struct Commit([property: JsonPropertyName("s")] string Stream, [property: JsonPropertyName("v")] long Version)
{
    /// <summary>The listener was away: load again, whatever you have.</summary>
    public const long Unknown = -1;
}

/// <summary>
/// Hears every commit of every node, through one LISTEN connection, and tells those who asked. A message carries
/// an id and a version only; who listens loads what it may see. When the connection was lost, everybody is told to
/// catch up by version, so that nothing is missed.
/// </summary>
public sealed class LiveFeed(NpgsqlDataSource database, ILogger<LiveFeed> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, ImmutableList<Action<Commit>>> byStream = new(StringComparer.Ordinal);
    private ImmutableList<Action<Commit>> everything = [];
    private ImmutableList<Action<string>> signals = [];

    /// <summary>True while commits of other nodes are heard.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Hears the commits of one stream.</summary>
    /// <param name="stream">The stream's id.</param>
    /// <param name="onCommit">Called on the listener's thread, in the order of commits; must return at once.</param>
    /// <returns>Dispose to stop hearing.</returns>
    public IDisposable Subscribe(string stream, Action<Commit> onCommit)
    {
        byStream.AddOrUpdate(stream, [onCommit], (_, others) => others.Add(onCommit));
        return new Subscription(() =>
        {
            var left = byStream.AddOrUpdate(stream, [], (_, others) => others.Remove(onCommit));
            if (left.IsEmpty)
                byStream.TryRemove(KeyValuePair.Create(stream, left));
        });
    }

    /// <summary>Hears the commits of all streams, for lists and caches.</summary>
    /// <inheritdoc cref="Subscribe(string, Action{Commit})"/>
    public IDisposable SubscribeAll(Action<Commit> onCommit)
    {
        ImmutableInterlocked.Update(ref everything, (list, item) => list.Add(item), onCommit);
        return new Subscription(() => ImmutableInterlocked.Update(ref everything, (list, item) => list.Remove(item), onCommit));
    }

    /// <summary>Hears what nodes tell each other in passing (who is here, who is writing): never stored, may be lost.</summary>
    public IDisposable SubscribeSignals(Action<string> onSignal)
    {
        ImmutableInterlocked.Update(ref signals, (list, item) => list.Add(item), onSignal);
        return new Subscription(() => ImmutableInterlocked.Update(ref signals, (list, item) => list.Remove(item), onSignal));
    }

    /// <summary>Hears commits and signals alike, for what is kept beside the events and shown with them.</summary>
    /// <returns>Dispose to stop hearing both.</returns>
    public IDisposable Subscribe(Action<Commit> onCommit, Action<string> onSignal)
    {
        var (commits, passing) = (SubscribeAll(onCommit), SubscribeSignals(onSignal));
        return new Subscription(() =>
        {
            commits.Dispose();
            passing.Dispose();
        });
    }

    /// <summary>Tells all nodes something in passing. At most 8,000 bytes; ids only, never content.</summary>
    public async Task Signal(string payload, CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand("select pg_notify('collab_signals', $1)");
        command.Parameters.AddWithValue(payload);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException && !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The live feed lost PostgreSQL: {Reason}. Connecting again", e.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            IsConnected = false;
            // A little randomness, so that many nodes do not come back at the same instant.
            await Task.Delay(TimeSpan.FromMilliseconds(250 + Random.Shared.Next(500)), stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Listen(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        connection.Notification += (_, e) =>
        {
            if (e.Channel == "collab")
                Tell(JsonSerializer.Deserialize<Commit>(e.Payload));
            else
                TellSignal(e.Payload);
        };
        await using (var listen = connection.CreateCommand())
        {
            listen.CommandText = "listen collab; listen collab_signals";
            await listen.ExecuteNonQueryAsync(stopping);
        }

        IsConnected = true;
        TellAllToCatchUp();
        while (true)
            await connection.WaitAsync(stopping);
    }

    private void Tell(Commit commit)
    {
        Telemetry.CommitsHeard.Add(1);
        foreach (var listener in everything)
            Call(listener, commit);
        if (byStream.TryGetValue(commit.Stream, out var listeners))
        {
            foreach (var listener in listeners)
                Call(listener, commit);
        }
    }

    private void TellSignal(string payload)
    {
        foreach (var listener in signals)
            Call(listener, payload);
    }

    private void TellAllToCatchUp()
    {
        foreach (var listener in everything)
            Call(listener, new Commit("", Commit.Unknown));
        foreach (var (stream, listeners) in byStream)
        {
            foreach (var listener in listeners)
                Call(listener, new Commit(stream, Commit.Unknown));
        }
    }

    private void Call<T>(Action<T> listener, T message)
    {
        try
        {
            listener(message);
        }
#pragma warning disable CA1031 // One broken listener must not silence the others; it is logged as the bug it is.
        catch (Exception e)
        {
            log.LogError(e, "A listener of the live feed failed");
        }
#pragma warning restore CA1031
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        private Action? end = end;

        public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
    }
}
