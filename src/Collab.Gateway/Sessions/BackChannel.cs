using System.Collections.Concurrent;
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

/// <summary>What a client was granted in a session that ended.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Sid">The session.</param>
/// <param name="Subject">The person's <c>sub</c> here.</param>
public sealed record EndedGrant(string ClientId, string Sid, string Subject);

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

    // A client that starts anew, or whose database is away for a moment, is asked twice more at once.
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

    /// <summary>Tells the clients of ended sessions.</summary>
    /// <returns>Of which nothing is left to tell: the client took the token, or has no address for one.</returns>
    public async Task<IReadOnlyCollection<EndedGrant>> Tell(IReadOnlyCollection<EndedGrant> ended, CancellationToken ct)
    {
        var addresses = await Addresses(ended, ct);
        ConcurrentBag<EndedGrant> done = [.. ended.Where(e => !addresses.ContainsKey(e.ClientId))];
        await Parallel.ForEachAsync(
            ended.Where(e => addresses.ContainsKey(e.ClientId)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (e, token) =>
            {
                if (await Send(addresses[e.ClientId], e, Patience, token) == Answer.Taken)
                    done.Add(e);
            });
        return done;
    }

    /// <summary>Tells clients again that did not take it when it was said, one after the other: a client that is away is not asked for the rest.</summary>
    /// <returns>As <see cref="Tell"/>.</returns>
    public async Task<IReadOnlyCollection<EndedGrant>> TellAgain(IReadOnlyCollection<EndedGrant> ended, CancellationToken ct)
    {
        var addresses = await Addresses(ended, ct);
        List<EndedGrant> done = [.. ended.Where(e => !addresses.ContainsKey(e.ClientId))];
        foreach (var client in ended.Where(e => addresses.ContainsKey(e.ClientId)).GroupBy(e => e.ClientId, StringComparer.Ordinal))
        {
            foreach (var grant in client)
            {
                var answer = await Send(addresses[client.Key], grant, ResiliencePipeline<HttpResponseMessage>.Empty, ct);
                if (answer == Answer.Away)
                    break;
                if (answer == Answer.Taken)
                    done.Add(grant);
            }
        }

        return done;
    }

    private async Task<Dictionary<string, Uri>> Addresses(IEnumerable<EndedGrant> ended, CancellationToken ct)
    {
        var addresses = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var clientId in ended.Select(e => e.ClientId).Distinct(StringComparer.Ordinal))
        {
            if (await applications.FindByClientIdAsync(clientId, ct) is { } application
                && (await applications.GetPropertiesAsync(application, ct)).TryGetValue(ClientProperties.BackChannelLogoutUri, out var value)
                && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var uri))
                addresses[clientId] = uri;
        }

        return addresses;
    }

    private string Token(EndedGrant ended)
    {
        var options = server.CurrentValue;
        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "logout+jwt",
            Issuer = options.Issuer!.AbsoluteUri,
            Audience = ended.ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(2),
            SigningCredentials = options.SigningCredentials[0],
            Claims = new Dictionary<string, object>
            {
                ["sub"] = ended.Subject,
                ["sid"] = ended.Sid,
                ["jti"] = Guid.NewGuid().ToString("N"),
                ["events"] = new Dictionary<string, object> { [LogoutEvent] = JsonSerializer.SerializeToElement(new object()) },
            },
        });
    }

    private async Task<Answer> Send(Uri address, EndedGrant ended, ResiliencePipeline<HttpResponseMessage> patience, CancellationToken ct)
    {
        try
        {
            var token = Token(ended);
            using var response = await patience.ExecuteAsync(
                async attempt =>
                {
                    using var body = new FormUrlEncodedContent([new("logout_token", token)]);
                    return await http.CreateClient(Client).PostAsync(address, body, attempt);
                },
                ct);
            if (!response.IsSuccessStatusCode)
                log.LogWarning("A client answered a logout token with {Status}. It is sent again.", (int)response.StatusCode);
            return response.IsSuccessStatusCode ? Answer.Taken : (int)response.StatusCode is 429 or >= 500 ? Answer.Away : Answer.Refused;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            log.LogWarning(e, "A client did not take a logout token. It is sent again.");
            return Answer.Away;
        }
    }

    private enum Answer
    {
        Taken,
        Refused,
        Away,
    }
}
