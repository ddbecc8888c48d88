using Marten;
using Npgsql;

namespace Collab.Portal.Store;

/// <summary>Brings the schema up before anything else runs. Several nodes may start at once; one does the work.</summary>
public sealed class StoreStartup(IDocumentStore store, NpgsqlDataSource database, IEnumerable<SchemaScript> scripts, ILogger<StoreStartup> log) : IHostedService
{
    private const long LockKey = 0x436f6c6c6162; // "Collab"

    // A procedure, because Marten's batches do not expect the result set that "select pg_notify" gives.
    // The channel carries ids and versions, never content.
    private const string NotifyProcedure = """
        create schema if not exists collab;
        create or replace procedure collab.notify_commit(stream text, version bigint) language sql as $$
            select pg_notify('collab', json_build_object('s', stream, 'v', version)::text) $$;
        """;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenWhenItAnswers(cancellationToken);
        await Execute(connection, $"select pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            await Execute(connection, NotifyProcedure, cancellationToken);
            await Execute(connection, Requests.Table, cancellationToken);
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            foreach (var script in scripts)
                await Execute(connection, script.Sql, cancellationToken);
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<NpgsqlConnection> OpenWhenItAnswers(CancellationToken cancellation)
    {
        for (; ; )
        {
            try
            {
                return await database.OpenConnectionAsync(cancellation);
            }
            catch (NpgsqlException e) when (e.IsTransient)
            {
                log.LogWarning("PostgreSQL does not answer yet: {Reason}. Trying again in 2 s", e.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
            }
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
