using Collab.Portal.Store;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MudBlazor.Services;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Collab.Portal.Shell;

/// <summary>The workspace's frame: components, headers, health, telemetry.</summary>
internal static class ShellSetup
{
    public static IServiceCollection AddCollabShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            options.DisconnectedCircuitMaxRetained = 1_000;
        }).AddHubOptions(options =>
        {
            // A post of the longest allowed size fits; five megabytes do not.
            options.MaximumReceiveMessageSize = 512 * 1024;
            options.EnableDetailedErrors = false;
        });
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomLeft;
            options.SnackbarConfiguration.VisibleStateDuration = 6_000;
            options.SnackbarConfiguration.ShowTransitionDuration = 160;
        });
        services.AddScoped<Deeds>();
        services.AddAntiforgery(options => options.Cookie.Name = "collab-form");
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        });
        services.AddHealthChecks().AddCheck<StoreHealth>("postgresql", tags: ["ready"]);
        return services;
    }

    public static IServiceCollection AddCollabTelemetry(this IServiceCollection services, IConfiguration settings)
    {
        if (string.IsNullOrEmpty(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("collab-portal"))
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddNpgsql().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name, "Marten", "Npgsql", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.Components.Server.Circuits")
                .AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddOtlpExporter());
        return services;
    }

    /// <summary>Headers for every answer. Scripts come from our own files only, and none stands in a page.</summary>
    public static void UseSecurityHeaders(this WebApplication app, bool https)
    {
        if (https)
            app.UseHsts();
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            // MudBlazor places menus and sizes skeletons with style attributes, so styles may be inline; scripts may not.
            // The browsable API page brings a script of its own from this origin and draws with inline styles too.
            headers.ContentSecurityPolicy =
                "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
                + "object-src 'none'; base-uri 'self'; form-action 'self'" + FormTargets(context) + "; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            return next(context);
        });
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options =>
            {
                // Costs 230-300 KB a screen, and a side channel where secrets and others' text share a message.
                options.DisableWebSocketCompression = true;
                options.ContentSecurityFrameAncestorsPolicy = null;
            })
            .Finally(AnswerHead);
    }

    // Link checkers and feed readers ask for the head of a page first: what answers GET answers HEAD (RFC 9110, 9.3.2).
    private static void AnswerHead(EndpointBuilder endpoint)
    {
        for (var i = 0; i < endpoint.Metadata.Count; i++)
        {
            if (endpoint.Metadata[i] is HttpMethodMetadata { HttpMethods: var methods } && methods.Contains(HttpMethods.Get))
                endpoint.Metadata[i] = new HttpMethodMetadata([.. methods, HttpMethods.Head]);
        }
    }

    // Signing in and out are forms whose answer leads on to the gateway; browsers check the whole way.
    private static string FormTargets(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/sign-in") && context.Request.Path != "/me")
            return "";
        var authority = context.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<SignIn.SignInOptions>>().Value.Authority;
        return Uri.TryCreate(authority, UriKind.Absolute, out var issuer)
            ? $" {issuer.GetLeftPart(UriPartial.Authority)} {(issuer.Scheme == "https" ? "https:" : "http:")}"
            : "";
    }
}

/// <summary>Ready when PostgreSQL answers and the live feed hears it.</summary>
internal sealed class StoreHealth(NpgsqlDataSource database, LiveFeed feed) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            command.CommandTimeout = 3;
            await command.ExecuteScalarAsync(cancellationToken);
            return feed.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("The live feed is not connected.");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer.");
        }
    }
}
