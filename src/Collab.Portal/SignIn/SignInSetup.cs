using System.Security.Claims;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Collab.Portal.SignIn;

/// <summary>Where the portal's one issuer is. Any OpenID provider that keeps docs/gateway-contract.md will do.</summary>
public sealed class SignInOptions
{
    /// <summary>The issuer.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The portal's client id there.</summary>
    public string ClientId { get; set; } = "collab-portal";

    /// <summary>The portal's secret there. From configuration only, never from source.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The audience that access tokens for the API carry.</summary>
    public string Audience { get; set; } = "collab-api";
}

/// <summary>Sets up sign-in for browsers (cookie and OpenID Connect) and for programs (bearer tokens).</summary>
internal static class SignInSetup
{
    /// <summary>The policy of everything under <c>/api</c> and of the hubs: a browser's session or a bearer token.</summary>
    public const string Api = "api";

    private const string Either = "either";

    /// <summary>Sessions and keys.</summary>
    public static void Keep(StoreOptions options)
    {
        options.Schema.For<SignInSession>().Index(s => s.Subject).Index(s => s.GatewaySession).Index(s => s.ExpiresAt);
        options.Schema.For<DataProtectionKey>();
    }

    public static IServiceCollection AddCollabSignIn(this IServiceCollection services, IConfiguration configuration, bool secureCookies)
    {
        services.Configure<SignInOptions>(configuration.GetSection("SignIn"));
        services.AddSingleton<TicketStore>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Arrivals>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<AuthenticationStateProvider, SessionGuard>();
        services.AddCascadingAuthenticationState();

        services.AddDataProtection().SetApplicationName("Collab.Portal");
        services.AddOptions<KeyManagementOptions>()
            .Configure<IDocumentStore>((options, store) => options.XmlRepository = new KeyRing(store));

        services.AddAuthentication(options =>
        {
            options.DefaultScheme = Either;
            options.DefaultSignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        })
        .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = context =>
            context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || (context.Request.Path.StartsWithSegments("/hubs") && context.Request.Query.ContainsKey("access_token"))
                ? JwtBearerDefaults.AuthenticationScheme
                : CookieAuthenticationDefaults.AuthenticationScheme)
        .AddCookie(options =>
        {
            // "__Host-" ties the cookie to this host and to https; on plain http (one machine only) browsers refuse that name.
            options.Cookie.Name = secureCookies ? "__Host-collab" : "collab";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = secureCookies ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/sign-in/refused";
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnRedirectToLogin = context => IsForPrograms(context.Request.Path)
                ? Status(context.Response, StatusCodes.Status401Unauthorized)
                : Redirect(context);
            options.Events.OnRedirectToAccessDenied = context => IsForPrograms(context.Request.Path)
                ? Status(context.Response, StatusCodes.Status403Forbidden)
                : Redirect(context);
        })
        .AddOpenIdConnect()
        .AddJwtBearer();

        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<TicketStore>((options, tickets) => options.SessionStore = tickets);
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<IOptions<SignInOptions>>((options, signIn) => Configure(options, signIn.Value, secureCookies));
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<SignInOptions>>((options, signIn) => Configure(options, signIn.Value));

        // Deny by default: what says nothing needs a signed-in person whose company is in good standing.
        var member = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new InGoodStanding()).Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(member)
            .SetFallbackPolicy(member)
            .AddPolicy(Api, member);
        services.AddSingleton<IAuthorizationHandler, InGoodStandingHandler>();
        return services;
    }

    private static void Configure(OpenIdConnectOptions options, SignInOptions signIn, bool https)
    {
        options.Authority = signIn.Authority;
        options.ClientId = signIn.ClientId;
        options.ClientSecret = signIn.ClientSecret;
        options.RequireHttpsMetadata = https;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.SaveTokens = true;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.CallbackPath = "/sign-in/callback";
        options.SignedOutCallbackPath = "/sign-out/callback";
        options.SignedOutRedirectUri = "/sign-in";
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
        options.CorrelationCookie.SameSite = https ? SameSiteMode.None : SameSiteMode.Lax;
        options.NonceCookie.SameSite = https ? SameSiteMode.None : SameSiteMode.Lax;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"])
            options.Scope.Add(scope);
        options.Events.OnRedirectToIdentityProvider = context =>
        {
            if (context.Properties.Items.TryGetValue("login_hint", out var hint))
                context.ProtocolMessage.LoginHint = hint;
            return Task.CompletedTask;
        };
        options.Events.OnTokenValidated = async context =>
        {
            // The browser keeps the id of a session; only the id token is needed again, to end it everywhere.
            context.Properties!.StoreTokens([new AuthenticationToken { Name = "id_token", Value = context.TokenEndpointResponse?.IdToken ?? context.ProtocolMessage.IdToken }]);
            var arrivals = context.HttpContext.RequestServices.GetRequiredService<Arrivals>();
            if (await arrivals.Welcome(context.Principal!, ParticipantKind.Person, context.HttpContext.RequestAborted) is { } refusal)
            {
                context.Response.Redirect("/sign-in/refused?why=" + Uri.EscapeDataString(refusal.Code));
                context.HandleResponse();
            }
        };
        options.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Collab.SignIn")
                .LogWarning("Sign-in failed: {Reason}", context.Failure?.Message);
            context.Response.Redirect("/sign-in/refused?why=" + (context.Failure?.Message.Contains("access_denied", StringComparison.Ordinal) == true ? "sign_in.cancelled" : "sign_in.failed"));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    private static void Configure(JwtBearerOptions options, SignInOptions signIn)
    {
        options.Authority = signIn.Authority;
        options.Audience = signIn.Audience;
        options.RequireHttpsMetadata = signIn.Authority.StartsWith("https:", StringComparison.Ordinal);
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.TokenValidationParameters.ValidTypes = ["at+jwt"];
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
        options.Events = new JwtBearerEvents
        {
            // Browsers cannot set headers on a WebSocket; SignalR clients send the token in the query, for hubs only.
            OnMessageReceived = context =>
            {
                if (context.HttpContext.Request.Path.StartsWithSegments("/hubs") && context.Request.Query["access_token"] is [{ Length: > 0 } token])
                    context.Token = token;
                return Task.CompletedTask;
            },
            OnTokenValidated = async context =>
            {
                var arrivals = context.HttpContext.RequestServices.GetRequiredService<Arrivals>();
                if (await arrivals.Welcome(context.Principal!, ParticipantKind.Program, context.HttpContext.RequestAborted) is { } refusal)
                    context.Fail(refusal.Sentence);
            },
        };
    }

    /// <summary>True for addresses at which nobody looks at a page.</summary>
    public static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs");

    private static Task Status(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}

/// <summary>Needs a person or program who may act now: not disabled, of a company in good standing.</summary>
internal sealed class InGoodStanding : IAuthorizationRequirement;

internal sealed class InGoodStandingHandler(RoomFacts facts) : AuthorizationHandler<InGoodStanding>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, InGoodStanding requirement)
    {
        if (await CurrentActor.Find(context.User, facts) is not null)
            context.Succeed(requirement);
    }
}
