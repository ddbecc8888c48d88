namespace Collab.Gateway;

/// <summary>Configuration section <c>Gateway</c>. Secrets come from configuration alone and are never logged.</summary>
public sealed class GatewaySettings
{
    /// <summary>The one issuer that the portal trusts, for example <c>https://signin.example.org/</c>.</summary>
    public Uri? Issuer { get; set; }

    /// <summary>Allows http and loopback issuers and plain http here. Only for one machine and tests.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Requests of the sign-in pages per client address and minute before 429.</summary>
    public int SignInsPerMinute { get; set; } = 120;

    /// <summary>Requests of the token endpoints per client address and minute before 429.</summary>
    public int TokenRequestsPerMinute { get; set; } = 1200;

    /// <summary>
    /// A PKCS #12 file in base64 that encrypts the Data Protection keys at rest. Without it they stand
    /// in the database as they are, and whoever reads the database reads the provider secrets.
    /// </summary>
    public string? DataProtectionCertificate { get; set; }

    /// <summary>Password of <see cref="DataProtectionCertificate"/>.</summary>
    public string? DataProtectionCertificatePassword { get; set; }

    /// <summary>The client of the admin API.</summary>
    public AdminClient Admin { get; set; } = new();

    /// <summary>The portal.</summary>
    public PortalClient Portal { get; set; } = new();

    /// <summary>How keys come and go.</summary>
    public KeySettings Keys { get; set; } = new();

    /// <summary>Throws with one sentence when something that the gateway cannot do without is missing.</summary>
    public GatewaySettings Checked()
    {
        if (Issuer is not { IsAbsoluteUri: true })
            throw new InvalidOperationException("Gateway:Issuer is missing: set the address at which browsers reach the gateway.");
        if (Issuer.Scheme != Uri.UriSchemeHttps && !AllowLoopback)
            throw new InvalidOperationException("Gateway:Issuer must be https.");
        if (string.IsNullOrEmpty(Admin.ClientId) || string.IsNullOrEmpty(Admin.ClientSecret))
            throw new InvalidOperationException("Gateway:Admin:ClientId and Gateway:Admin:ClientSecret are missing.");
        if (string.IsNullOrEmpty(Portal.ClientId) || string.IsNullOrEmpty(Portal.ClientSecret) || Portal.RedirectUris.Count == 0)
            throw new InvalidOperationException("Gateway:Portal:ClientId, ClientSecret and RedirectUris are missing.");
        return this;
    }
}

/// <summary>The client that may use the admin API, by client credentials with scope <c>gateway.admin</c>.</summary>
public sealed class AdminClient
{
    /// <summary>Its client id.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret; stored hashed.</summary>
    public string ClientSecret { get; set; } = "";
}

/// <summary>The portal as a client of the gateway.</summary>
public sealed class PortalClient
{
    /// <summary>Its client id.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret; stored hashed.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Exact redirect URIs.</summary>
    public IList<Uri> RedirectUris { get; } = [];

    /// <summary>Exact URIs to return to after sign-out.</summary>
    public IList<Uri> PostLogoutRedirectUris { get; } = [];

    /// <summary>Where the portal takes logout tokens (OpenID Connect Back-Channel Logout 1.0); none: it is not told.</summary>
    public Uri? BackChannelLogoutUri { get; set; }
}

/// <summary>How signing and encryption keys come and go.</summary>
public sealed class KeySettings
{
    /// <summary>How long a new key is published before it signs: longer than relying parties keep the key set.</summary>
    public TimeSpan AnnounceAhead { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Age at which the newest key is followed by another without being asked.</summary>
    public TimeSpan RotateAfter { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long an old key stays after its successor took over: no shorter than the longest token.</summary>
    public TimeSpan KeepRetired { get; set; } = TimeSpan.FromDays(15);
}
