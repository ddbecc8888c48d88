using System.Net;
using System.Net.Sockets;
using Collab.Local;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Local;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("collab-pg-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public PrivatePostgresTests()
    {
        // Where root runs these, the server runs as another user, who has to get in.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_committed_is_there_at_the_next_start_until_a_fresh_one()
    {
        await WithDatabase(fresh: false, async sql =>
        {
            await sql("create table kept (word text); insert into kept values ('kept')");
            (await sql("show fsync")).ShouldBe("on");
            (await sql("show synchronous_commit")).ShouldBe("on");
            (await sql("show listen_addresses")).ShouldBe("127.0.0.1");
            (await sql("select rolsuper from pg_roles where rolname = current_user")).ShouldBe(false);
        });
        await WithDatabase(fresh: false, async sql => (await sql("select word from kept")).ShouldBe("kept"));
        await WithDatabase(fresh: true, async sql => (await sql("select to_regclass('kept')::text")).ShouldBe(DBNull.Value));
    }

    [Fact]
    public async Task A_wrong_password_does_not_get_in_and_the_right_one_is_for_its_owner_alone()
    {
        using var data = DataFolder.Open(_folder);
        await using var server = await PrivatePostgres.StartAsync(data, FreePort(), PostgresTools.Places(), fresh: false, Cancel);
        var connection = new NpgsqlConnectionStringBuilder(await server.DatabaseAsync("collab", Cancel)) { Password = "guess", Pooling = false };
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        (await Should.ThrowAsync<PostgresException>(async () => await source.OpenConnectionAsync(Cancel)))
            .SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(_folder, "pg-password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void A_folder_in_use_is_refused_and_free_again_afterwards()
    {
        using (DataFolder.Open(_folder))
        {
            Refused(() => DataFolder.Open(_folder)).ShouldContain($"already runs on {_folder} (process {Environment.ProcessId})");
        }

        DataFolder.Open(_folder).Dispose();
    }

    [Fact]
    public void A_folder_of_somebody_elses_files_is_neither_used_nor_deleted()
    {
        var theirs = Path.Combine(_folder, "thesis.txt");
        File.WriteAllText(theirs, "ten years of work");
        Refused(() => DataFolder.Open(_folder)).ShouldContain("not Collab's");
        File.Exists(theirs).ShouldBeTrue();
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_refused()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Refused(() => DataFolder.Open(file)).ShouldContain("cannot be written");
    }

    [Fact]
    public async Task Without_PostgreSQL_the_sentence_says_how_to_install_it() =>
        (await Should.ThrowAsync<StartRefusedException>(() => PostgresTools.FindAsync([_folder], dataMajor: null)))
            .Message.ShouldContain("none is installed: install it");

    [Fact]
    public async Task Data_of_another_major_version_are_refused()
    {
        using var data = DataFolder.Open(_folder);
        Directory.CreateDirectory(Path.Combine(_folder, "pg"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "pg", "PG_VERSION"), "9\n", Cancel);
        (await Should.ThrowAsync<StartRefusedException>(() =>
            PrivatePostgres.StartAsync(data, FreePort(), PostgresTools.Places(), fresh: false, Cancel)))
            .Message.ShouldContain("made by PostgreSQL 9");
    }

    [Fact]
    public async Task A_busy_port_is_refused_by_number()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var data = DataFolder.Open(_folder);
        (await Should.ThrowAsync<StartRefusedException>(() =>
            PrivatePostgres.StartAsync(data, port, PostgresTools.Places(), fresh: false, Cancel)))
            .Message.ShouldContain($"Port {port}, meant for the private PostgreSQL, is in use");
    }

    private async Task WithDatabase(bool fresh, Func<Func<string, Task<object?>>, Task> use)
    {
        using var data = DataFolder.Open(_folder);
        await using var server = await PrivatePostgres.StartAsync(data, FreePort(), PostgresTools.Places(), fresh, Cancel);
        await using var source = NpgsqlDataSource.Create(await server.DatabaseAsync("collab", Cancel));
        await use(async sql =>
        {
            await using var command = source.CreateCommand(sql);
            return await command.ExecuteScalarAsync(Cancel);
        });
    }

    private static string Refused(Action start) => Should.Throw<StartRefusedException>(start).Message;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
