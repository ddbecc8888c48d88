using Collab.Gateway.Sessions;
using Collab.Gateway.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Collab.Gateway.Providers;

/// <summary>Member providers on the admin API.</summary>
public static class ProviderEndpoints
{
    /// <summary>A provider as the admin API shows it: without its secret.</summary>
    public sealed record ProviderView(
        string Id, string DisplayName, string Issuer, string ClientId, IReadOnlyList<string> Domains, bool Enabled,
        RedirectPolicy Redirect, DateTimeOffset UpdatedAt, Uri RedirectUri, Uri PostLogoutRedirectUri, Uri BackChannelLogoutUri);

    /// <summary>Maps <c>/providers</c> below the admin group.</summary>
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/providers", List);
        admin.MapGet("/providers/{id}", Get);
        admin.MapPut("/providers/{id}", Put);
        admin.MapDelete("/providers/{id}", Delete);
    }

    private static async Task<IResult> List(GatewayDb db, GatewaySettings settings, CancellationToken ct) =>
        Results.Ok((await db.Providers.AsNoTracking().Include(p => p.Domains).OrderBy(p => p.Id).ToListAsync(ct)).Select(p => View(p, settings)));

    private static async Task<IResult> Get(string id, GatewayDb db, GatewaySettings settings, CancellationToken ct) =>
        await db.Providers.AsNoTracking().Include(p => p.Domains).SingleOrDefaultAsync(p => p.Id == id, ct) is { } found
            ? Results.Ok(View(found, settings)) : Unknown();

    private static async Task<IResult> Put(
        string id, ProviderInput input, GatewayDb db, ProviderCheck check, ProviderCatalog catalog, SessionEnd sessions,
        Changes changes, GatewaySettings settings, TimeProvider time, CancellationToken ct)
    {
        var row = await db.Providers.Include(p => p.Domains).SingleOrDefaultAsync(p => p.Id == id, ct);
        var problems = await check.Problems(id, input, row is not null, ct);
        if (problems.Count > 0)
            return Invalid(problems);

        var domains = input.Domains!.Select(d => MailDomain.Normalize(d)!).Distinct(StringComparer.Ordinal).ToList();
        var created = row is null;
        var otherPeople = row is not null && (!input.Enabled || !ProviderCheck.SameIssuer(row.Issuer, input.Issuer));
        if (row is null)
        {
            db.Providers.Add(row = new MemberProvider
            {
                Id = id, DisplayName = "", Issuer = "", ClientId = "", ProtectedSecret = "",
                Enabled = true, Redirect = RedirectPolicy.Automatic, Version = Guid.Empty, UpdatedAt = default,
            });
        }

        row.DisplayName = input.DisplayName!.Trim();
        row.Issuer = input.Issuer!;
        row.ClientId = input.ClientId!;
        row.Enabled = input.Enabled;
        row.Redirect = input.Redirect;
        row.UpdatedAt = time.GetUtcNow();
        row.Version = Guid.NewGuid();
        if (!string.IsNullOrEmpty(input.ClientSecret))
            row.ProtectedSecret = catalog.Protect(input.ClientSecret);
        row.Domains.RemoveAll(d => !domains.Contains(d.Domain));
        row.Domains.AddRange(domains.Except(row.Domains.Select(d => d.Domain)).Select(d => new ProviderDomain { Domain = d, ProviderId = id }).ToList());

        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.BumpRevision(ct);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                return Invalid(new() { ["domains"] = ["One of these domains belongs to another company already."] });
            }

            await transaction.CommitAsync(ct);
        }

        await changes.Refresh(ct);
        if (otherPeople)
            await sessions.OfMember(id, ct);
        return created ? Results.Created($"/admin/providers/{id}", View(row, settings)) : Results.Ok(View(row, settings));
    }

    private static async Task<IResult> Delete(string id, GatewayDb db, SessionEnd sessions, Changes changes, CancellationToken ct)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.BumpRevision(ct);
            if (await db.Providers.Where(p => p.Id == id).ExecuteDeleteAsync(ct) == 0)
                return Unknown();
            await transaction.CommitAsync(ct);
        }

        await changes.Refresh(ct);
        await sessions.OfMember(id, ct);
        return Results.NoContent();
    }

    private static ProviderView View(MemberProvider p, GatewaySettings settings) => new(
        p.Id, p.DisplayName, p.Issuer, p.ClientId, [.. p.Domains.Select(d => d.Domain).Order(StringComparer.Ordinal)], p.Enabled, p.Redirect,
        p.UpdatedAt, new(settings.Issuer!, $"callback/login/{p.Id}"), new(settings.Issuer!, $"callback/logout/{p.Id}"),
        new(settings.Issuer!, $"backchannel-logout/{p.Id}"));

    private static IResult Unknown() => Results.Problem(statusCode: 404, title: "No such provider.");

    private static IResult Invalid(Dictionary<string, string[]> problems) =>
        Results.ValidationProblem(problems, statusCode: 422, title: "The provider was not stored.", detail: "Correct the fields below and send it again.");
}
