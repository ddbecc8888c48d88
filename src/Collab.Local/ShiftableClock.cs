namespace Collab.Local;

/// <summary>
/// A clock that can be moved forward, so that a person can watch a last call end. Its timers follow: one that is due
/// within the time skipped fires at once. Exists in Collab.Local only.
/// </summary>
/// <param name="real">The clock that goes on ticking underneath.</param>
public sealed class ShiftableClock(TimeProvider real) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<Timer> _timers = [];
    private TimeSpan _shift;

    /// <summary>How far this clock is ahead of the real one.</summary>
    public TimeSpan Shift
    {
        get
        {
            lock (_gate)
            {
                return _shift;
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Shift;

    /// <inheritdoc/>
    public override long GetTimestamp() => (real.GetElapsedTime(0) + Shift).Ticks;

    /// <summary>Moves the clock forward.</summary>
    /// <param name="by">How far; more than nothing.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(by, TimeSpan.Zero);
        Timer[] timers;
        lock (_gate)
        {
            _shift += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Rearm();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A one-shot timer of the real clock, armed again whenever it fires or the clock is moved.</summary>
    private sealed class Timer : ITimer
    {
        // The longest that a timer of the system can be armed for is 2^32 - 2 ms; a later one is armed in legs.
        private static readonly TimeSpan Leg = TimeSpan.FromDays(40);

        private readonly ShiftableClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _inner;
        private readonly Lock _gate = new();
        private long? _due;
        private TimeSpan _period;
        private bool _disposed;

        public Timer(ShiftableClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _callback = callback;
            _state = state;
            _inner = clock.Real.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                if (_disposed)
                {
                    return false;
                }

                _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetTimestamp() + dueTime.Ticks;
                _period = period;
                lock (_clock._gate)
                {
                    _ = _due is null ? _clock._timers.Remove(this) : _clock._timers.Add(this);
                }

                Arm();
                return true;
            }
        }

        public void Rearm()
        {
            lock (_gate)
            {
                Arm();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _due = null;
            }

            lock (_clock._gate)
            {
                _clock._timers.Remove(this);
            }

            _inner.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            Dispose();
            await _inner.DisposeAsync();
        }

        // Called under _gate. Timers count in whole milliseconds, rounded up so that none fires too early.
        private void Arm()
        {
            if (_disposed)
            {
                return;
            }

            var wait = Timeout.InfiniteTimeSpan;
            if (_due is { } due)
            {
                var left = Math.Clamp(due - _clock.GetTimestamp(), 0, Leg.Ticks);
                wait = TimeSpan.FromMilliseconds(Math.Ceiling((double)left / TimeSpan.TicksPerMillisecond));
            }

            _inner.Change(wait, Timeout.InfiniteTimeSpan);
        }

        private void Fire()
        {
            lock (_gate)
            {
                if (_disposed || _due is not { } due)
                {
                    return;
                }

                if (_clock.GetTimestamp() < due)
                {
                    Arm();
                    return;
                }

                // One that repeats starts its next period now: what was skipped is not made up for by a burst.
                var repeats = _period > TimeSpan.Zero;
                _due = repeats ? _clock.GetTimestamp() + _period.Ticks : null;
                if (!repeats)
                {
                    lock (_clock._gate)
                    {
                        _clock._timers.Remove(this);
                    }
                }

                Arm();
            }

            _callback(_state);
        }
    }

    private TimeProvider Real => real;
}
