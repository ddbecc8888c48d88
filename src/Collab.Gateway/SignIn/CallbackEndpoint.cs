using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Collab.Gateway.Pages;
using Collab.Gateway.Providers;
using Collab.Gateway.Sessions;
using Collab.Gateway.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Client.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Collab.Gateway.SignIn;

/// <summary>Where a person comes back from their provider: the answer is checked and becomes a session.</summary>
public sealed class CallbackEndpoint(
    ProviderCatalog catalog, GatewaySessions sessions, SessionEnd ending, GatewayDb db, Flows flows,
    IdTokenProtector idTokens, TimeProvider time, ILogger<CallbackEndpoint> log)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Maps the callbacks of sign-in and of sign-out.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/callback/login/{memberId}", [HttpMethods.Get, HttpMethods.Post],
            (string memberId, HttpContext http, CallbackEndpoint endpoint) => endpoint.SignIn(memberId, http)).DisableAntiforgery();
        routes.MapMethods("/callback/logout/{memberId}", [HttpMethods.Get, HttpMethods.Post], SignedOut).DisableAntiforgery();
    }

    private static async Task<IResult> SignedOut(string memberId, HttpContext http, ProviderCatalog catalog)
    {
        var result = catalog.Find(memberId) is null ? null : await http.AuthenticateAsync(OpenIddictClientAspNetCoreDefaults.AuthenticationScheme);
        return result?.Properties?.RedirectUri is { } next ? Results.LocalRedirect(next) : SignInPages.SignedOut();
    }

    private async Task<IResult> SignIn(string memberId, HttpContext http)
    {
        var reference = SignInPages.NewReference();
        if (catalog.Find(memberId) is not { } entry)
        {
            log.LogWarning("A person came back from {Provider}, which is not connected ({Reference}).", memberId, reference);
            return SignInPages.Removed(reference);
        }

        var company = entry.Provider.DisplayName;
        var result = await http.AuthenticateAsync(OpenIddictClientAspNetCoreDefaults.AuthenticationScheme);
        if (result is not { Succeeded: true, Properties: { RedirectUri: { } returnUrl } properties, Principal: { } principal }
            || principal.GetClaim(Claims.Subject) is not { Length: > 0 } upstream)
        {
            log.LogWarning("The answer of {Provider} cannot be used ({Reference}).", memberId, reference);
            return SignInPages.DidNotFinish($"The answer of {company}’s sign-in cannot be used.", "Begin again in Collab.", null, reference);
        }

        var fresh = properties.Items.ContainsKey(HomeRealm.Fresh);
        var flow = new Flow(returnUrl, fresh);
        var email = principal.GetClaim(Claims.Email);
        if (email is not null && catalog.ForEmail(email)?.Provider.Id != memberId)
        {
            log.LogWarning("{Provider} asserts an e-mail outside its domains ({Reference}).", memberId, reference);
            return SignInPages.AnotherDomain(company, flows.Protect(flow), reference);
        }

        var now = time.GetUtcNow();
        var authenticated = AuthTime(principal) is { } at && at < now ? at : now;
        if (fresh && authenticated + Skew < Started(properties))
        {
            log.LogWarning("{Provider} did not ask again although it was told to ({Reference}).", memberId, reference);
            return SignInPages.DidNotFinish($"{company}’s sign-in did not ask you again, and this step needs it.",
                $"Sign out at {company} and try again.", flows.Protect(flow), reference, 403);
        }

        var session = await Session(http, memberId, upstream);
        session.UpstreamSid = principal.GetClaim("sid");
        session.Name = NameOf(principal, email);
        session.Email = email;
        session.AuthenticatedAt = authenticated;
        session.Amr = [.. principal.GetClaims(Claims.AuthenticationMethodReference).SelectMany(Values).Take(10)];
        session.ProtectedIdToken = idTokens.Protect(properties.GetTokenValue(OpenIddictClientAspNetCoreConstants.Tokens.BackchannelIdentityToken));
        session.SatisfiedRequest = flow.RequestHash;
        await db.SaveChangesAsync(http.RequestAborted);
        await GatewaySessions.Keep(http, session);
        log.LogInformation("Signed in from {Provider}.", memberId);
        return Results.LocalRedirect(returnUrl);
    }

    /// <summary>The same person who signs in again keeps the session; another person ends it.</summary>
    private async Task<GatewaySession> Session(HttpContext http, string memberId, string upstream)
    {
        var subject = SubjectId.For(memberId, upstream);
        if (await sessions.Of(http) is { } current)
        {
            if (current.Subject == subject)
                return current;
            await ending.One(current, http.RequestAborted);
        }

        var session = new GatewaySession
        {
            Sid = Guid.NewGuid().ToString("N"),
            MemberId = memberId,
            UpstreamSubject = upstream,
            Subject = subject,
            Name = "",
            AuthenticatedAt = default,
            ExpiresAt = time.GetUtcNow() + GatewaySessions.Length,
        };
        db.Sessions.Add(session);
        return session;
    }

    private static DateTimeOffset? AuthTime(ClaimsPrincipal principal) =>
        long.TryParse(principal.GetClaim(Claims.AuthenticationTime), CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static DateTimeOffset Started(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(HomeRealm.Started, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MaxValue - Skew - Skew;

    private static string NameOf(ClaimsPrincipal principal, string? email)
    {
        var parts = $"{principal.GetClaim(Claims.GivenName)} {principal.GetClaim(Claims.FamilyName)}";
        var name = new[] { principal.GetClaim(Claims.Name), parts, principal.GetClaim(Claims.PreferredUsername), email?.Split('@')[0] }
            .Select(n => new string([.. (n ?? "").Where(c => !char.IsControl(c))]).Trim())
            .FirstOrDefault(n => n.Length > 0) ?? "Name not given";
        return name[..Math.Min(name.Length, 200)];
    }

    private static IEnumerable<string> Values(string claim) =>
        claim.StartsWith('[') ? JsonSerializer.Deserialize<string[]>(claim) ?? [] : [claim];
}

/// <summary>Encrypts the provider's identity token for the session's row.</summary>
public sealed class IdTokenProtector(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Collab.Gateway.IdToken");

    /// <summary>Encrypts.</summary>
    public string? Protect(string? token) => token is null ? null : protector.Protect(token);

    /// <summary>Decrypts.</summary>
    public string? Read(string? text) => text is null ? null : protector.Unprotect(text);
}
