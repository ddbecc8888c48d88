using System.Diagnostics;
using System.Globalization;
using System.Net;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Marten;
using Npgsql;

namespace Collab.Benchmarks;

/// <summary>Many proposals beside few: the same reads and decisions on both, and how long all read models take to be made anew.</summary>
internal sealed class Scale(string admin, string keyFile)
{
    private const int Few = 100;
    private const int Rounds = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    // With as many rows as the few proposals have, so that both sizes answer the same; and as pages of 50 where there are.
    private static readonly (string What, Reader By, string Address)[] Reads =
    [
        ("list, all, 50 rows", Reader.Member, "/api/v1/proposals"),
        ("list, 20 rows of a page further on", Reader.Member, "/api/v1/proposals?limit=20&after="),
        ("list, waits for us, 3 rows", Reader.Member, "/api/v1/proposals?tab=waits&limit=3"),
        ("list, waits for us, nothing does", Reader.Spoken, "/api/v1/proposals?tab=waits"),
        ("list, drafts, 1 row", Reader.Member, "/api/v1/proposals?tab=drafts&limit=1"),
        ("list, open, 20 rows", Reader.Member, "/api/v1/proposals?tab=open&limit=20"),
        ("list, last call, 5 rows", Reader.Member, "/api/v1/proposals?tab=last-call&limit=5"),
        ("list, decided, 10 rows", Reader.Member, "/api/v1/proposals?tab=decided&limit=10"),
        ("list, of one company, 2 rows", Reader.Member, "/api/v1/proposals?company=member07&limit=2"),
        ("list, words in the title, 5 rows", Reader.Member, "/api/v1/proposals?q=rollback&limit=5"),
        ("list, words that no title has", Reader.Member, "/api/v1/proposals?q=nowhere"),
        ("list, waits for us, up to 50", Reader.Member, "/api/v1/proposals?tab=waits"),
        ("list, last call, up to 50", Reader.Member, "/api/v1/proposals?tab=last-call"),
        ("list, decided, up to 50", Reader.Member, "/api/v1/proposals?tab=decided"),
        ("list, of one company, up to 50", Reader.Member, "/api/v1/proposals?company=member07"),
        ("list, one company, open, words", Reader.Member, "/api/v1/proposals?tab=open&company=member07&q=signing"),
        ("page: list", Reader.Browser, "/proposals"),
        ("page: home", Reader.Browser, "/"),
        ("page: positions desk", Reader.Browser, "/positions"),
        ("page: search, words in titles", Reader.Browser, "/search?q=rollback"),
        ("page: search, words that no title has", Reader.Browser, "/search?q=nowhere"),
        ("page: moderator's desk", Reader.Moderator, "/moderation"),
        ("document", Reader.Member, "/api/v1/proposals/P-00005"),
        ("page: proposal", Reader.Browser, "/proposals/P-00005"),
        ("page: proposal at an event", Reader.Browser, "/proposals/P-00005?event=100"),
        ("possible commands", Reader.Member, "/api/v1/proposals/P-00005/commands"),
        ("document, 2,000 events", Reader.Member, "/api/v1/proposals/" + ScaleSeed.Long),
        ("page: proposal, 2,000 events", Reader.Browser, "/proposals/" + ScaleSeed.Long),
    ];

    private readonly Dictionary<(string Database, string What), int?> rows = [];

    private enum Reader
    {
        Member,
        Spoken,
        Browser,
        Moderator,
    }

    /// <summary>Measures and prints.</summary>
    public async Task Run(int proposals, int positions)
    {
        var few = await Measure("few", Few, positions);
        var many = await Measure("many", proposals, positions);
        Console.WriteLine($"{"milliseconds at the server",-40}{$"{Few:N0} proposals",24}{$"{proposals:N0} proposals",24}   ratio of medians");
        foreach (var (what, times) in many)
        {
            var small = few[what];
            Console.WriteLine($"{what,-40}{$"p50 {P(small, 0.5),6:N1} p95 {P(small, 0.95),6:N1}",24}{$"p50 {P(times, 0.5),6:N1} p95 {P(times, 0.95),6:N1}",24}   {P(times, 0.5) / P(small, 0.5):N2}{(rows.GetValueOrDefault(("few", what)) is { } fewer ? $"   {fewer} and {rows[("many", what)]} rows" : "")}");
        }
    }

    private static double P(List<double> sorted, double part) => Measured.Percentile(sorted, part);

