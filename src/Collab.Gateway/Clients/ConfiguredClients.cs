using System.Text.Json;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Collab.Gateway.Clients;

/// <summary>Writes the portal and the admin client as the configuration has them, at every start.</summary>
public sealed class ConfiguredClients(IOpenIddictApplicationManager applications, GatewaySettings settings)
{
    /// <summary>Whether a client id belongs to the configuration and not to the admin API.</summary>
    public bool Owns(string clientId) => clientId == settings.Portal.ClientId || clientId == settings.Admin.ClientId;

    /// <summary>Creates or updates both.</summary>
    public async Task Write(CancellationToken ct)
    {
        await Write(Admin(), ct);
        await Write(Portal(), ct);
    }

    private async Task Write(OpenIddictApplicationDescriptor descriptor, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(descriptor.ClientId!, ct) is { } existing)
            await applications.UpdateAsync(existing, descriptor, ct);
        else
            await applications.CreateAsync(descriptor, ct);
    }

    private OpenIddictApplicationDescriptor Admin() => new()
    {
        ClientId = settings.Admin.ClientId,
        ClientSecret = settings.Admin.ClientSecret,
        ClientType = ClientTypes.Confidential,
        DisplayName = "Gateway administration",
        Permissions =
        {
            Permissions.Endpoints.Token, Permissions.Endpoints.Revocation,
            Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + Names.AdminScope,
        },
    };

    private OpenIddictApplicationDescriptor Portal()
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = settings.Portal.ClientId,
            ClientSecret = settings.Portal.ClientSecret,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "Collab",
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.PushedAuthorization, Permissions.Endpoints.Token,
                Permissions.Endpoints.EndSession, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Profile, Permissions.Scopes.Email, Permissions.Prefixes.Scope + Names.ApiScope,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        descriptor.RedirectUris.UnionWith(settings.Portal.RedirectUris);
        descriptor.PostLogoutRedirectUris.UnionWith(settings.Portal.PostLogoutRedirectUris);
        if (settings.Portal.BackChannelLogoutUri is { } uri)
            descriptor.Properties[ClientProperties.BackChannelLogoutUri] = JsonSerializer.SerializeToElement(uri.AbsoluteUri);
        return descriptor;
    }
}
