using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Collab.Gateway.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Client;
using OpenIddict.Server;

namespace Collab.Gateway.Keys;

/// <summary>
/// The gateway's signing and encryption certificates: one set for all nodes, in the database, private keys
/// encrypted by Data Protection. A new key is published before it signs, an old one stays until every token
/// it made has expired.
/// </summary>
public sealed class KeyRing(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, GatewaySettings settings, TimeProvider time)
{
    private static readonly string[] Uses = ["sig", "enc"];

    // Certificates outlive their use by far; OpenIddict prefers the one that expires last.
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(5 * 365);

    private readonly IDataProtector protector = protection.CreateProtector("Collab.Gateway.Keys");
    private volatile IReadOnlyList<LoadedKey> loaded = [];
    private volatile string shown = "";

    /// <summary>A key in memory.</summary>
    public sealed record LoadedKey(
        Guid Id, string Use, X509SecurityKey Key, DateTimeOffset CreatedAt, DateTimeOffset ActivatesAt, DateTimeOffset? RetiresAt);

    /// <summary>The keys that are published or accepted now, the active and the announced ones.</summary>
    public IReadOnlyList<LoadedKey> Current()
    {
        var now = time.GetUtcNow();
        return [.. loaded.Where(k => k.RetiresAt is null || k.RetiresAt > now)];
    }

    /// <summary>Creates the first keys, valid at once: nobody has cached an older set.</summary>
    public async Task EnsureFirst(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        if (await db.Keys.AnyAsync(ct))
            return;
        foreach (var use in Uses)
            db.Keys.Add(Create(use, time.GetUtcNow().AddMinutes(-5)));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Adds a successor for each use, which takes over after <see cref="KeySettings.AnnounceAhead"/>, and sets
    /// when the others retire. Does nothing while an announced key waits. Returns whether keys were added.
    /// </summary>
    public async Task<bool> Rotate(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.BumpRevision(ct); // its row lock lets one rotation run at a time
        var now = time.GetUtcNow();
        var keys = await db.Keys.ToListAsync(ct);
        if (keys.Any(k => k.ActivatesAt > now))
            return false;
        db.Keys.RemoveRange(keys.Where(k => k.RetiresAt <= now));
        foreach (var old in keys.Where(k => k.RetiresAt is null))
            old.RetiresAt = now + settings.Keys.AnnounceAhead + settings.Keys.KeepRetired;
        foreach (var use in Uses)
            db.Keys.Add(Create(use, now + settings.Keys.AnnounceAhead));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Reads the keys of the database, keeping those already in memory.</summary>
    public async Task Load(GatewayDb db, CancellationToken ct)
    {
        var known = loaded.ToDictionary(k => k.Id);
        var rows = await db.Keys.AsNoTracking().OrderBy(k => k.CreatedAt).ToListAsync(ct);
        loaded = [.. rows.Select(row => known.TryGetValue(row.Id, out var key) ? key with { RetiresAt = row.RetiresAt } : Open(row))];
    }

    /// <summary>True when, since the last call, a key became active or retired.</summary>
    public bool Advance()
    {
        var now = time.GetUtcNow();
        var state = string.Join(',', Current().Select(k => $"{k.Id:n}{(k.ActivatesAt <= now ? '+' : '-')}"));
        if (state == shown)
            return false;
        shown = state;
        return true;
    }

    private GatewayKey Create(string use, DateTimeOffset activates)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest($"CN=Collab gateway {use}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            use == "sig" ? X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.KeyEncipherment, critical: true));
        using var certificate = request.CreateSelfSigned(activates, activates + CertificateLife);
        return new GatewayKey
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Use = use,
            Certificate = certificate.RawData,
            ProtectedKey = Convert.ToBase64String(protector.Protect(rsa.ExportPkcs8PrivateKey())),
            CreatedAt = time.GetUtcNow(),
            ActivatesAt = activates,
        };
    }

    private LoadedKey Open(GatewayKey row)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(protector.Unprotect(Convert.FromBase64String(row.ProtectedKey)), out _);
        using var certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
        return new(row.Id, row.Use, new X509SecurityKey(certificate.CopyWithPrivateKey(rsa)), row.CreatedAt, row.ActivatesAt, row.RetiresAt);
    }
}

/// <summary>Gives the current keys to OpenIddict: tokens for clients, and the state kept while a person is at a provider.</summary>
public sealed class KeyOptions(KeyRing keys) : IConfigureOptions<OpenIddictServerOptions>, IConfigureOptions<OpenIddictClientOptions>
{
    /// <inheritdoc />
    public void Configure(OpenIddictServerOptions options) => Add(options.SigningCredentials, options.EncryptionCredentials);

    /// <inheritdoc />
    public void Configure(OpenIddictClientOptions options) => Add(options.SigningCredentials, options.EncryptionCredentials);

    private void Add(List<SigningCredentials> signing, List<EncryptingCredentials> encryption)
    {
        foreach (var key in keys.Current())
        {
            if (key.Use == "sig")
                signing.Add(new SigningCredentials(key.Key, SecurityAlgorithms.RsaSha256));
            else
                encryption.Add(new EncryptingCredentials(key.Key, SecurityAlgorithms.RsaOAEP, SecurityAlgorithms.Aes256CbcHmacSha512));
        }
    }
}
