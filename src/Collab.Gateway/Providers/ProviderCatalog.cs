using System.Security.Cryptography;
using Collab.Gateway.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Client;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Collab.Gateway.Providers;

/// <summary>The enabled providers in this node's memory.</summary>
public sealed class ProviderCatalog(IDataProtectionProvider protection, GatewaySettings settings, ILogger<ProviderCatalog> log)
{
    private readonly IDataProtector protector = protection.CreateProtector("Collab.Gateway.Providers");
    private volatile Snapshot current = new(new Dictionary<string, Entry>(), new Dictionary<string, Entry>());

    /// <summary>A provider and its registration, which keeps the discovery document and keys it has fetched.</summary>
    public sealed record Entry(MemberProvider Provider, OpenIddictClientRegistration Registration)
    {
        /// <summary>When the provider last answered this node, UTC.</summary>
        public DateTimeOffset? Answered { get; set; }
    }

    private sealed record Snapshot(IReadOnlyDictionary<string, Entry> ById, IReadOnlyDictionary<string, Entry> ByDomain);

    /// <summary>All enabled providers.</summary>
    public IEnumerable<Entry> All => current.ById.Values;

    /// <summary>The enabled provider of that member, or null.</summary>
    public Entry? Find(string id) => current.ById.GetValueOrDefault(id);

    /// <summary>The enabled provider that an e-mail's domain belongs to, or null.</summary>
    public Entry? ForEmail(string? email) => MailDomain.Of(email) is { } domain ? current.ByDomain.GetValueOrDefault(domain) : null;

    /// <summary>Encrypts a client secret for the database.</summary>
    public string Protect(string secret) => protector.Protect(secret);

    /// <summary>Reads the providers. One that cannot be used is left out and logged; it never breaks the others.</summary>
    public async Task Load(GatewayDb db, CancellationToken ct)
    {
        var rows = await db.Providers.AsNoTracking().Include(p => p.Domains).Where(p => p.Enabled).ToListAsync(ct);
        var old = current.ById;
        var entries = rows
            .Select(row => old.TryGetValue(row.Id, out var entry) && entry.Provider.Version == row.Version ? entry : Open(row))
            .OfType<Entry>()
            .ToDictionary(e => e.Provider.Id, StringComparer.Ordinal);
        current = new(entries, entries.Values
            .SelectMany(e => e.Provider.Domains.Select(d => (d.Domain, Entry: e)))
            .ToDictionary(d => d.Domain, d => d.Entry, StringComparer.Ordinal));
    }

    private Entry? Open(MemberProvider row)
    {
        if (ProviderCheck.IssuerProblem(row.Issuer, settings.AllowLoopback) is { } problem)
        {
            log.LogError("Provider {Provider} is left out: {Problem}", row.Id, problem);
            return null;
        }

        try
        {
            return new(row, Register(row, settings.Issuer!, protector.Unprotect(row.ProtectedSecret)));
        }
        catch (CryptographicException e)
        {
            log.LogError(e, "Provider {Provider} is left out: its secret cannot be decrypted.", row.Id);
            return null;
        }
    }

    private static OpenIddictClientRegistration Register(MemberProvider row, Uri gateway, string secret) => new()
    {
        RegistrationId = row.Id,
        ProviderName = row.Id,
        ProviderDisplayName = row.DisplayName,
        Issuer = new Uri(row.Issuer),
        ClientId = row.ClientId,
        ClientSecret = secret,
        RedirectUri = new Uri(gateway, $"callback/login/{row.Id}"),
        PostLogoutRedirectUri = new Uri(gateway, $"callback/logout/{row.Id}"),
        Scopes = { Scopes.OpenId, Scopes.Profile, Scopes.Email },
        GrantTypes = { GrantTypes.AuthorizationCode },
        ResponseTypes = { ResponseTypes.Code },
        // The answer comes as a plain navigation, so that the correlation cookie may be SameSite=Lax.
        ResponseModes = { ResponseModes.Query },
        CodeChallengeMethods = { CodeChallengeMethods.Sha256 },
    };
}

/// <summary>Gives the catalog's registrations to OpenIddict.</summary>
public sealed class ProviderRegistrations(ProviderCatalog catalog) : IConfigureOptions<OpenIddictClientOptions>
{
    /// <inheritdoc />
    public void Configure(OpenIddictClientOptions options) => options.Registrations.AddRange(catalog.All.Select(e => e.Registration));
}
