using Collab.Portal.Api;
using Collab.Portal.Shell;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Collab.Portal;

/// <summary>The web application: its contents on one screen.</summary>
public static class PortalHost
{
    /// <summary>Builds the portal, ready to run.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Adds to the builder before it builds: addresses, settings, another clock.</param>
    /// <exception cref="InvalidOperationException">A setting is missing; the message names it.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        var settings = builder.Configuration;
        var database = settings.GetConnectionString("Collab")
            ?? throw new InvalidOperationException("The setting ConnectionStrings:Collab is missing. It names the PostgreSQL database.");
        var https = settings["SignIn:Authority"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

        // A lost race is decided again by Commands; what is no race is thrown, and logged where it is caught.
        builder.Logging.AddFilter("Marten.IDocumentStore", LogLevel.Critical);
        // Request lines carry tokens and codes in their query; statements are many and say nothing of who asked.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Http.Result", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql.Command", LogLevel.Warning);
        builder.Services.AddCollabStore(settings, database, Features.Keep);
        if (!builder.Services.Any(s => s.ServiceType == typeof(TimeProvider)))
            builder.Services.AddRoomClock(TimeProvider.System);
        builder.Services.AddCollabSignIn(settings, secureCookies: https);
        builder.Services.AddCollabShell();
        builder.Services.AddCollabApi();
        builder.Services.AddCollabLimits(settings);
        builder.Services.AddCollabTelemetry(settings);
        builder.Services.AddCollabFeatures();

        var app = builder.Build();

        app.UseForwardedHeaders();
        app.UseExceptionHandler("/failed", createScopeForErrors: true);
        app.UseSecurityHeaders(https);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseBareStatusForPrograms();
        app.UseBufferedApiBodies();
        app.UseOutputCache();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();

        app.MapHealth();
        app.MapSignIn();
        app.MapFeatures(app.MapApi());
        app.MapShell();
        return app;
    }
}
