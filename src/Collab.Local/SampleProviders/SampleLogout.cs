using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Collab.Local.SampleProviders;

/// <summary>Tells the gateway that a person signed out here (OpenID Connect Back-Channel Logout 1.0).</summary>
public sealed class SampleLogout(
    SampleProviderOptions o, IOptionsMonitor<OpenIddictServerOptions> server, IHttpClientFactory http, TimeProvider time, ILogger<SampleLogout> log)
{
    /// <summary>The logout token, signed with the provider's key.</summary>
    public string Token(string subject, string? sid)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = subject,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = JsonSerializer.SerializeToElement(new object()) },
        };
        if (sid is not null)
            claims["sid"] = sid;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "logout+jwt",
            Issuer = o.Issuer.AbsoluteUri,
            Audience = o.ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(2),
            SigningCredentials = server.CurrentValue.SigningCredentials[0],
            Claims = claims,
        });
    }

    /// <summary>Sends it. A gateway that does not answer is logged.</summary>
    public async Task Tell(string subject, string? sid, CancellationToken ct)
    {
        try
        {
            using var body = new FormUrlEncodedContent([new("logout_token", Token(subject, sid))]);
            using var response = await http.CreateClient().PostAsync(new Uri(o.Gateway, $"backchannel-logout/{o.MemberSlug}"), body, ct);
            if (!response.IsSuccessStatusCode)
                log.LogWarning("The gateway answered a logout token with {Status}.", (int)response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            log.LogWarning(e, "The gateway did not take a logout token.");
        }
    }
}
