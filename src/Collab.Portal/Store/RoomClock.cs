using Npgsql;

namespace Collab.Portal.Store;

/// <summary>
/// The room's time: PostgreSQL's, which all nodes share, carried on by this machine's stopwatch between two looks. A node
/// whose own clock is wrong, or is set while it runs, neither ends a last call early nor dates an event falsely. While the
/// database is away the stopwatch goes on alone.
/// </summary>
/// <param name="database">Whose time it is.</param>
/// <param name="machine">The machine's clock: its stopwatch and timers are used, its idea of the time only before the first look.</param>
/// <param name="log">Where a wrong machine is reported.</param>
public sealed class RoomClock(NpgsqlDataSource database, TimeProvider machine, ILogger<RoomClock> log) : TimeProvider, IHostedService, IDisposable
{
    /// <summary>How often it looks. A stopwatch drifts by less than a millisecond meanwhile.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    /// <summary>From here on the machine's clock is worth a word to whoever operates it.</summary>
    private static readonly TimeSpan Wrong = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private Reading? known;
    private Task looking = Task.CompletedTask;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Volatile.Read(ref known) is { } reading ? reading.Time + machine.GetElapsedTime(reading.Timestamp) : machine.GetUtcNow();

    /// <summary>Takes the first look; without it nothing of the room starts.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Read(cancellationToken);
        var off = machine.GetUtcNow() - GetUtcNow();
        if (off.Duration() > Wrong)
            log.LogWarning("This machine's clock differs from PostgreSQL's by {Seconds:F1} s; the room goes by PostgreSQL's", off.TotalSeconds);
        looking = GoOn();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await looking;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private async Task GoOn()
    {
        using var timer = new PeriodicTimer(Look, machine);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                try
                {
                    await Read(stopping.Token);
                }
                catch (Exception e) when (Outage.Is(e))
                {
                    log.LogDebug("PostgreSQL's time could not be read: {Reason}", e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    // Of a few readings the quickest is the truest: the answer was on its way for half of the time it took, at most.
    private async Task Read(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        (TimeSpan Took, Reading Reading)? best = null;
        for (var i = 0; i < 3; i++)
        {
            var asked = machine.GetTimestamp();
            var time = (DateTime)(await command.ExecuteScalarAsync(cancellation))!;
            var took = machine.GetElapsedTime(asked);
            if (best is null || took < best.Value.Took)
                best = (took, new Reading(new DateTimeOffset(time, TimeSpan.Zero) - (took / 2), asked));
        }

        Volatile.Write(ref known, best!.Value.Reading);
    }

    /// <summary>What PostgreSQL's clock showed when the stopwatch showed <paramref name="Timestamp"/>.</summary>
    private sealed record Reading(DateTimeOffset Time, long Timestamp);
}

/// <summary>Makes PostgreSQL's time the room's.</summary>
public static class RoomClockSetup
{
    /// <summary>Adds the clock; its hosted service looks before those that are added later start.</summary>
    /// <param name="services">The portal's services.</param>
    /// <param name="machine">The machine's clock.</param>
    public static IServiceCollection AddRoomClock(this IServiceCollection services, TimeProvider machine)
    {
        services.AddSingleton(p => new RoomClock(p.GetRequiredService<NpgsqlDataSource>(), machine, p.GetRequiredService<ILogger<RoomClock>>()));
        services.AddSingleton<TimeProvider>(p => p.GetRequiredService<RoomClock>());
        services.AddHostedService(p => p.GetRequiredService<RoomClock>());
        return services;
    }
}
