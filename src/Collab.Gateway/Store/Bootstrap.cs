using Collab.Gateway.Clients;
using Collab.Gateway.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Collab.Gateway.Store;

/// <summary>
/// Before the first request: tables, keys and the configured clients, under an advisory lock so that any
/// number of nodes may start at once; then what this node keeps in memory.
/// </summary>
public sealed class Bootstrap(
    IServiceScopeFactory scopes, NpgsqlDataSource source, KeyRing keys, Changes changes) : IHostedLifecycleService
{
    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using (await AdvisoryLock.Take(source, AdvisoryLock.Bootstrap, cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            await CreateTables(scope.ServiceProvider.GetRequiredService<GatewayDb>(), cancellationToken);
            await keys.EnsureFirst(cancellationToken);
            await scope.ServiceProvider.GetRequiredService<ConfiguredClients>().Write(cancellationToken);
        }

        await changes.Refresh(cancellationToken);
    }

    /// <summary>Creates all tables in one transaction when there are none, and what a database of an earlier version lacks.</summary>
    private static async Task CreateTables(GatewayDb db, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var exists = await db.Database
            .SqlQuery<bool>($"select to_regclass('gateway.\"Revisions\"') is not null as \"Value\"").SingleAsync(ct);
        if (!exists)
        {
            await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(ct);
            db.Revisions.Add(new Revision { Id = 1, Number = 1 });
            await db.SaveChangesAsync(ct);
        }

        await db.Database.ExecuteSqlAsync($"alter table gateway.\"Grants\" add column if not exists \"ToldAt\" timestamptz", ct);
        await transaction.CommitAsync(ct);
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
