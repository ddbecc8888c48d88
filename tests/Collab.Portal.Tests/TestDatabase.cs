using Npgsql;

namespace Collab.Portal.Tests;

/// <summary>
/// A database of its own on the PostgreSQL that eng/test.sh starts, named by <c>COLLAB_TEST_PG</c>; dropped at the end.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string admin;
    private readonly string name;

    private TestDatabase(string admin, string name)
    {
        this.admin = admin;
        this.name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(admin) { Database = name, MaxPoolSize = 40 }.ConnectionString;
    }

    /// <summary>Where it is.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates one.</summary>
    public static async Task<TestDatabase> Create()
    {
        var admin = Environment.GetEnvironmentVariable("COLLAB_TEST_PG")
            ?? throw new InvalidOperationException("COLLAB_TEST_PG is not set. Run the tests by ./eng/test.sh, which starts a PostgreSQL for them.");
        var database = new TestDatabase(admin, "t" + Guid.NewGuid().ToString("N")[..12]);
        await Execute(admin, $"create database {database.name}");
        return database;
    }

    /// <summary>Runs SQL as the owner of the cluster.</summary>
    public async Task Execute(string sql) => await Execute(ConnectionString, sql);

    /// <summary>Waits until so many sessions wait for a lock that another holds.</summary>
    public async Task UntilWaiting(int sessions)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await Wait.Until(async () =>
        {
            await using var command = source.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
            return (long)(await command.ExecuteScalarAsync())! >= sessions;
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Execute(admin, $"drop database {name} with (force)");
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
