using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Collab.Portal.SignIn;

/// <summary>A signed-in session. The browser holds its id only; the ticket stays here, so a session ends by deleting its row.</summary>
public sealed record SignInSession
{
    /// <summary>The id that the cookie carries.</summary>
    public required string Id { get; init; }

    /// <summary>The subject signed in.</summary>
    public required string Subject { get; init; }

    /// <summary>The gateway's session (<c>sid</c>), by which a back-channel logout names it; empty when it gave none.</summary>
    public required string GatewaySession { get; init; }

    /// <summary>The ticket, protected by the portal's keys.</summary>
    public required byte[] Ticket { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>
/// Keeps sign-in tickets in PostgreSQL, shared by all nodes. It has no clock: when a ticket was issued and when it ends
/// is said by the cookie handler, which also turns away one that has ended.
/// </summary>
internal sealed class TicketStore(IDocumentStore store, IDataProtectionProvider protection) : ITicketStore
{
    private readonly IDataProtector protector = protection.CreateProtector("Collab.SignIn.Ticket");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var id = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await RenewAsync(id, ticket);
        return id;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        await using var session = store.LightweightSession();
        session.Store(new SignInSession
        {
            Id = key,
            Subject = ticket.Principal.FindFirst("sub")?.Value ?? "",
            GatewaySession = ticket.Principal.FindFirst("sid")?.Value ?? "",
            Ticket = protector.Protect(TicketSerializer.Default.Serialize(ticket)),
            ExpiresAt = ticket.Properties.ExpiresUtc!.Value,
        });
        var issued = ticket.Properties.IssuedUtc!.Value;
        session.DeleteWhere<SignInSession>(s => s.ExpiresAt < issued);
        await session.SaveChangesAsync();
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await using var session = store.QuerySession();
        var found = await session.LoadAsync<SignInSession>(key);
        return found is null
            ? null
            : TicketSerializer.Default.Deserialize(protector.Unprotect(found.Ticket));
    }

    public async Task RemoveAsync(string key)
    {
        await using var session = store.LightweightSession();
        session.Delete<SignInSession>(key);
        await session.SaveChangesAsync();
    }
}
