using System.Net;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Collab.Gateway.Store;

/// <summary>
/// Signs in to Azure Database for PostgreSQL as the host's managed identity, with an Entra token in place of a password.
/// Only where the setting <c>Database:Entra</c> is true; never guessed from the server's name.
/// </summary>
internal static class EntraSignIn
{
    // What tokens for Azure Database for PostgreSQL are issued for.
    private static readonly TokenRequestContext Scope = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    /// <summary>
    /// True when the database is signed in to so; then there is a <see cref="TokenCredential"/>: the caller's own, or the
    /// identity that <c>AZURE_CLIENT_ID</c> names, or the one that the system assigned.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection string has a password, or would show the token to whoever listens.</exception>
    public static bool AddEntraSignIn(this IServiceCollection services, IConfiguration settings, string connectionString)
    {
        if (!settings.GetValue<bool>("Database:Entra"))
            return false;
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        if (!string.IsNullOrEmpty(connection.Password) || !string.IsNullOrEmpty(connection.Passfile))
            throw new InvalidOperationException("Database:Entra is true and ConnectionStrings:Collab has a password. Take one of them out.");
        if (connection.SslMode != SslMode.VerifyFull && !IsThisMachine(connection.Host))
            throw new InvalidOperationException("Database:Entra sends a token to the server. Add SSL Mode=VerifyFull to ConnectionStrings:Collab.");
        services.TryAddSingleton<TokenCredential>(_ => new ManagedIdentityCredential(settings["AZURE_CLIENT_ID"] is { Length: > 0 } client
            ? ManagedIdentityId.FromUserAssignedClientId(client)
            : ManagedIdentityId.SystemAssigned));
        return true;
    }

    /// <summary>
    /// Asks the credential whenever a connection opens, and keeps nothing: the credential keeps the token and renews it
    /// before it ends.
    /// </summary>
    public static void UseEntra(this NpgsqlDataSourceBuilder builder, TokenCredential credential) => builder.UsePasswordProvider(
        _ => credential.GetToken(Scope, CancellationToken.None).Token,
        async (_, cancellation) => (await credential.GetTokenAsync(Scope, cancellation)).Token);

    private static bool IsThisMachine(string? host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
