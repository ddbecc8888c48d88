using System.Globalization;
using Collab.Gateway.Pages;
using Collab.Gateway.Providers;
using Collab.Gateway.Store;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;

namespace Collab.Gateway.SignIn;

/// <summary>Finds a person's home realm by their e-mail's domain and sends them there.</summary>
public sealed class HomeRealm(
    ProviderCatalog catalog, OpenIddictClientService client, IHttpClientFactory http, Flows flows, TimeProvider time, ILogger<HomeRealm> log)
{
    /// <summary>Key in the state: this sign-in must be a new one.</summary>
    public const string Fresh = "fresh";

    /// <summary>Key in the state: when the person was sent, Unix seconds.</summary>
    public const string Started = "started";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);

    /// <summary>Maps the sign-in page.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signin", (HttpContext http, Flows flows, string? flow) =>
            flows.Read(flow) is null ? SignInPages.StartAtPortal() : SignInPages.AskEmail(http, flow!));
        routes.MapPost("/signin", Post);
        routes.MapGet("/join", () => SignInPages.Join());
        routes.MapGet("/privacy", () => SignInPages.Privacy());
    }

    private static async Task<IResult> Post(HttpContext http, IAntiforgery antiforgery, Flows flows, HomeRealm realm)
    {
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
            return SignInPages.DidNotFinish("The form was open for too long, or cookies are off.", "Begin again in Collab.", null, SignInPages.NewReference());
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (flows.Read(form["flow"]) is not { } flow)
            return SignInPages.StartAtPortal();
        var email = ((string?)form["email"])?.Trim();
        return MailDomain.Of(email) is null
            ? SignInPages.AskEmail(http, form["flow"]!, email?[..Math.Min(email.Length, 320)], "Write the whole address, such as mara@contoso.example.")
            : await realm.Send(http, flow, email!, confirmed: form["confirmed"] == "yes");
    }

    /// <summary>Sends the person to the provider of that e-mail's domain, or shows why not.</summary>
    public async Task<IResult> Send(HttpContext context, Flow flow, string email, bool confirmed)
    {
        var ticket = flows.Protect(flow);
        if (catalog.ForEmail(email) is not { } entry)
            return SignInPages.UnknownDomain(ticket);
        var provider = entry.Provider;
        if (provider.Redirect == RedirectPolicy.Confirm && !confirmed)
            return SignInPages.Confirm(context, ticket, provider.DisplayName, email);
        if (!await Answers(entry, context.RequestAborted))
        {
            var reference = SignInPages.NewReference();
            log.LogWarning("Provider {Provider} does not answer ({Reference}).", provider.Id, reference);
            context.Response.Headers.RetryAfter = "60";
            return SignInPages.DoesNotAnswer(context, provider.DisplayName, ticket, email, reference);
        }

        var properties = new AuthenticationProperties { RedirectUri = flow.ReturnUrl };
        properties.Items[OpenIddictClientAspNetCoreConstants.Properties.RegistrationId] = provider.Id;
        properties.Items[OpenIddictClientAspNetCoreConstants.Properties.LoginHint] = email;
        properties.Items[Started] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (flow.Fresh)
        {
            // Both reach the provider: it asks again, and says when it did.
            properties.Items[Fresh] = "yes";
            properties.SetParameter("prompt", "login");
            properties.SetParameter("max_age", "0");
        }

        return Results.Challenge(properties, [OpenIddictClientAspNetCoreDefaults.AuthenticationScheme]);
    }

    /// <summary>
    /// Whether the provider answers now: a cached discovery document would send people to a dead address.
    /// Asked at most once in ten seconds per provider and node.
    /// </summary>
    public async Task<bool> Answers(ProviderCatalog.Entry entry, CancellationToken ct)
    {
        if (entry.Answered is { } at && time.GetUtcNow() - at < Trusted)
            return true;
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
                limit.CancelAfter(Patience);
                using var response = await http.CreateClient(UpstreamHttp.Client).GetAsync(ProviderCheck.DiscoveryOf(entry.Registration.Issuer!), limit.Token);
                response.EnsureSuccessStatusCode();
                await client.GetServerConfigurationByRegistrationIdAsync(entry.Provider.Id, ct);
                entry.Answered = time.GetUtcNow();
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or InvalidOperationException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                log.LogInformation(e, "No discovery document of {Provider} at attempt {Attempt}.", entry.Provider.Id, attempt);
            }
        }

        return false;
    }
}
