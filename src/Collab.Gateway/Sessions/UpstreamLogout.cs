using Collab.Gateway.Providers;
using Collab.Gateway.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Abstractions;

namespace Collab.Gateway.Sessions;

/// <summary>Takes logout tokens from member providers (OpenID Connect Back-Channel Logout 1.0).</summary>
public static class UpstreamLogout
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <summary>Maps <c>POST /backchannel-logout/{memberId}</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/backchannel-logout/{memberId}", Post).DisableAntiforgery();

    private static async Task<IResult> Post(
        string memberId, HttpContext http, ProviderCatalog catalog, GatewayDb db, SessionEnd sessions, TimeProvider time, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        var token = http.Request.HasFormContentType ? (string?)(await http.Request.ReadFormAsync(ct))["logout_token"] : null;
        if (catalog.Find(memberId) is not { } entry || string.IsNullOrEmpty(token))
            return Refused();
        if (await Validate(token, entry, time, ct) is not { } jwt)
            return Refused();
        var subject = Text(jwt, "sub");
        var sid = Text(jwt, "sid");
        if (subject is null && sid is null)
            return Refused();

        db.SeenLogoutTokens.Add(new SeenLogoutToken { MemberId = memberId, Jti = jwt.Id, ExpiresAt = time.GetUtcNow() + LongestLife + Skew });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refused();
        }

        db.ChangeTracker.Clear();
        await sessions.OfUpstream(memberId, subject, sid, ct);
        return Results.Ok();
    }

    private static async Task<JsonWebToken?> Validate(string token, ProviderCatalog.Entry entry, TimeProvider time, CancellationToken ct)
    {
        var manager = entry.Registration.ConfigurationManager;
        if (manager is null)
            return null;
        OpenIddictConfiguration configuration;
        try
        {
            configuration = await manager.GetConfigurationAsync(ct);
            if (await Try(token, entry, configuration, time) is { } jwt)
                return jwt;
            // The provider may have a new key: ask again, which the manager itself limits.
            manager.RequestRefresh();
            configuration = await manager.GetConfigurationAsync(ct);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        return await Try(token, entry, configuration, time);
    }

    private static async Task<JsonWebToken?> Try(string token, ProviderCatalog.Entry entry, OpenIddictConfiguration configuration, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerValidator = (issuer, _, _) => ProviderCheck.SameIssuer(issuer, entry.Provider.Issuer)
                ? issuer : throw new SecurityTokenInvalidIssuerException("The issuer is another."),
            ValidAudience = entry.Provider.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
            ValidTypes = ["logout+jwt", "JWT"],
            RequireSignedTokens = true,
            RequireExpirationTime = false,
            LifetimeValidator = (_, expires, _, _) => expires is null || now < expires + Skew,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
            return null;
        var issued = jwt.IssuedAt == DateTime.MinValue ? (DateTimeOffset?)null : new DateTimeOffset(jwt.IssuedAt, TimeSpan.Zero);
        return issued is not null && issued < now + Skew && issued > now - LongestLife
            && jwt.Id is { Length: > 0 and <= 200 }
            && !jwt.TryGetPayloadValue<object>("nonce", out _)
            && jwt.TryGetPayloadValue<Dictionary<string, object>>("events", out var events) && events.ContainsKey(BackChannel.LogoutEvent)
            ? jwt : null;
    }

    private static string? Text(JsonWebToken jwt, string claim) => jwt.TryGetPayloadValue<string>(claim, out var value) ? value : null;

    private static IResult Refused() => Results.Json(new { error = "invalid_request", error_description = "The logout token is not valid." }, statusCode: 400);
}
