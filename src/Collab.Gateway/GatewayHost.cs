using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Azure.Core;
using Collab.Gateway.Clients;
using Collab.Gateway.Keys;
using Collab.Gateway.Pages;
using Collab.Gateway.Providers;
using Collab.Gateway.Sessions;
using Collab.Gateway.SignIn;
using Collab.Gateway.Store;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Collab.Gateway;

/// <summary>The federation gateway as a web application: by itself or inside another process.</summary>
public static class GatewayHost
{
    private const string AdminPolicy = "admin";

    /// <summary>
    /// Builds the gateway; nothing is read from the database before it starts. Throws
    /// <see cref="InvalidOperationException"/> with one sentence when the configuration lacks something.
    /// </summary>
    /// <param name="args">Command line, as configuration.</param>
    /// <param name="configure">Configuration, addresses and services of the caller.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        var settings = (builder.Configuration.GetSection("Gateway").Get<GatewaySettings>() ?? new()).Checked();
        var database = builder.Configuration.GetConnectionString("Collab")
            ?? throw new InvalidOperationException("ConnectionStrings:Collab is missing: give a PostgreSQL connection string.");

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
        });
        // Addresses carry codes, tokens and e-mail addresses in their query, and so does what OpenIddict tells of each request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Http.Result", LogLevel.Warning);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false);
        AddStore(services, settings, builder.Configuration, database);
        AddSignIn(services, settings);
        Federation.Add(services, settings);
        RateLimits.Add(services, settings);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        AddTelemetry(builder);

        var app = builder.Build();
        SecurityHeaders.Use(app, settings);
        Failures.Use(app);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        Stylesheet.Map(app);
        app.MapGet("/", () => SignInPages.StartAtPortal());
        HomeRealm.Map(app);
        AuthorizeEndpoint.Map(app);
        CallbackEndpoint.Map(app);
        TokenEndpoint.Map(app);
        SignOutEndpoint.Map(app);
        UpstreamLogout.Map(app);
        var admin = app.MapGroup("/admin").RequireAuthorization(AdminPolicy);
        ProviderEndpoints.Map(admin);
        ClientEndpoints.Map(admin);
        KeyEndpoints.Map(admin);
    }

    private static void AddStore(IServiceCollection services, GatewaySettings settings, IConfiguration configuration, string database)
    {
        var entra = services.AddEntraSignIn(configuration, database);
        services.AddSingleton(provider =>
        {
            var source = new NpgsqlDataSourceBuilder(database);
            if (entra)
                source.UseEntra(provider.GetRequiredService<TokenCredential>());
            return source.Build();
        });
        services.AddDbContext<GatewayDb>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        var protection = services.AddDataProtection().SetApplicationName("Collab.Gateway").PersistKeysToDbContext<GatewayDb>();
        if (settings.DataProtectionCertificate is { } certificate)
            protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(certificate), settings.DataProtectionCertificatePassword));
        services.AddSingleton<KeyRing>();
        services.AddSingleton<ProviderCatalog>();
        services.AddSingleton<Changes>();
        services.AddHostedService<Bootstrap>();
        services.AddHostedService(provider => provider.GetRequiredService<Changes>());
        services.AddHostedService<Maintenance>();
        services.AddHostedService<LateLogouts>();
        services.AddScoped<ConfiguredClients>();
    }

    private static void AddSignIn(IServiceCollection services, GatewaySettings settings)
    {
        var https = settings.Issuer!.Scheme == Uri.UriSchemeHttps;
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            // Browsers share cookies between the ports of localhost: the name must be the gateway's own.
            cookie.Cookie.Name = https ? "__Host-collab-gateway" : "collab-gateway";
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.SlidingExpiration = false;
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = https ? "__Host-collab-gateway-form" : "collab-gateway-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthorizationBuilder().AddPolicy(AdminPolicy, policy => policy
            .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.User.HasScope(Names.AdminScope)));
        services.AddScoped<GatewaySessions>();
        services.AddScoped<SessionEnd>();
        services.AddScoped<BackChannel>();
        services.AddScoped<HomeRealm>();
        services.AddScoped<CallbackEndpoint>();
        services.AddSingleton<Flows>();
        services.AddSingleton<IdTokenProtector>();
        services.AddSingleton<ProviderCheck>();
        services.AddHttpClient(UpstreamHttp.Client, client => (client.Timeout, client.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(10), 1024 * 1024))
            .ConfigurePrimaryHttpMessageHandler(() => UpstreamHttp.Handler(settings.AllowLoopback));
        services.AddHttpClient(BackChannel.Client, client => client.Timeout = TimeSpan.FromSeconds(3));
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddNpgsql().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()
                .AddMeter("Npgsql").AddOtlpExporter());
    }
}
