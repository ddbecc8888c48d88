using System.Text.Json;
using System.Text.RegularExpressions;

namespace Collab.Gateway.Providers;

/// <summary>What the admin API is given for a provider.</summary>
/// <param name="ClientSecret">May be left out when a stored provider is replaced: the secret stays.</param>
public sealed record ProviderInput(
    string? DisplayName, string? Issuer, string? ClientId, string? ClientSecret, IReadOnlyList<string>? Domains,
    bool Enabled = true, Store.RedirectPolicy Redirect = Store.RedirectPolicy.Automatic);

/// <summary>Looks at a provider before it is stored: its form, then whether it answers as what it claims to be.</summary>
public sealed partial class ProviderCheck(IHttpClientFactory http, GatewaySettings settings)
{
    /// <summary>A member's slug.</summary>
    [GeneratedRegex("^[a-z][a-z0-9-]{1,39}$")]
    public static partial Regex Slug { get; }

    /// <summary>Says what is wrong, per field; empty when nothing is.</summary>
    public async Task<Dictionary<string, string[]>> Problems(string id, ProviderInput input, bool hasSecret, CancellationToken ct)
    {
        var problems = new Dictionary<string, string[]>();
        void Add(string field, string problem) => problems[field] = [problem];

        if (!Slug.IsMatch(id))
            Add("id", "2 to 40 lower-case letters, digits and hyphens, beginning with a letter.");
        if (string.IsNullOrWhiteSpace(input.DisplayName) || input.DisplayName.Length > 80 || input.DisplayName.Any(char.IsControl))
            Add("displayName", "Name the company in 1 to 80 characters.");
        if (string.IsNullOrWhiteSpace(input.ClientId) || input.ClientId.Length > 200)
            Add("clientId", "Give the client id that the provider issued.");
        if (string.IsNullOrEmpty(input.ClientSecret) ? !hasSecret : input.ClientSecret.Length > 2000)
            Add("clientSecret", "Give the client secret that the provider issued.");
        if (input.Domains is not { Count: > 0 and <= 100 } || input.Domains.Any(d => MailDomain.Normalize(d) is null))
            Add("domains", "Give 1 to 100 mail domains, such as contoso.example.");
        if (IssuerProblem(input.Issuer, settings.AllowLoopback) is { } problem)
            Add("issuer", problem);
        if (problems.Count == 0 && await DiscoveryProblem(new Uri(input.Issuer!), ct) is { } discovery)
            Add("issuer", discovery);
        return problems;
    }

    /// <summary>Says what is wrong with the form of an issuer, or null.</summary>
    public static string? IssuerProblem(string? issuer, bool allowLoopback) =>
        !Uri.TryCreate(issuer, UriKind.Absolute, out var uri) || !Allowed(uri, allowLoopback) ? "The issuer must be an https address."
        : uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0 ? "The issuer has no query, fragment or user name."
        : null;

    /// <summary>Two issuers are the same when they differ by one trailing slash at most.</summary>
    public static bool SameIssuer(string? one, string? other) =>
        one is not null && other is not null && string.Equals(Trim(one), Trim(other), StringComparison.Ordinal);

    /// <summary>Where an issuer's discovery document stands (OpenID Connect Discovery 1.0, section 4).</summary>
    public static Uri DiscoveryOf(Uri issuer) => new(issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");

    private static string Trim(string issuer) => issuer.EndsWith('/') ? issuer[..^1] : issuer;

    private static bool Allowed(Uri uri, bool allowLoopback) =>
        uri.Scheme == Uri.UriSchemeHttps || (allowLoopback && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    private async Task<string?> DiscoveryProblem(Uri issuer, CancellationToken ct)
    {
        var address = DiscoveryOf(issuer);
        var (document, problem) = await Fetch(address, ct);
        if (document is not { } found)
            return $"{address} {problem}";
        if (!SameIssuer(Text(found, "issuer"), issuer.OriginalString))
            return "The discovery document names another issuer.";
        foreach (var name in (string[])["authorization_endpoint", "token_endpoint", "jwks_uri"])
        {
            if (!Uri.TryCreate(Text(found, name), UriKind.Absolute, out var uri) || !Allowed(uri, settings.AllowLoopback))
                return $"The discovery document has no usable {name}.";
        }

        if (found.TryGetProperty("response_types_supported", out var types) && types.ValueKind == JsonValueKind.Array
            && !types.EnumerateArray().Any(t => t.ValueEquals("code")))
            return "The provider does not support the authorization code flow.";
        var (keys, keyProblem) = await Fetch(new Uri(Text(found, "jwks_uri")!), ct);
        if (keys is not { } set)
            return $"The provider's key set {keyProblem}";
        return set.TryGetProperty("keys", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? null : "The provider's key set is empty.";
    }

    private static string? Text(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private async Task<(JsonElement? Document, string? Problem)> Fetch(Uri address, CancellationToken ct)
    {
        try
        {
            var client = http.CreateClient(UpstreamHttp.Client);
            using var response = await client.GetAsync(address, ct);
            if (!response.IsSuccessStatusCode)
                return (null, $"answered {(int)response.StatusCode}.");
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
            return json.RootElement.ValueKind == JsonValueKind.Object ? (json.RootElement.Clone(), null) : (null, "is not a JSON object.");
        }
        catch (JsonException)
        {
            return (null, "is not JSON.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return (null, "does not answer, or its address is not public.");
        }
    }
}
