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
    public required string Id { get; init; }
    public required string DisplayName { get; set; }
    public required string Issuer { get; set; }
    public required string ClientId { get; set; }

    /// <summary>Encrypted by Data Protection.</summary>
    public required string ProtectedSecret { get; set; }

    public required bool Enabled { get; set; }
    public required RedirectPolicy Redirect { get; set; }

    /// <summary>Changes with every write, so that nodes keep what they cached of an unchanged provider.</summary>
    public required Guid Version { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
    public List<ProviderDomain> Domains { get; init; } = [];
}

/// <summary>A mail domain; the key makes it belong to one company only.</summary>
public sealed class ProviderDomain
{
    /// <summary>Lower case, ASCII form.</summary>
    public required string Domain { get; init; }

    public required string ProviderId { get; init; }
}

/// <summary>A person's session at the gateway. Times are UTC.</summary>
public sealed class GatewaySession
{
    public required string Sid { get; init; }
    public required string MemberId { get; init; }
    public required string UpstreamSubject { get; init; }
    public required string Subject { get; init; }
    public string? UpstreamSid { get; set; }
    public required string Name { get; set; }
    public string? Email { get; set; }
    public required DateTimeOffset AuthenticatedAt { get; set; }
    public string[] Amr { get; set; } = [];

    /// <summary>The provider's identity token, encrypted: it is shown again when signing out there.</summary>
    public string? ProtectedIdToken { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The authorization request that this sign-in was made for: it is not asked to sign in twice.</summary>
    public string? SatisfiedRequest { get; set; }
}

/// <summary>An authorization that a client got within a session.</summary>
public sealed class SessionGrant
{
    public required string AuthorizationId { get; init; }
    public required string Sid { get; init; }
    public required string ClientId { get; init; }
}

/// <summary>A provider's logout token that was acted upon; a replay is refused.</summary>
public sealed class SeenLogoutToken
{
    public required string MemberId { get; init; }
    public required string Jti { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A certificate with its private key. Times are UTC.</summary>
public sealed class GatewayKey
{
    public required Guid Id { get; init; }

    /// <summary><c>sig</c> or <c>enc</c>, as in RFC 7517.</summary>
    public required string Use { get; init; }

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>The private key, PKCS #8, encrypted by Data Protection.</summary>
    public required string ProtectedKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>From then on the key is neither published nor accepted.</summary>
    public DateTimeOffset? RetiresAt { get; set; }
}

/// <summary>The number of the last change.</summary>
public sealed class Revision
{
    public required int Id { get; init; }
    public required long Number { get; set; }
}
