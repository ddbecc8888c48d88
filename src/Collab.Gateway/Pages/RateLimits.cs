using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Collab.Gateway.Pages;

/// <summary>How often one address may ask, on this node.</summary>
public static class RateLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Sign-in pages and token endpoints each have a limit per client address; the rest has none.</summary>
    public static void Add(IServiceCollection services, GatewaySettings settings) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Kind(http) switch
        {
            { } kind => RateLimitPartition.GetFixedWindowLimiter($"{kind} {http.Connection.RemoteIpAddress}", _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = kind == "sign-in" ? settings.SignInsPerMinute : settings.TokenRequestsPerMinute,
                Window = Window,
            }),
            null => RateLimitPartition.GetNoLimiter(""),
        });
    });

    private static string? Kind(HttpContext http)
    {
        var path = http.Request.Path;
        return path.StartsWithSegments("/signin") || path.StartsWithSegments(SignIn.AuthorizeEndpoint.Path) || path.StartsWithSegments("/callback")
            ? "sign-in"
            : path.StartsWithSegments("/connect") || path.StartsWithSegments("/backchannel-logout") || path.StartsWithSegments("/admin") ? "token" : null;
    }
}
