using System.Globalization;
using Collab.Gateway.Pages;
using Collab.Gateway.Providers;
using Collab.Gateway.Store;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols;
using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;

namespace Collab.Gateway.SignIn;

/// <summary>Finds a person's home realm by their e-mail's domain and sends them there.</summary>
public sealed class HomeRealm(
    ProviderCatalog catalog, OpenIddictClientService client, Flows flows, TimeProvider time, ILogger<HomeRealm> log)
{
    /// <summary>Key in the state: this sign-in must be a new one.</summary>
    public const string Fresh = "fresh";

    /// <summary>Key in the state: when the person was sent, Unix seconds.</summary>
    public const string Started = "started";

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
    public async Task<IResult> Send(HttpContext http, Flow flow, string email, bool confirmed)
    {
        var ticket = flows.Protect(flow);
        if (catalog.ForEmail(email) is not { } entry)
            return SignInPages.UnknownDomain(ticket);
        var provider = entry.Provider;
        if (provider.Redirect == RedirectPolicy.Confirm && !confirmed)
            return SignInPages.Confirm(http, ticket, provider.DisplayName, email);
        if (!await Answers(provider.Id, http.RequestAborted))
        {
            var reference = SignInPages.NewReference();
            log.LogWarning("Provider {Provider} does not answer ({Reference}).", provider.Id, reference);
            http.Response.Headers.RetryAfter = "60";
            return SignInPages.DoesNotAnswer(http, provider.DisplayName, ticket, email, reference);
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

    /// <summary>Whether the provider's discovery document is at hand or can be fetched.</summary>
    public async Task<bool> Answers(string providerId, CancellationToken ct)
    {
        try
        {
            await client.GetServerConfigurationByRegistrationIdAsync(providerId, ct);
            return true;
        }
        catch (InvalidOperationException e)
        {
            log.LogInformation(e, "No discovery document of {Provider}.", providerId);
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or OpenIddict.Abstractions.OpenIddictExceptions.ProtocolException)
        {
            log.LogInformation(e, "No discovery document of {Provider}.", providerId);
            return false;
        }
    }
}
