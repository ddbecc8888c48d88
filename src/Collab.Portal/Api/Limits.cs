using System.Threading.RateLimiting;
using Collab.Portal.SignIn;
using Microsoft.AspNetCore.RateLimiting;

namespace Collab.Portal.Api;

/// <summary>How often one may ask: per person where somebody is signed in, per address elsewhere.</summary>
internal static class Limits
{
    public const string SignIn = "sign-in";
    public const string Api = "api";
    public const string Search = "search";

    public static IServiceCollection AddCollabLimits(this IServiceCollection services, IConfiguration configuration)
    {
        // Benchmarks and load drills raise the API's limit; nothing else does.
        var api = configuration.GetValue("Limits:ApiPerMinute", 1_200);
        services.AddSingleton<PostingLimits>();
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = async (context, cancellation) =>
            {
                context.HttpContext.Response.Headers.RetryAfter =
                    context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? ((int)after.TotalSeconds + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : "10";
                await Answers.WriteProblem(
                    context.HttpContext, StatusCodes.Status429TooManyRequests, "too_many_requests", "Too many requests", "Wait as long as Retry-After says, then go on.");
            };
            options.AddPolicy(SignIn, context => PerMinute("sign-in:" + Address(context), 30));
            options.AddPolicy(Api, context => PerMinute("api:" + Who(context), api));
            options.AddPolicy(Search, context => PerMinute("search:" + Who(context), 120));
        });
    }

    private static RateLimitPartition<string> PerMinute(string key, int permits) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = permits,
        TokensPerPeriod = Math.Max(1, permits / 6),
        ReplenishmentPeriod = TimeSpan.FromSeconds(10),
        QueueLimit = 0,
    });

    private static string Who(HttpContext context) => CurrentActor.PersonOf(context.User)?.Value ?? Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