    private async Task<Dictionary<string, List<double>>> Measure(string name, int proposals, int positions)
    {
        var database = new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
        await Bench.Execute(admin, $"create database {name}");
        var results = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        await using (var app = Bench.PortalOn(database))
        {
            await app.Services.GetRequiredService<StoreStartup>().StartAsync(CancellationToken.None);
            await Admit(app.Services.GetRequiredService<Commands>());
            var began = Stopwatch.GetTimestamp();
            var events = await new ScaleSeed(TimeProvider.System.GetUtcNow(), positions).Write(app.Services.GetRequiredService<IDocumentStore>(), proposals);
            Console.WriteLine($"{events:N0} events of {proposals:N0} proposals written by COPY in {Stopwatch.GetElapsedTime(began).TotalSeconds:N1} s");

            // Activity is another feature's and runs behind: here it has nothing to do.
            await Bench.Execute(database, "select collab.mt_mark_event_progression('Activity:All', (select max(seq_id) from collab.mt_events))");
            await Bench.Execute(database, "vacuum analyze");
            foreach (var how in (string[])["nothing there before", "in place of what was there"])
            {
                var done = await app.Services.GetRequiredService<ProposalRebuild>().Run(p => Console.Error.WriteLine(p), CancellationToken.None)
                    ?? throw new InvalidOperationException("Another rebuild runs.");
                Console.WriteLine($"rebuild of {done.Streams:N0} proposals, {how}: {done.Events:N0} events in {done.Took.TotalSeconds:N1} s, {done.PerSecond:N0} events/s");
            }

            await Bench.Execute(database, "vacuum analyze");
            await Decide(app.Services, results);
        }

        using var portal = await ServerProcess.Start(database, "serve-portal", keyFile);
        var readers = new Dictionary<Reader, HttpClient>
        {
            [Reader.Member] = Program(6),
            [Reader.Spoken] = Program(ScaleSeed.Spoken),
            [Reader.Browser] = await Browser(6),
            [Reader.Moderator] = await Browser(ScaleSeed.Moderator),
        };
        var first = System.Text.Json.JsonDocument.Parse(await readers[Reader.Member].GetStringAsync(new Uri(portal.Address, "/api/v1/proposals?limit=40"))).RootElement.GetProperty("next").GetString();
        // All of them first, so that none pays for the code that the others share.
        var warmed = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warmed) < Longest)
        {
            foreach (var (_, by, address) in Reads)
                await Read(by, address);
        }

        foreach (var (what, by, address) in Reads)
        {
            results[what] = await Times(() => Read(by, address));
            rows[(name, what)] = address.StartsWith("/api/v1/proposals?", StringComparison.Ordinal) || address == "/api/v1/proposals"
                ? System.Text.Json.JsonDocument.Parse(await readers[by].GetStringAsync(new Uri(portal.Address, Of(address)))).RootElement.GetProperty("items").GetArrayLength()
                : null;
        }

        foreach (var reader in readers.Values)
            reader.Dispose();
        NpgsqlConnection.ClearAllPools();
        return results;

        Task Read(Reader by, string address) => Get(readers[by], portal, Of(address));

        string Of(string address) => address.EndsWith("after=", StringComparison.Ordinal) ? address + first : address;

        HttpClient Program(int person)
        {
            var (id, company) = ScaleSeed.Person(person);
            return new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Servers.Token(keyFile, id, company)) } };
        }

        async Task<HttpClient> Browser(int person)
        {
            var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
            await Get(browser, portal, "/bench/sign-in/" + ScaleSeed.Person(person).Person.Value);
            return browser;
        }
    }

    /// <summary>A command from its load to its decision: all that <see cref="Commands"/> does but the commit.</summary>
    private static async Task Decide(IServiceProvider services, Dictionary<string, List<double>> results)
    {
        var commands = services.GetRequiredService<Commands>();
        var actor = new Actor(ScaleSeed.Person(6).Person, ScaleSeed.Person(6).Company, Roles.Engineer | Roles.Representative);
        foreach (var (what, id) in ((string, string)[])[("decision, 200 positions", ScaleSeed.Id(5)), ("decision, 2,000 events", ScaleSeed.Long)])
        {
            results[what] = await Times(async () =>
            {
                Decision? decision = null;
                await commands.Run<Proposal>(id, null, (state, room) =>
                {
                    decision = new RecordPosition(state!.Revision, Position.Abstain, "We have nothing to add.").Decide(state, actor, room.Now, room.Roll);
                    return Decision.Accept();
                });
                if (decision is not Decision.Accepted { Events.Count: > 0 })
                    throw new InvalidOperationException($"The decision on {id} was refused: {decision}");
            });
        }
    }

    private static async Task<List<double>> Times(Func<Task> once)
    {
        var warmed = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds && Stopwatch.GetElapsedTime(warmed) < Longest / 4; i++)
            await once();
        List<double> times = [];
        var all = Stopwatch.GetTimestamp();
        while (times.Count < Rounds && Stopwatch.GetElapsedTime(all) < Longest)
        {
            var began = Stopwatch.GetTimestamp();
            await once();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    private static async Task Get(HttpClient client, ServerProcess portal, string address)
    {
        using var answer = await client.GetAsync(new Uri(portal.Address, address));
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null);
    }

    private static async Task Admit(Commands commands)
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var n = 0; n < ScaleSeed.Companies; n++)
        {
            var (person, company) = ScaleSeed.Person(n);
            await Bench.Write<Member>(commands, Ids.OfMember(company), new MemberAdmittedAtStart(By.System, now, company, "Member " + company.Value[^2..], [company.Value + ".example"]));
            await Bench.Write<Participant>(commands, Ids.OfPerson(person), new ParticipantJoined(
                ScaleSeed.Person(n), now, person, company, "Person of " + company.Value, $"{person.Value}@{company.Value}.example", ParticipantKind.Person, Roles.Engineer | Roles.Representative | (n == ScaleSeed.Moderator ? Roles.Moderator : 0)));
        }
    }
}
