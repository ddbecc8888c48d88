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

    private static readonly (string What, string Address)[] Reads =
    [
        ("list, all", "/api/v1/proposals"),
        ("list, 20 of a page further on", "/api/v1/proposals?limit=20&after="),
        ("list, waits for us", "/api/v1/proposals?tab=waits"),
        ("list, drafts", "/api/v1/proposals?tab=drafts"),
        ("list, open", "/api/v1/proposals?tab=open"),
        ("list, last call", "/api/v1/proposals?tab=last-call"),
        ("list, decided", "/api/v1/proposals?tab=decided"),
        ("list, of one company", "/api/v1/proposals?company=member07"),
        ("list, words in the title", "/api/v1/proposals?q=rollback"),
        ("list, one company and words", "/api/v1/proposals?tab=open&company=member07&q=signing"),
        ("list, words that no title has", "/api/v1/proposals?q=nowhere"),
        ("list as a page", "/proposals"),
        ("document", "/api/v1/proposals/P-00005"),
        ("page", "/proposals/P-00005"),
        ("page at an event", "/proposals/P-00005?event=100"),
        ("possible commands", "/api/v1/proposals/P-00005/commands"),
        ("document, 2,000 events", "/api/v1/proposals/" + ScaleSeed.Long),
        ("page, 2,000 events", "/proposals/" + ScaleSeed.Long),
    ];

    /// <summary>Measures and prints.</summary>
    public async Task Run(int proposals, int positions)
    {
        var few = await Measure("few", Few, positions);
        var many = await Measure("many", proposals, positions);
        Console.WriteLine($"{"milliseconds at the server",-40}{$"{Few:N0} proposals",24}{$"{proposals:N0} proposals",24}   ratio of medians");
        foreach (var (what, times) in many)
        {
            var small = few[what];
            Console.WriteLine($"{what,-40}{$"p50 {P(small, 0.5),6:N1} p95 {P(small, 0.95),6:N1}",24}{$"p50 {P(times, 0.5),6:N1} p95 {P(times, 0.95),6:N1}",24}   {P(times, 0.5) / P(small, 0.5):N2}");
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
        using var cookies = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        using var program = new HttpClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", Servers.Token(keyFile, ScaleSeed.Person(6).Person, ScaleSeed.Person(6).Company));
        await Get(cookies, portal, "/bench/sign-in/" + ScaleSeed.Person(6).Person.Value);
        var first = System.Text.Json.JsonDocument.Parse(await program.GetStringAsync(new Uri(portal.Address, "/api/v1/proposals?limit=40"))).RootElement.GetProperty("next").GetString();
        // All of them first, so that none pays for the code that the others share.
        var warmed = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warmed) < Longest)
        {
            foreach (var (_, address) in Reads)
                await Read(address);
        }

        foreach (var (what, address) in Reads)
            results[what] = await Times(() => Read(address));

        NpgsqlConnection.ClearAllPools();
        return results;

        Task Read(string address) => Get(
            address.StartsWith("/api/", StringComparison.Ordinal) ? program : cookies, portal, address.EndsWith("after=", StringComparison.Ordinal) ? address + first : address);
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
                ScaleSeed.Person(n), now, person, company, "Person of " + company.Value, $"{person.Value}@{company.Value}.example", ParticipantKind.Person, Roles.Engineer | Roles.Representative));
        }
    }
}
