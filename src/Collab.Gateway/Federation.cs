using Collab.Gateway.Clients;
using Collab.Gateway.Keys;
using Collab.Gateway.Providers;
using Collab.Gateway.SignIn;
using Collab.Gateway.Store;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Collab.Gateway;

/// <summary>OpenIddict: the provider that the portal trusts, and the client of every member's provider.</summary>
public static class Federation
{
    /// <summary>Life of an access token: how long a revoked client may still use one where nobody introspects.</summary>
    public static readonly TimeSpan AccessTokenLife = TimeSpan.FromMinutes(15);

    /// <summary>Life of a refresh token.</summary>
    public static readonly TimeSpan RefreshTokenLife = TimeSpan.FromDays(14);

    /// <summary>Adds both sides and what feeds them.</summary>
    public static void Add(IServiceCollection services, GatewaySettings settings)
    {
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<GatewayDb>())
            .AddServer(server => Provider(server, settings))
            .AddClient(client => Client(client, settings))
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.AddAudiences(Names.AdminAudience);
                // A revoked token of the admin client ends at once.
                validation.EnableTokenEntryValidation();
            });

        AddReload<OpenIddictServerOptions>(services);
        AddReload<OpenIddictClientOptions>(services);
        AddReload<OpenIddictValidationOptions>(services);
        services.AddSingleton<KeyOptions>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(p => p.GetRequiredService<KeyOptions>());
        services.AddSingleton<IConfigureOptions<OpenIddictClientOptions>>(p => p.GetRequiredService<KeyOptions>());
        services.AddSingleton<IConfigureOptions<OpenIddictClientOptions>, ProviderRegistrations>();
        services.AddSingleton<IPostConfigureOptions<HttpClientFactoryOptions>, UpstreamHandlers>();
    }

    private static void AddReload<T>(IServiceCollection services)
    {
        services.AddSingleton<Reload<T>>();
        services.AddSingleton<IOptionsChangeTokenSource<T>>(p => p.GetRequiredService<Reload<T>>());
    }

    private static void Provider(OpenIddictServerBuilder server, GatewaySettings settings)
    {
        server.SetIssuer(settings.Issuer!)
            .SetAuthorizationEndpointUris(AuthorizeEndpoint.Path[1..])
            .SetPushedAuthorizationEndpointUris("connect/par")
            .SetTokenEndpointUris("connect/token")
            .SetUserInfoEndpointUris("connect/userinfo")
            .SetIntrospectionEndpointUris("connect/introspect")
            .SetRevocationEndpointUris("connect/revoke")
            .SetEndSessionEndpointUris(SignOutEndpoint.Path[1..]);
        server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
        server.RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.Profile, Scopes.Email, Scopes.OfflineAccess, Names.ApiScope, Names.AdminScope);
        server.RegisterClaims(Claims.Subject, Names.Company, Claims.Name, Claims.Email, Names.Sid, Claims.AuthenticationTime, Claims.AuthenticationMethodReference);
        server.DisableAccessTokenEncryption();
        server.SetAccessTokenLifetime(AccessTokenLife).SetRefreshTokenLifetime(RefreshTokenLife).SetRefreshTokenReuseLeeway(null);
        server.Configure(options =>
        {
            options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);
            options.PromptValues.Clear();
            options.PromptValues.UnionWith([PromptValues.None, PromptValues.Login, PromptValues.SelectAccount]);
        });
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.Metadata["backchannel_logout_supported"] = true;
            context.Metadata["backchannel_logout_session_supported"] = true;
            return default;
        }));
        var host = server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableStatusCodePagesIntegration();
        if (settings.AllowLoopback)
            host.DisableTransportSecurityRequirement();
    }

    private static void Client(OpenIddictClientBuilder client, GatewaySettings settings)
    {
        client.AllowAuthorizationCodeFlow();
        client.SetClientUri(settings.Issuer!);
        client.DisableWebServicesFederationClaimMapping();
        // Stands in while no provider is connected: OpenIddict wants at least one.
        client.SetRedirectionEndpointUris("callback/login");
        client.UseSystemNetHttp().SetHttpResiliencePipeline(UpstreamHttp.Resilience);
        var host = client.UseAspNetCore()
            .EnableRedirectionEndpointPassthrough()
            .EnablePostLogoutRedirectionEndpointPassthrough()
            .EnableStatusCodePagesIntegration()
            .DisableAutomaticAuthenticationSchemeForwarding();
        // Providers answer by a plain navigation; Lax is enough, and works without TLS on one machine.
        host.Configure(options => options.CookieBuilder.SameSite = SameSiteMode.Lax);
        if (settings.Issuer!.Scheme == Uri.UriSchemeHttp)
            host.Configure(options => options.CookieBuilder.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        if (settings.AllowLoopback)
            host.DisableTransportSecurityRequirement();
    }
}
