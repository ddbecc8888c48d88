using System.Globalization;
using System.Net;
using System.Xml;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Collab.Local;

/// <summary>Gives portal nodes the clock that can be moved, and the two addresses that show and move it.</summary>
public static class LocalClock
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>Makes the clock the host's <see cref="TimeProvider"/>. Sign-in keeps real time: its tokens come from hosts that do.</summary>
    public static void Use(WebApplicationBuilder builder, ShiftableClock clock)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        builder.Services.ConfigureAll<CookieAuthenticationOptions>(o => o.TimeProvider = TimeProvider.System);
        builder.Services.ConfigureAll<OpenIdConnectOptions>(o => o.TimeProvider = TimeProvider.System);
        builder.Services.ConfigureAll<JwtBearerOptions>(o => o.TimeProvider = TimeProvider.System);
    }

    /// <summary>
    /// Maps <c>GET /local/clock</c> and <c>POST /local/clock/advance?by=P1D</c> (an ISO 8601 duration, up to 400 days),
    /// for callers on this machine only. Both answer <c>{"now": UTC instant, "ahead": ISO 8601 duration}</c>.
    /// </summary>
    public static void Map(IEndpointRouteBuilder app, ShiftableClock clock)
    {
        var group = app.MapGroup("/local/clock").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        group.AddEndpointFilter(async (context, next) =>
            context.HttpContext.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
                ? await next(context)
                : TypedResults.NotFound());
        group.MapGet("", () => TypedResults.Ok(Reading(clock)));
        group.MapPost("/advance", IResult (string? by) =>
        {
            if (Duration(by) is not { } span)
            {
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status400BadRequest,
                    title: "by is an ISO 8601 duration of more than nothing and at most 400 days, such as P1D or PT10M.");
            }

            clock.Advance(span);
            return TypedResults.Ok(Reading(clock));
        });
    }

    /// <summary>What the clock's addresses answer.</summary>
    /// <param name="Now">The time it shows, in UTC.</param>
    /// <param name="Ahead">How far it is ahead of real time, as an ISO 8601 duration.</param>
    public sealed record ClockReading(DateTimeOffset Now, string Ahead);

    private static ClockReading Reading(ShiftableClock clock) => new(clock.GetUtcNow(), XmlConvert.ToString(clock.Shift));

    private static TimeSpan? Duration(string? text)
    {
        try
        {
            var span = XmlConvert.ToTimeSpan(text?.ToUpper(CultureInfo.InvariantCulture) ?? "");
            return span > TimeSpan.Zero && span <= Longest ? span : null;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            return null;
        }
    }
}
