using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Collab.Portal;
using Collab.Portal.Store;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;

namespace Collab.Benchmarks;

/// <summary>The run: each figure beside the machine's own limit, measured in the same minute.</summary>
internal static class Bench
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);
    private static readonly MemberId[] Companies = [.. ((string[])["contoso", "fabrikam", "northwind", "tailspin", "wingtip"]).Select(c => new MemberId(c))];

    public static async Task<int> Run(string[] args)
    {
        var admin = Environment.GetEnvironmentVariable("COLLAB_BENCH_PG");
        if (admin is null)
        {
            await Console.Error.WriteLineAsync("COLLAB_BENCH_PG is not set. Run ./eng/bench.sh, which starts a PostgreSQL for it.");
            return 1;
        }

        var only = Option(args, "--only") ?? "";
        var proposals = int.Parse(Option(args, "--proposals") ?? "10000", CultureInfo.InvariantCulture);
        var positions = int.Parse(Option(args, "--positions") ?? "200", CultureInfo.InvariantCulture);
        var database = new NpgsqlConnectionStringBuilder(admin) { Database = "bench" }.ConnectionString;
        await Execute(admin, "create database bench");
        var keyFile = Path.Combine(Path.GetTempPath(), $"collab-bench-{Environment.ProcessId}.pem");
        using (var rsa = RSA.Create(2048))
            await File.WriteAllTextAsync(keyFile, rsa.ExportRSAPrivateKeyPem());
        try
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores, {TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, PostgreSQL on the same machine with fsync on, load from the same machine");
            if (only != "scale")
                await MeasureRoom(database, admin, keyFile, only);
            if ("scale".Contains(only, StringComparison.Ordinal))
                await new Scale(admin, keyFile).Run(proposals, positions);
            return 0;
        }
        finally
        {
            File.Delete(keyFile);
        }
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

    private static async Task MeasureRoom(string database, string admin, string keyFile, string only)
    {
        await Seed(database);
        using var portal = await ServerProcess.Start(database, "serve-portal", keyFile);
        using var bare = await ServerProcess.Start(database, "serve-bare");
        var all = new Measurements(portal, bare, keyFile, database, admin);
        foreach (var (name, measure) in ((string, Func<Task>)[])[("pages", all.Pages), ("posts", all.Posts), ("history", all.History), ("listeners", all.Listeners)])
        {
            if (name.Contains(only, StringComparison.Ordinal))
                await measure();
        }
    }

    /// <summary>The portal on a database, for its services: nothing of it runs.</summary>
    internal static WebApplication PortalOn(string database) => PortalHost.Create([], builder =>
    {
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Collab"] = database, ["SignIn:Authority"] = Servers.Issuer });
    });

    internal static async Task Execute(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Five companies, forty programs, threads of 10 and 10,000 posts, and one published outcome.</summary>
    private static async Task Seed(string database)
    {
        await using var app = PortalOn(database);
        await app.Services.GetRequiredService<StoreStartup>().StartAsync(CancellationToken.None);
        var commands = app.Services.GetRequiredService<Commands>();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var company in Companies)
        {
            await Write<Member>(commands, Ids.OfMember(company), new MemberAdmittedAtStart(Domain.By.System, now, company, company.Value, [company.Value + ".example"]));
            for (var i = 0; i < 8; i++)
            {
                var person = PersonOf(company, i);
                await Write<Participant>(commands, Ids.OfPerson(person), new ParticipantJoined(new By(person, company), now, person, company, person.Value, "", ParticipantKind.Program, Roles.Engineer));
            }
        }

        foreach (var (id, posts) in ((string, int)[])[("T-SMALL", 10), ("T-LARGE", 10_000), ("T-ROOM1", 0), ("T-ROOM2", 0)])
        {
            await Write<DiscussionThread>(commands, id, new ThreadOpened(By(0), now, id, null, Audience.Green));
            for (var from = 1; from <= posts; from += 500)
            {
                IEvent[] batch = [.. Enumerable.Range(from, Math.Min(500, posts - from + 1)).Select(n => new PostWritten(By(n), now, n, $"Post {n} with **some** text and `code`.", null, null, $"seed-{n}"))];
                await commands.Run<DiscussionThread>(id, null, _ => ValueTask.FromResult(Decision.Accept(batch)), Writers.OneAtATime);
            }
        }

        await Publish(commands, now);
    }

    private static async Task Publish(Commands commands, DateTimeOffset now)
    {
        var text = new ProposalText(Paragraphs(4), Paragraphs(8), Paragraphs(3), Paragraphs(2), Paragraphs(2), Paragraphs(2));
        var entries = Companies.ToDictionary(c => c, c => new TallyEntry(Position.Support, "member:" + c.Value, c, now));
        await Write<Proposal>(commands, "P-BENCH",
            new DraftStarted(By(0), now, "Staged deployment of content updates", text, null),
            new ProposalSeconded(By(1), now),
            new ProposalOpened(By(0), now, Audience.Green),
            new LastCallOpened(By(0), now, 1, Disposition.Agree, "Everybody spoke.", false, now),
            new LastCallEnded(Domain.By.System, now, LastCallEnd.Elapsed),
            new TallyTaken(Domain.By.System, now, 1, entries.ToImmutableSortedDictionary(), new TallyCount(5, 5, 0, 0, 0, 3, 3)),
            new OutcomeRecorded(By(2), now, OutcomeResult.Agreed, "All support it.", []));
        await Write<Proposal>(commands, "P-BENCH", new Domain.Outcomes.ProposalPublished(By(3), now, "O-1", 1, Domain.Outcomes.OutcomeKind.Decision, By(2), null));
    }

    private static string Paragraphs(int n) => string.Join("\n\n", Enumerable.Repeat("Every content update that a kernel component reads is deployed in stages, and a stage begins only when the one before met its health condition for the whole soak time.", n));

    private static By By(int n) => new(PersonOf(Companies[n % 5], n / 5 % 8), Companies[n % 5]);

    private static PersonId PersonOf(MemberId company, int n) => new($"{company.Value}-bot-{n.ToString(CultureInfo.InvariantCulture)}");

    internal static async Task Write<T>(Commands commands, string id, params IEvent[] events)
        where T : class, IState<T>
    {
        if (await commands.Run<T>(id, null, (_, _) => Decision.Accept(events)) is not CommandResult.Done)
            throw new InvalidOperationException("The seed was refused.");
    }

    /// <summary>The measurements of one run.</summary>
    private sealed class Measurements(ServerProcess portal, ServerProcess bare, string keyFile, string database, string admin)
    {
        public async Task Pages()
        {
            using var visitor = Client(null);
            var limit = await Load.Run(16, Length, async _ => await Read(visitor, new Uri(bare.Address, "/")));
            var outcome = await Load.Run(16, Length, async _ => await Read(visitor, new Uri(portal.Address, "/outcomes/O-1/v1")));
            Print("bare Kestrel, 16 KB", limit);
            Print("outcome page", outcome, outcome.PerSecond / limit.PerSecond);

            using var cookies = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), MaxConnectionsPerServer = 64 });
            await Read(cookies, new Uri(portal.Address, "/bench/sign-in/" + PersonOf(Companies[0], 0)));
            foreach (var thread in (string[])["T-SMALL", "T-LARGE"])
            {
                var page = await Load.Run(8, Length, async _ => await Read(cookies, new Uri(portal.Address, "/threads/" + thread)));
                Print($"thread page, {(thread == "T-SMALL" ? "10" : "10,000")} posts", page, page.PerSecond / limit.PerSecond);
            }
        }

        public async Task Posts()
        {
            foreach (var writers in (int[])[1, 8, 32])
            {
                var limit = await PgBench(writers);
                var clients = Enumerable.Range(0, writers).Select(i => Client(By(i))).ToList();
                var sent = 0;
                var posts = await Load.Run(writers, Length, worker => Post(clients[worker], "T-ROOM1", Interlocked.Increment(ref sent)));
                Print($"posts into one thread, {writers} writers", posts, posts.PerSecond / limit);
                Console.WriteLine($"{"",-44}{limit,10:N0}/s  a bare insert by pgbench, {writers} clients");
                clients.ForEach(c => c.Dispose());
            }
        }

        public async Task History()
        {
            using var client = Client(By(0));
            var sent = 0;
            // Turn and turn about, so that whatever else the machine does meets both.
            List<double> small = [], large = [];
            for (var round = 0; round < 6; round++)
            {
                small.Add((await Load.Run(1, Length / 4, _ => Post(client, "T-SMALL", Interlocked.Increment(ref sent)))).P50);
                large.Add((await Load.Run(1, Length / 4, _ => Post(client, "T-LARGE", Interlocked.Increment(ref sent)))).P50);
            }

            small.Sort();
            large.Sort();
            Console.WriteLine($"{"post into 10,000 beside 10 posts, median",-44}{large[3],10:N2} ms {small[3],8:N2} ms   ratio {large[3] / small[3]:N2}");
        }

        public async Task Listeners()
        {
            Console.WriteLine($"{"memory, no hub connection",-44}{portal.Memory,10:N0} MB");
            foreach (var count in (int[])[100, 500])
            {
                var connections = new List<HubConnection>();
                var latest = new long[count];
                var expected = "";
                var waiting = Enumerable.Range(0, count).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
                for (var i = 0; i < count; i++)
                {
                    var n = i;
                    var connection = new HubConnectionBuilder()
                        .WithUrl(new Uri(portal.Address, "/hubs/threads"), o =>
                        {
                            o.AccessTokenProvider = () => Task.FromResult<string?>(Servers.Token(keyFile, By(n).Person, By(n).Company));
                            o.SkipNegotiation = true;
                            o.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
                        }).Build();
                    connection.On<System.Text.Json.JsonElement>("Posted", frame =>
                    {
                        if (frame.GetRawText().Contains(Volatile.Read(ref expected), StringComparison.Ordinal))
                        {
                            latest[n] = Stopwatch.GetTimestamp();
                            Volatile.Read(ref waiting)[n].TrySetResult();
                        }
                    });
                    await connection.StartAsync();
                    await connection.InvokeAsync<System.Text.Json.JsonElement>("Join", "T-ROOM2", 0L);
                    connections.Add(connection);
                }

                using var client = Client(By(1));
                List<double> times = [];
                for (var round = 0; round < 120; round++)
                {
                    var mark = $"mark-{count}-{round}-{Guid.NewGuid():N}";
                    Volatile.Write(ref waiting, [.. Enumerable.Range(0, count).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))]);
                    Volatile.Write(ref expected, mark);
                    var post = client.PostAsJsonAsync(new Uri(portal.Address, "/api/v1/threads/T-ROOM2/posts"), new { markdown = mark, clientKey = mark });
                    using var answer = await post;
                    // Acknowledged is committed: what counts is from there to the last screen, or nothing when the screen was first.
                    var committed = Stopwatch.GetTimestamp();
                    answer.EnsureSuccessStatusCode();
                    await Task.WhenAll(Volatile.Read(ref waiting).Select(w => w.Task)).WaitAsync(TimeSpan.FromSeconds(20));
                    if (round >= 20)
                        times.Add(Math.Max(0, Stopwatch.GetElapsedTime(committed, latest.Max()).TotalMilliseconds));
                }

                times.Sort();
                Console.WriteLine($"{$"commit to the last of {count} listeners",-44}{"",12}  p50 {Measured.Percentile(times, 0.5),7:N1} ms  p99 {Measured.Percentile(times, 0.99),7:N1} ms");
                Console.WriteLine($"{$"memory, {count} hub connections",-44}{portal.Memory,10:N0} MB");
                foreach (var connection in connections)
                    await connection.DisposeAsync();
            }
        }

        private static void Print(string what, Measured m, double? ratio = null) =>
            Console.WriteLine($"{what,-44}{m.PerSecond,10:N0}/s  p50 {m.P50,7:N1} ms  p99 {m.P99,7:N1} ms{(ratio is { } r ? $"  {r:N2} of the limit" : "")}");

        private HttpClient Client(By? by)
        {
            var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
            if (by is not null)
                client.DefaultRequestHeaders.Authorization = new("Bearer", Servers.Token(keyFile, by.Person, by.Company));
            return client;
        }

        private static async Task Read(HttpClient client, Uri address)
        {
            using var answer = await client.GetAsync(address);
            answer.EnsureSuccessStatusCode();
            await answer.Content.CopyToAsync(Stream.Null);
        }

        private async Task Post(HttpClient client, string thread, int n)
        {
            using var answer = await client.PostAsJsonAsync(
                new Uri(portal.Address, $"/api/v1/threads/{thread}/posts"), new { markdown = $"Measured post {n} with **some** text.", clientKey = $"b-{thread}-{n}-{Environment.ProcessId}" });
            answer.EnsureSuccessStatusCode();
        }

        /// <summary>The machine's own limit: one row by one durable transaction, at the same concurrency, in the same run.</summary>
        private async Task<double> PgBench(int clients)
        {
            await Execute(database, "create table if not exists bare (id bigserial primary key, at timestamptz not null default now(), text text not null)");
            var script = Path.GetTempFileName();
            await File.WriteAllTextAsync(script, "insert into bare (text) values ('Measured post with some text.');\n");
            var connection = new NpgsqlConnectionStringBuilder(admin);
            var start = new ProcessStartInfo(
                Path.Combine(Environment.GetEnvironmentVariable("COLLAB_BENCH_PG_BIN") ?? "", "pgbench"),
                ["-n", "-f", script, "-c", $"{clients}", "-j", "2", "-T", "6", "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, "bench"])
            { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PGPASSWORD"] = connection.Password;
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            File.Delete(script);
            var line = output.Split('\n').First(l => l.StartsWith("tps = ", StringComparison.Ordinal) && !l.Contains("including", StringComparison.Ordinal));
            return double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
        }
    }
}
