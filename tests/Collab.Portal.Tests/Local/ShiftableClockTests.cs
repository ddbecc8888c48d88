using Collab.Local;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Local;

public sealed class ShiftableClockTests
{
    private readonly FakeTimeProvider _real = new(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ShiftableClock _clock;
    private int _fired;

    public ShiftableClockTests() => _clock = new ShiftableClock(_real);

    [Fact]
    public void Shows_real_time_until_it_is_moved_and_then_runs_ahead_of_it()
    {
        _clock.GetUtcNow().ShouldBe(_real.GetUtcNow());
        var before = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromDays(1));
        _real.Advance(TimeSpan.FromMinutes(1));

        _clock.GetUtcNow().ShouldBe(_real.GetUtcNow().AddDays(1));
        _clock.GetElapsedTime(before).ShouldBe(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        _clock.Shift.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Does_not_go_back() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromSeconds(-1)));

    [Fact]
    public void A_timer_fires_when_real_time_reaches_it()
    {
        using var timer = Timer(TimeSpan.FromHours(1));
        _real.Advance(TimeSpan.FromMinutes(59));
        _fired.ShouldBe(0);
        _real.Advance(TimeSpan.FromMinutes(1));
        _fired.ShouldBe(1);
        _real.Advance(TimeSpan.FromDays(1));
        _fired.ShouldBe(1);
    }

    [Fact]
    public void A_timer_fires_when_the_clock_is_moved_past_it_and_only_once()
    {
        using var timer = Timer(TimeSpan.FromDays(14));
        _clock.Advance(TimeSpan.FromDays(13));
        Settle();
        _fired.ShouldBe(0);
        _clock.Advance(TimeSpan.FromDays(2));
        Settle();
        _fired.ShouldBe(1);
        _real.Advance(TimeSpan.FromDays(30));
        _fired.ShouldBe(1);
    }

    [Fact]
    public void What_is_left_of_a_timer_runs_in_real_time()
    {
        using var timer = Timer(TimeSpan.FromHours(2));
        _clock.Advance(TimeSpan.FromHours(1));
        _real.Advance(TimeSpan.FromMinutes(59));
        _fired.ShouldBe(0);
        _real.Advance(TimeSpan.FromMinutes(1));
        _fired.ShouldBe(1);
    }

    [Fact]
    public void A_repeating_timer_fires_once_for_a_jump_over_many_periods_and_goes_on()
    {
        using var timer = Timer(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        _clock.Advance(TimeSpan.FromHours(1));
        Settle();
        _fired.ShouldBe(1);
        _real.Advance(TimeSpan.FromMinutes(1));
        _fired.ShouldBe(2);
    }

    [Fact]
    public void A_timer_months_away_fires_at_its_time()
    {
        using var timer = Timer(TimeSpan.FromDays(90));
        _real.Advance(TimeSpan.FromDays(89));
        _fired.ShouldBe(0);
        _real.Advance(TimeSpan.FromDays(1));
        _fired.ShouldBe(1);
    }

    [Fact]
    public void A_disposed_or_switched_off_timer_does_not_fire()
    {
        Timer(TimeSpan.FromMinutes(1)).Dispose();
        using var off = Timer(TimeSpan.FromMinutes(1));
        off.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromHours(1));
        Settle();
        _fired.ShouldBe(0);
    }

    [Fact]
    public async Task A_delay_on_the_real_clock_ends_when_it_is_moved()
    {
        var clock = new ShiftableClock(TimeProvider.System);
        var delay = Task.Delay(TimeSpan.FromDays(1), clock, TestContext.Current.CancellationToken);
        delay.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromDays(2));
        await delay.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private ITimer Timer(TimeSpan due, TimeSpan? period = null) =>
        _clock.CreateTimer(_ => _fired++, null, due, period ?? Timeout.InfiniteTimeSpan);

    // The fake clock wakes its timers when it is moved: by nothing, here.
    private void Settle() => _real.Advance(TimeSpan.Zero);
}
