namespace Collab.Gateway.Store;

/// <summary>Whether a person is sent on to the company's provider at once, or asked first.</summary>
public enum RedirectPolicy
{
    /// <summary>At once.</summary>
    Automatic,

    /// <summary>After a page that names the provider.</summary>
    Confirm,
}

/// <summary>A member company's identity provider. <see cref="Id"/> is the member's slug.</summary>
public sealed class MemberProvider
{
    /// <summary>Key.</summary>
    public required string Id { get; init; }

    /// <summary>The company as people know it.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The provider's issuer, as it was given.</summary>
    public required string Issuer { get; set; }

    /// <summary>The client's id.</summary>
    public required string ClientId { get; set; }

    /// <summary>Encrypted by Data Protection.</summary>
    public required string ProtectedSecret { get; set; }

    /// <summary>Off: as if it were not there.</summary>
    public required bool Enabled { get; set; }

    /// <summary>See the type.</summary>
    public required RedirectPolicy Redirect { get; set; }

    /// <summary>Changes with every write, so that nodes keep what they cached of an unchanged provider.</summary>
    public required Guid Version { get; set; }

    /// <summary>Last write, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Its mail domains.</summary>
    public List<ProviderDomain> Domains { get; init; } = [];
}

/// <summary>A mail domain; the key makes it belong to one company only.</summary>
public sealed class ProviderDomain
{
    /// <summary>Lower case, ASCII form.</summary>
    public required string Domain { get; init; }

    /// <summary>The member that it belongs to.</summary>
    public required string ProviderId { get; init; }
}

/// <summary>A person's session at the gateway. Times are UTC.</summary>
public sealed class GatewaySession
{
    /// <summary>Session id, as in tokens.</summary>
    public required string Sid { get; init; }

    /// <summary>The member's slug.</summary>
    public required string MemberId { get; init; }

    /// <summary>The person's subject at their provider.</summary>
    public required string UpstreamSubject { get; init; }

    /// <summary>The person's <c>sub</c> here.</summary>
    public required string Subject { get; init; }

    /// <summary>The provider's session id, when it gives one.</summary>
    public string? UpstreamSid { get; set; }

    /// <summary>Display name.</summary>
    public required string Name { get; set; }

    /// <summary>E-mail, of the company's own domain.</summary>
    public string? Email { get; set; }

    /// <summary>When the person last proved who they are, UTC.</summary>
    public required DateTimeOffset AuthenticatedAt { get; set; }

    /// <summary>How, as the provider says (RFC 8176).</summary>
    public string[] Amr { get; set; } = [];

    /// <summary>The provider's identity token, encrypted: it is shown again when signing out there.</summary>
    public string? ProtectedIdToken { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>UTC; null while it counts.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The authorization request that this sign-in was made for: it is not asked to sign in twice.</summary>
    public string? SatisfiedRequest { get; set; }
}

/// <summary>An authorization that a client got within a session.</summary>
public sealed class SessionGrant
{
    /// <summary>OpenIddict's authorization.</summary>
    public required string AuthorizationId { get; init; }

    /// <summary>Session id, as in tokens.</summary>
    public required string Sid { get; init; }

    /// <summary>The client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>When the client took the logout token, or was found to want none, UTC; null before.</summary>
    public DateTimeOffset? ToldAt { get; set; }
}

/// <summary>A provider's logout token that was acted upon; a replay is refused.</summary>
public sealed class SeenLogoutToken
{
    /// <summary>The member's slug.</summary>
    public required string MemberId { get; init; }

    /// <summary>The token's id.</summary>
    public required string Jti { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A certificate with its private key. Times are UTC.</summary>
public sealed class GatewayKey
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>sig</c> or <c>enc</c>, as in RFC 7517.</summary>
    public required string Use { get; init; }

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>The private key, PKCS #8, encrypted by Data Protection.</summary>
    public required string ProtectedKey { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it signs, UTC.</summary>
    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>From then on the key is neither published nor accepted.</summary>
    public DateTimeOffset? RetiresAt { get; set; }
}

/// <summary>The number of the last change.</summary>
public sealed class Revision
{
    /// <summary>Key.</summary>
    public required int Id { get; init; }

    /// <summary>Rises by one.</summary>
    public required long Number { get; set; }
}
