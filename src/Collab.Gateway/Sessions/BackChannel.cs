using System.Text.Json;
using Collab.Gateway.Clients;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Polly;
using Polly.Retry;

namespace Collab.Gateway.Sessions;

/// <summary>Sends logout tokens to clients (OpenID Connect Back-Channel Logout 1.0).</summary>
public sealed class BackChannel(
    IOpenIddictApplicationManager applications, IOptionsMonitor<OpenIddictServerOptions> server,
    IHttpClientFactory http, TimeProvider time, ILogger<BackChannel> log)
{
    /// <summary>Name of the HTTP client that speaks to clients.</summary>
    public const string Client = "back-channel";

    /// <summary>The event that makes a token a logout token.</summary>
    public const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

    private const int AtOnce = 8;

    // A client that starts anew, or whose database is away for a moment, is asked twice more.
    private static readonly ResiliencePipeline<HttpResponseMessage> Patience = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(500),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is HttpRequestException or TaskCanceledException || (int?)args.Outcome.Result?.StatusCode is 429 or >= 500),
        })
        .Build();

    /// <summary>
    /// Tells the clients that have an address for it. A client that does not answer learns of it when it
    /// next renews its tokens, which are revoked already.
    /// </summary>
    public async Task Tell(IReadOnlyList<(string ClientId, string Sid, string Subject)> ended, CancellationToken ct)
    {
        var addresses = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var clientId in ended.Select(e => e.ClientId).Distinct(StringComparer.Ordinal))
        {
            if (await applications.FindByClientIdAsync(clientId, ct) is { } application
                && (await applications.GetPropertiesAsync(application, ct)).TryGetValue(ClientProperties.BackChannelLogoutUri, out var value)
                && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var uri))
                addresses[clientId] = uri;
        }

        await Parallel.ForEachAsync(
            ended.Where(e => addresses.ContainsKey(e.ClientId)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (e, token) => await Send(addresses[e.ClientId], Token(e.ClientId, e.Sid, e.Subject), token));
    }

    private string Token(string clientId, string sid, string subject)
    {
        var options = server.CurrentValue;
        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "logout+jwt",
            Issuer = options.Issuer!.AbsoluteUri,
            Audience = clientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(2),
            SigningCredentials = options.SigningCredentials[0],
            Claims = new Dictionary<string, object>
            {
                ["sub"] = subject,
                ["sid"] = sid,
                ["jti"] = Guid.NewGuid().ToString("N"),
                ["events"] = new Dictionary<string, object> { [LogoutEvent] = JsonSerializer.SerializeToElement(new object()) },
            },
        });
    }

    private async Task Send(Uri address, string token, CancellationToken ct)
    {
        try
        {
            using var response = await Patience.ExecuteAsync(
                async attempt =>
                {
                    using var body = new FormUrlEncodedContent([new("logout_token", token)]);
                    return await http.CreateClient(Client).PostAsync(address, body, attempt);
                },
                ct);
            if (!response.IsSuccessStatusCode)
                log.LogWarning("A client answered a logout token with {Status}.", (int)response.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            log.LogWarning(e, "A client did not take a logout token.");
        }
    }
}
