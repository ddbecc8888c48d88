using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Collab.Gateway.Providers;

/// <summary>
/// How the gateway speaks to addresses that members supply: no redirects, no cookies, no proxy, and only to
/// public addresses, decided when the connection is made so that a name cannot be pointed elsewhere later.
/// </summary>
public static class UpstreamHttp
{
    /// <summary>Name of the client for checks and logout tokens.</summary>
    public const string Client = "upstream";

    /// <summary>Two attempts of 2.5 s, 6 s in all: what a person is willing to wait.</summary>
    public static void Resilience(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) => pipeline
        .AddTimeout(TimeSpan.FromSeconds(6))
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(200),
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } e
                ? e is not OperationCanceledException : (int)args.Outcome.Result!.StatusCode is >= 502 and <= 504),
        })
        .AddTimeout(TimeSpan.FromSeconds(2.5));

    /// <summary>A handler that connects to allowed addresses alone.</summary>
    public static SocketsHttpHandler Handler(bool allowLoopback) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectTimeout = TimeSpan.FromSeconds(2),
        ConnectCallback = (context, ct) => Connect(context.DnsEndPoint, allowLoopback, ct),
    };

    private static async ValueTask<Stream> Connect(DnsEndPoint target, bool allowLoopback, CancellationToken ct)
    {
        var found = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, ct);
        var allowed = found.Where(a => NetworkAddress.MayBeReached(a, allowLoopback)).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException("The address is not public.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>
/// Puts <see cref="UpstreamHttp.Handler"/> under every HTTP client of OpenIddict. OpenIddict insists on an
/// HttpClientHandler while it configures, so the exchange happens after its own actions.
/// </summary>
public sealed class UpstreamHandlers(GatewaySettings settings) : IPostConfigureOptions<HttpClientFactoryOptions>
{
    /// <inheritdoc />
    public void PostConfigure(string? name, HttpClientFactoryOptions options)
    {
        if (name is not null && name.StartsWith("OpenIddict.Client.SystemNetHttp", StringComparison.Ordinal))
            options.HttpMessageHandlerBuilderActions.Add(builder => builder.PrimaryHandler = UpstreamHttp.Handler(settings.AllowLoopback));
    }
}
