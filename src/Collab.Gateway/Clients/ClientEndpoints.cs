using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Collab.Gateway.Providers;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Collab.Gateway.Clients;

/// <summary>API clients of member companies on the admin API.</summary>
public static partial class ClientEndpoints
{
    /// <summary>An API client as it is sent.</summary>
    /// <param name="Company">The member's slug.</param>
    /// <param name="Secret">At least 32 characters; left out, a new client gets a generated one.</param>
    public sealed record ClientInput(string? Company, string? DisplayName, string? Secret);

    /// <summary>An API client; <paramref name="Secret"/> is shown once, when it was generated.</summary>
    public sealed record ClientView(string ClientId, string Company, string? DisplayName, string? Secret);

    [GeneratedRegex("^[a-z][a-z0-9.-]{1,79}$")]
    private static partial Regex ClientId { get; }

    /// <summary>Maps <c>/clients</c> below the admin group.</summary>
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/clients", List);
        admin.MapGet("/clients/{clientId}", Get);
        admin.MapPut("/clients/{clientId}", Put);
        admin.MapDelete("/clients/{clientId}", Delete);
    }

    private static async Task<IResult> List(IOpenIddictApplicationManager applications, CancellationToken ct)
    {
        var views = new List<ClientView>();
        await foreach (var application in applications.ListAsync(cancellationToken: ct))
        {
            if (await View(applications, application, null, ct) is { } view)
                views.Add(view);
        }

        return Results.Ok(views.OrderBy(v => v.ClientId, StringComparer.Ordinal));
    }

    private static async Task<IResult> Get(string clientId, IOpenIddictApplicationManager applications, CancellationToken ct) =>
        await applications.FindByClientIdAsync(clientId, ct) is { } found && await View(applications, found, null, ct) is { } view
            ? Results.Ok(view) : Unknown();

    private static async Task<IResult> Put(
        string clientId, ClientInput input, IOpenIddictApplicationManager applications, ConfiguredClients configured, CancellationToken ct)
    {
        var problems = new Dictionary<string, string[]>();
        if (!ClientId.IsMatch(clientId) || configured.Owns(clientId))
            problems["clientId"] = ["2 to 80 lower-case letters, digits, dots and hyphens, beginning with a letter, and not one of the configuration."];
        if (input.Company is null || !ProviderCheck.Slug.IsMatch(input.Company))
            problems["company"] = ["Give the member's slug, such as contoso."];
        if (input.DisplayName is { } name && (name.Length > 80 || name.Any(char.IsControl)))
            problems["displayName"] = ["At most 80 characters."];
        if (input.Secret is { Length: < 32 or > 200 })
            problems["secret"] = ["32 to 200 characters, or leave it out to have one generated."];
        if (problems.Count > 0)
            return Results.ValidationProblem(problems, statusCode: 422, title: "The client was not stored.", detail: "Correct the fields below and send it again.");

        var existing = await applications.FindByClientIdAsync(clientId, ct);
        var generated = existing is null && input.Secret is null ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) : null;
        var descriptor = new OpenIddictApplicationDescriptor();
        if (existing is not null)
            await applications.PopulateAsync(descriptor, existing, ct);
        Describe(descriptor, clientId, input);
        if ((generated ?? input.Secret) is { } secret)
            descriptor.ClientSecret = secret;
        if (existing is null)
            existing = await applications.CreateAsync(descriptor, ct);
        else
            await applications.UpdateAsync(existing, descriptor, ct);

        var view = await View(applications, existing, generated, ct);
        return generated is null ? Results.Ok(view) : Results.Created($"/admin/clients/{clientId}", view);
    }

    private static void Describe(OpenIddictApplicationDescriptor descriptor, string clientId, ClientInput input)
    {
        descriptor.ClientId = clientId;
        descriptor.ClientType = ClientTypes.Confidential;
        descriptor.DisplayName = input.DisplayName ?? clientId;
        descriptor.Properties[ClientProperties.Company] = JsonSerializer.SerializeToElement(input.Company);
        descriptor.Permissions.Clear();
        descriptor.Permissions.UnionWith(
        [
            Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.Endpoints.Introspection,
            Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + Names.ApiScope,
        ]);
    }

    /// <summary>Deletes the client with its tokens.</summary>
    private static async Task<IResult> Delete(string clientId, IOpenIddictApplicationManager applications, CancellationToken ct)
    {
        if (await applications.FindByClientIdAsync(clientId, ct) is not { } found || await View(applications, found, null, ct) is null)
            return Unknown();
        await applications.DeleteAsync(found, ct);
        return Results.NoContent();
    }

    private static async Task<ClientView?> View(IOpenIddictApplicationManager applications, object application, string? secret, CancellationToken ct) =>
        ClientProperties.CompanyOf(await applications.GetPropertiesAsync(application, ct)) is { } company
            ? new((await applications.GetClientIdAsync(application, ct))!, company, await applications.GetDisplayNameAsync(application, ct), secret)
            : null;

    private static IResult Unknown() => Results.Problem(statusCode: 404, title: "No such client.");
}
