using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace Collab.Local;

/// <summary>
/// A PostgreSQL of our own in the data folder, on a loopback port, for as long as this process lives: it ends when it
/// is disposed and, on Linux, also when this process is killed. Durable like a real one (fsync stays on).
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    /// <summary>The name of the cluster's folder inside the data folder.</summary>
    public const string Cluster = "pg";

    private const string Superuser = "postgres";
    private const string Role = "collab";

    private readonly PostgresTools _tools;
    private readonly string _folder;
    private readonly string _password;
    private readonly int _port;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    private PrivatePostgres(PostgresTools tools, string folder, string password, int port)
    {
        _tools = tools;
        _folder = folder;
        _password = password;
        _port = port;
    }

    /// <summary>Completes when the server has ended; before it was disposed, that is a fault.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The last lines that the server printed.</summary>
    public string LastWords => string.Join('\n', _log);

    /// <summary>Starts the server, making its cluster at the first start.</summary>
    /// <param name="data">The data folder, locked by us; no earlier server runs in it any more.</param>
    /// <param name="port">A free TCP port on 127.0.0.1.</param>
    /// <param name="places">The folders to look for PostgreSQL in; see <see cref="PostgresTools.Places"/>.</param>
    /// <param name="fresh">Delete what is in the data folder first.</param>
    /// <param name="cancel">Gives up the start.</param>
    /// <exception cref="StartRefusedException">It cannot start; the sentence says why and what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        DataFolder data, int port, IEnumerable<string> places, bool fresh, CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new StartRefusedException("On Windows Collab starts no PostgreSQL of its own: name a server in ConnectionStrings__Collab.");
        }

        var folder = Path.Combine(data.Root, Cluster);
        if (fresh)
        {
            data.Clear();
        }

        var tools = await PostgresTools.FindAsync(places, MajorOf(folder));
        var server = new PrivatePostgres(tools, folder, await PasswordAsync(data, cancel), port);
        if (!File.Exists(Path.Combine(folder, "PG_VERSION")))
        {
            await server.MakeClusterAsync(data, cancel);
        }

        server.Launch();
        await using (cancel.Register(() => server._ready.TrySetCanceled(cancel)))
        {
            try
            {
                await server._ready.Task;
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }

        return server;
    }

    /// <summary>Makes the database when it does not exist, owned by a role that is no superuser, and returns how to connect to it.</summary>
    /// <param name="name">The database's name: lower-case letters only.</param>
    public async Task<string> DatabaseAsync(string name, CancellationToken cancel = default)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(Superuser, "postgres") + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(cancel);
        if (!await ExistsAsync("select 1 from pg_roles where rolname = $1", Role))
        {
            await ExecuteAsync($"create role {Role} login password '{_password}'");
        }

        if (!await ExistsAsync("select 1 from pg_database where datname = $1", name))
        {
            await ExecuteAsync($"create database \"{name}\" owner {Role}");
        }

        return ConnectionString(Role, name) + ";Maximum Pool Size=60";

        async Task<bool> ExistsAsync(string sql, string value)
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
            return await command.ExecuteScalarAsync(cancel) is not null;
        }

        // Neither a role nor a database can be named by a parameter; both are our own words, and the password is hex.
        async Task ExecuteAsync(string sql)
        {
#pragma warning disable CA2100
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>Stops the server: open transactions are rolled back, what was committed is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (!_ended.Task.IsCompleted)
        {
            await Tool.RunAsync([.. AsUser(), _tools.Program("pg_ctl"), "stop", "-D", _folder, "-m", "fast", "-t", "60"]);
        }

        await _ended.Task;
    }

    private string ConnectionString(string user, string database) =>
        $"Host=127.0.0.1;Port={_port};Username={user};Password={_password};Database={database}";

    /// <summary>The words before a command that make it run as a user that PostgreSQL accepts: it refuses root.</summary>
    private static string[] AsUser() =>
        Tool.IsRoot ? ["setpriv", $"--reuid={Superuser}", $"--regid={Superuser}", "--clear-groups"] : [];

    private static int? MajorOf(string folder)
    {
        var file = Path.Combine(folder, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var major)
            ? major
            : null;
    }

    private static async Task<string> PasswordAsync(DataFolder data, CancellationToken cancel)
    {
        var file = Path.Combine(data.Root, "pg-password");
        if (!File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var writer = new StreamWriter(file, options);
            await writer.WriteAsync(RandomNumberGenerator.GetHexString(48, lowercase: true));
        }

        return await File.ReadAllTextAsync(file, cancel);
    }

    private async Task MakeClusterAsync(DataFolder data, CancellationToken cancel)
    {
        var passwordFile = Path.Combine(data.Root, "pg-password");
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        if (Tool.IsRoot)
        {
            await GiveToUserAsync(data, passwordFile, cancel);
        }

        string[] locale = OperatingSystem.IsMacOS() ? ["--locale=C", "--lc-ctype=UTF-8"] : ["--locale=C.UTF-8"];
        var (code, output) = await Tool.RunAsync(
            [
                .. AsUser(), _tools.Program("initdb"), "-D", _folder, "-U", Superuser, "--pwfile", passwordFile,
                "--auth=scram-sha-256", "--encoding=UTF8", .. locale,
            ],
            cancel);
        if (code != 0)
        {
            throw Refused(output);
        }
    }

    private static async Task GiveToUserAsync(DataFolder data, string passwordFile, CancellationToken cancel)
    {
        if (Tool.OnPath("setpriv") is null)
        {
            throw new StartRefusedException("PostgreSQL does not run as root, and the tool setpriv that changes the user is missing: install util-linux, or start as another user.");
        }

        if ((await Tool.RunAsync(["id", "-u", Superuser], cancel)).Code != 0)
        {
            throw new StartRefusedException($"PostgreSQL does not run as root, and there is no user {Superuser} to run it as: make one (useradd --system {Superuser}), or start as another user.");
        }

        var folder = Path.Combine(data.Root, Cluster);
        await Tool.RunAsync(["chown", $"{Superuser}:{Superuser}", folder, passwordFile], cancel);
        if ((await Tool.RunAsync([.. AsUser(), "test", "-w", folder], cancel)).Code != 0)
        {
            throw new StartRefusedException($"The user {Superuser}, that PostgreSQL runs as, cannot enter {data.Root}: name another folder in COLLAB_DATA.");
        }
    }

    private void Launch()
    {
        // Its own session, so that Ctrl-C reaches us alone and we stop it last; and a signal from the kernel when we die.
        string[] session = Tool.OnPath("setsid") is { } setsid ? [setsid] : [];
        string[] guard = Tool.OnPath("setpriv") is { } setpriv
            ? [setpriv, .. AsUser().Skip(1), "--pdeathsig", "INT"]
            : [];
        string[] command =
        [
            .. session, .. guard, _tools.Program("postgres"), "-D", _folder,
            "-p", _port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=",
            "-c", "max_connections=300",
            "-c", "shared_buffers=256MB",
            "-c", "fsync=on",
            "-c", "synchronous_commit=on",
            "-c", "lc_messages=C",
        ];

        // The kernel's signal comes when the thread that started the server ends, so that thread lives as long as it does.
        new Thread(() => Keep(command)) { IsBackground = true, Name = "PostgreSQL" }.Start();
    }

    private void Keep(string[] command)
    {
        try
        {
            using var process = new Process { StartInfo = Tool.StartInfo(command) };
            process.OutputDataReceived += (_, line) => Hear(line.Data);
            process.ErrorDataReceived += (_, line) => Hear(line.Data);
            process.Start();
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
        }
        finally
        {
            _ready.TrySetException(Refused(LastWords));
            _ended.TrySetResult();
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.Enqueue(line);
        while (_log.Count > 40)
        {
            _log.TryDequeue(out _);
        }

        if (!_stopping && line.EndsWith("database system is ready to accept connections", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    private StartRefusedException Refused(string output)
    {
        if (output.Contains("No space left on device", StringComparison.Ordinal))
        {
            return new($"The disk of {_folder} is full: free some space, or name a folder on another disk in COLLAB_DATA.");
        }

        if (output.Contains("Address already in use", StringComparison.Ordinal))
        {
            return new($"Port {_port}, meant for the private PostgreSQL, is in use: set COLLAB_PG_PORT to a free one.");
        }

        if (output.Contains("Permission denied", StringComparison.Ordinal))
        {
            return new($"The data folder {_folder} cannot be written: mend its owner or mode, or name another folder in COLLAB_DATA.");
        }

        var reason = output.Split('\n').LastOrDefault(l => l.Contains("FATAL:", StringComparison.Ordinal))
            ?? output.Split('\n').LastOrDefault(l => l.Contains("error:", StringComparison.Ordinal))
            ?? output.Split('\n')[^1];
        return new($"PostgreSQL {_tools.Major} did not start in {_folder}: {reason.Trim()}");
    }
}
