using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Collab.Gateway.Store;

/// <summary>Everything the gateway keeps, in schema <c>gateway</c>.</summary>
public sealed class GatewayDb(DbContextOptions<GatewayDb> options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "gateway";

    /// <summary>Keys of cookies and stored secrets, shared by all nodes.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Member companies' own identity providers.</summary>
    public DbSet<MemberProvider> Providers => Set<MemberProvider>();

    /// <summary>Which mail domain belongs to which provider.</summary>
    public DbSet<ProviderDomain> Domains => Set<ProviderDomain>();

    /// <summary>Sessions of people at the gateway.</summary>
    public DbSet<GatewaySession> Sessions => Set<GatewaySession>();

    /// <summary>What was granted to clients within a session.</summary>
    public DbSet<SessionGrant> Grants => Set<SessionGrant>();

    /// <summary>Logout tokens of providers that were already acted upon.</summary>
    public DbSet<SeenLogoutToken> SeenLogoutTokens => Set<SeenLogoutToken>();

    /// <summary>Signing and encryption certificates.</summary>
    public DbSet<GatewayKey> Keys => Set<GatewayKey>();

    /// <summary>One row whose number rises with every change that other nodes must learn of.</summary>
    public DbSet<Revision> Revisions => Set<Revision>();

    /// <summary>Raises the revision; call it in the transaction of the change.</summary>
    public Task<int> BumpRevision(CancellationToken ct) =>
        Revisions.ExecuteUpdateAsync(set => set.SetProperty(r => r.Number, r => r.Number + 1), ct);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<MemberProvider>(e =>
        {
            e.HasKey(p => p.Id);
            e.Property(p => p.Redirect).HasConversion<string>();
            e.HasMany(p => p.Domains).WithOne().HasForeignKey(d => d.ProviderId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ProviderDomain>().HasKey(d => d.Domain);
        modelBuilder.Entity<GatewaySession>(e =>
        {
            e.HasKey(s => s.Sid);
            e.HasIndex(s => new { s.MemberId, s.UpstreamSubject });
            e.HasIndex(s => new { s.MemberId, s.UpstreamSid });
        });
        modelBuilder.Entity<SessionGrant>(e =>
        {
            e.HasKey(g => g.AuthorizationId);
            e.HasIndex(g => g.Sid);
            e.HasOne<GatewaySession>().WithMany().HasForeignKey(g => g.Sid).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SeenLogoutToken>().HasKey(t => new { t.MemberId, t.Jti });
        modelBuilder.Entity<GatewayKey>().HasKey(k => k.Id);
        modelBuilder.Entity<Revision>(e =>
        {
            e.HasKey(r => r.Id);
            e.Property(r => r.Id).ValueGeneratedNever();
        });
    }
}
