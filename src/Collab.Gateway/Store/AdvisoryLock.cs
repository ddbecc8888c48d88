using Npgsql;

namespace Collab.Gateway.Store;

/// <summary>A PostgreSQL advisory lock on a connection of its own; held until disposed, or until the node dies.</summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    /// <summary>Held while a node prepares the database.</summary>
    public const long Bootstrap = 0x436f6c6c_47617465;

    /// <summary>Held while a node deletes what has expired.</summary>
    public const long Maintenance = Bootstrap + 1;

    /// <summary>Held while a node sends logout tokens again.</summary>
    public const long LateLogouts = Bootstrap + 2;

    private readonly NpgsqlConnection connection;
    private readonly long key;

    private AdvisoryLock(NpgsqlConnection connection, long key) => (this.connection, this.key) = (connection, key);

    /// <summary>Waits for the lock.</summary>
    public static async Task<AdvisoryLock> Take(NpgsqlDataSource source, long key, CancellationToken ct) =>
        (await Ask(source, "select true from pg_advisory_lock($1)", key, ct))!;

    /// <summary>Null when another node holds it.</summary>
    public static Task<AdvisoryLock?> TryTake(NpgsqlDataSource source, long key, CancellationToken ct) =>
        Ask(source, "select pg_try_advisory_lock($1)", key, ct);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await using (connection)
        {
            await using var command = Command(connection, "select pg_advisory_unlock($1)", key);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<AdvisoryLock?> Ask(NpgsqlDataSource source, string sql, long key, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        await using var command = Command(connection, sql, key);
        if (await command.ExecuteScalarAsync(ct) is true)
            return new(connection, key);
        await connection.DisposeAsync();
        return null;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, long key) =>
        new(sql, connection) { Parameters = { new() { Value = key } } };
}
