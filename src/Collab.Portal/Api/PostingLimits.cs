using System.Threading.RateLimiting;
using Collab.Domain;

namespace Collab.Portal.Api;

/// <summary>How often one person may write posts and remarks, so that nobody floods a room: generous for hands, as the API's for programs.</summary>
public sealed class PostingLimits : IDisposable
{
    private static readonly Refusal TooMany = Refusal.Conflict("too_many_requests", "That is more posts than one person writes in a minute. Wait a moment, then post again.");

    private readonly PartitionedRateLimiter<string> screens;
    private readonly PartitionedRateLimiter<string> programs;

    /// <summary>Reads the limits: <c>Limits:PostsPerMinute</c> for screens, <c>Limits:ApiPerMinute</c> for the hub.</summary>
    public PostingLimits(IConfiguration configuration)
    {
        screens = PerMinute(configuration.GetValue("Limits:PostsPerMinute", 60));
        programs = PerMinute(configuration.GetValue("Limits:ApiPerMinute", 1_200));
    }

    /// <summary>Counts a post from a screen; the refusal when it is one too many.</summary>
    public Refusal? ForScreens(PersonId person) => Take(screens, person);

    /// <summary>Counts a post from the hub; the refusal when it is one too many.</summary>
    public Refusal? ForPrograms(PersonId person) => Take(programs, person);

    /// <inheritdoc/>
    public void Dispose()
    {
        screens.Dispose();
        programs.Dispose();
    }

    private static Refusal? Take(PartitionedRateLimiter<string> limiter, PersonId person)
    {
        using var lease = limiter.AttemptAcquire(person.Value);
        return lease.IsAcquired ? null : TooMany;
    }

    private static PartitionedRateLimiter<string> PerMinute(int permits) => PartitionedRateLimiter.Create<string, string>(person =>
        RateLimitPartition.GetTokenBucketLimiter(person, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = permits,
            TokensPerPeriod = Math.Max(1, permits / 6),
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
            QueueLimit = 0,
        }));
}
