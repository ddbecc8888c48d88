using System.Collections.Frozen;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>
/// Equal terms, seen from outside: the same story is told over the API twice, the second time with the companies' parts
/// exchanged. Every answer and every document must be the same but for the names. The domain's own proof is
/// <c>Properties</c> in Collab.Domain.Tests; this one covers what lies above it: endpoints, read models, lists, the clock.
/// </summary>
public sealed partial class NeutralityTests : IAsyncLifetime
{
    private const int Steps = 160;

    private const int Settling = 70;

    /// <summary>After how many steps time passes, and how many days.</summary>
    private static readonly FrozenDictionary<int, int> Days = new Dictionary<int, int> { [30] = 8, [50] = 4, [140] = 30 }.ToFrozenDictionary();

    private static readonly string[] Companies = ["alder", "birch", "cedar", "dogwood", "elder", "hazel"];

    private static readonly string[] Exchanged = [.. Companies.Skip(2), .. Companies.Take(2)];

    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.Create();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task The_same_story_with_the_companies_parts_exchanged_gives_the_same_answers()
    {
        await using var node = await Room();
        HashSet<string> statuses = [];
        foreach (var seed in (int[])[3, 8, 21])
        {
            var story = Story(seed);
            var told = await Tell(node, story, Companies, statuses);
            var again = await Tell(node, story, Exchanged, statuses);

            for (var i = 0; i < told.Count; i++)
                again[i].ShouldBe(told[i], i < story.Count ? $"Story {seed}, step {i}: {story[i]}" : $"Story {seed}, what is read at the end");
        }

        // The stories went somewhere.
        foreach (var status in (string[])["Draft", "Open", "LastCall", "Tally"])
            statuses.ShouldContain(status);
    }

    [Fact]
    public async Task A_planted_rule_that_mentions_one_company_is_found()
    {
        var story = Story(3);
        await using var node = await Room(Planted);
        var told = await Tell(node, story, Companies, []);
        var again = await Tell(node, story, Exchanged, []);

        again.ShouldNotBe(told);

        // Cedar's word does not count.
        static void Planted(IServiceCollection services) => services.AddSingleton<IStartupFilter>(new Filter(next => async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/record-position", StringComparison.Ordinal) && (await context.AuthenticateAsync()).Principal?.FindFirst("company")?.Value == "cedar")
                await Results.Ok().ExecuteAsync(context);
            else
                await next(context);
        }));
    }

    private static List<Step> Story(int seed)
    {
        var random = new Random(seed);
        var text = new { problem = "a", proposal = "b", alternatives = "c", compatibility = "d", security = "e", rollout = "f" };
        List<Step> steps =
        [
            new(0, "", new { title = "Staged deployment", text }),
            new(0, "invite-company", new { company = "{1}", @as = "CoAuthor" }),
            new(0, "invite-company", new { company = "{2}", @as = "Seconder" }),
            new(1, "join-as-co-author", null),
            new(2, "second-proposal", null),
            new(0, "open-proposal", new { audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } }),
        ];
        while (steps.Count < Steps)
        {
            // From here on the room finds together, so that the story gets to its tally.
            if (steps.Count == Settling)
            {
                steps.AddRange(Enumerable.Range(1, 4).SelectMany(n => Enumerable.Range(0, Companies.Length).Select(c => new Step(c, "withdraw-objection", new { objection = $"OBJ-{n}" }))));
                steps.AddRange(Enumerable.Range(1, 3).SelectMany(n => Enumerable.Range(0, Companies.Length).Select(c => new Step(c, "record-position", new { revision = n, position = "Support" }))));
                steps.Add(new(0, "open-last-call", new { disposition = "Agree", summary = "Four stages." }));
                steps.Add(new(-1, "", 15));
            }

            if (Days.TryGetValue(steps.Count, out var days))
                steps.Add(new(-1, "", days));
            var company = random.Next(Companies.Length);
            var other = $"{{{random.Next(Companies.Length)}}}";
            var number = random.Next(1, 4);
            var position = random.GetItems((string[])["Support", "Support", "Support", "NoObjection", "Abstain", steps.Count < Settling ? "Object" : "Support"], 1)[0];
            steps.Add(random.Next(25) switch
            {
                < 8 => new(company, "record-position", new { revision = number, position, statement = "Our view.", what = "It", why = "Because", cure = "That" }),
                8 or 9 => new(random.Next(2), "answer-objection", new { objection = $"OBJ-{number}", answer = "Thus." }),
                10 or 11 => new(company, "withdraw-objection", new { objection = $"OBJ-{number}" }),
                12 => new(company, "accommodate-objection", new { objection = $"OBJ-{number}" }),
                13 => new(company, "address-objection", new { objection = $"OBJ-{number}", finding = "It is addressed." }),
                14 => new(company, "escalate-objection", new { objection = $"OBJ-{number}" }),
                15 => new(company, "sustain-objection", new { objection = $"OBJ-{number}", sustains = random.Next(2) == 0 }),
                16 or 17 => new(random.Next(2), "open-last-call", new { disposition = "Agree", summary = "Four stages." }),
                18 => new(company, "hold-last-call", new { longer = "2.00:00:00", reason = "We test." }),
                19 => new(company, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." }),
                20 => new(company, "challenge-recusal", new { company = other, reasons = "It pays." }),
                21 => new(company, "vote-on-recusal", new { challenge = "REC-1", recuse = random.Next(2) == 0 }),
                22 => new(company, "approve-publication", new { kind = "Decision" }),
                23 => new(company, "file-appeal", new { grounds = new[] { "The tally." } }),
                _ => new(random.Next(2), "revise-proposal", new { kind = random.Next(3) == 0 ? "Substantive" : "Editorial", text, summary = "Wording." }),
            });
        }

        return steps;
    }

    private async Task<PortalNode> Room(Action<IServiceCollection>? planted = null)
    {
        var node = await PortalNode.Start(database.ConnectionString, services: planted);
        const Roles all = Roles.Engineer | Roles.Representative | Roles.ReleaseOfficer | Roles.Admin | Roles.Moderator;
        await node.Admit([.. Companies.Select(c => (new MemberId(c), Capital(c), new[] { (new PersonId("p-" + c), Capital(c) + " Person", all) }))]);
        return node;
    }

    private static async Task<List<string>> Tell(PortalNode node, List<Step> story, string[] cast, HashSet<string> statuses)
    {
        var clients = cast.Select(c => node.ClientFor(new PersonId("p-" + c), new MemberId(c))).ToList();
        // The name in the story by the name on the stage.
        var parts = Companies.Zip(cast).ToFrozenDictionary(p => p.Second, p => p.First);
        List<string> answers = [];
        var id = "";
        foreach (var step in story)
        {
            if (step.Company < 0)
            {
                node.Clock.Advance(TimeSpan.FromDays((int)step.Body!));
                await TheClockHasDoneItsWork(node);
                answers.Add("");
                continue;
            }

            var body = step.Body is null ? null : JsonNode.Parse(Cast().Replace(JsonSerializer.Serialize(step.Body), m => cast[m.Groups[1].Value[0] - '0']));
            using var response = await clients[step.Company].PostAsJsonAsync(id.Length == 0 ? "/api/v1/proposals" : $"/api/v1/proposals/{id}/{step.Command}", body);
            var answer = await response.Content.ReadAsStringAsync();
            if (id.Length == 0)
                id = JsonNode.Parse(answer)!["id"]!.GetValue<string>();
            answers.Add($"{(int)response.StatusCode} {Canonical(answer, parts)}");
            statuses.Add(await Status(node, id));
        }

        // What each of them reads at the end, by part.
        foreach (var client in clients)
        {
            foreach (var path in (string[])["", "/history", "/commands", "/sayings", "/revisions"])
                answers.Add(Canonical(await client.GetStringAsync($"/api/v1/proposals/{id}{path}"), parts));
            foreach (var tab in (string[])["all", "waits", "open", "decided"])
                answers.Add(Canonical(await client.GetStringAsync($"/api/v1/proposals?tab={tab}&q={id}"), parts));
            client.Dispose();
        }

        return answers;
    }

    private static async Task<string> Status(PortalNode node, string id)
    {
        await using var session = node.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return (await session.LoadAsync<Proposal>(id))!.Status.ToString();
    }

    private static async Task TheClockHasDoneItsWork(PortalNode node)
    {
        var store = node.Services.GetRequiredService<IDocumentStore>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (; ; await ticks.WaitForNextTickAsync(patience.Token))
        {
            var now = node.Clock.GetUtcNow();
            await using var session = store.QuerySession();
            if (!await session.Query<ProposalRow>().AnyAsync(r => r.DueAt <= now, patience.Token))
                return;
        }
    }

    /// <summary>An answer with the story's names, without instants and ids drawn by lot; lists and the words of sentences in the order of the alphabet, for names stand in theirs.</summary>
    private static string Canonical(string json, FrozenDictionary<string, string> parts)
    {
        if (json.Length == 0)
            return "";
        var renamed = Name().Replace(json, m => parts[m.Value.ToLowerInvariant()] is var part && char.IsUpper(m.Value[0]) ? Capital(part) : part);
        return Sorted(JsonNode.Parse(Instant().Replace(Drawn().Replace(renamed, "drawn"), "then")));
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(",", o.Where(p => p.Key is not ("reference" or "traceId")).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key + ":" + Sorted(p.Value))) + "}",
        JsonArray a => "[" + string.Join(",", a.Select(Sorted).Order(StringComparer.Ordinal)) + "]",
        JsonValue v when v.TryGetValue(out string? text) => string.Join(' ', Word().Split(text).Order(StringComparer.Ordinal)),
        _ => node?.ToJsonString() ?? "null",
    };

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Cast();

    [GeneratedRegex("[Aa]lder|[Bb]irch|[Cc]edar|[Dd]ogwood|[Ee]lder|[Hh]azel")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(P|O)-[0-9A-Z]+\b")]
    private static partial Regex Drawn();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(\+00:00|Z)|((Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d{1,2} [A-Z][a-z]{2}( \d{4})?( \d\d:\d\d)?( UTC)?")]
    private static partial Regex Instant();

    [GeneratedRegex("[ ,.;:()]+")]
    private static partial Regex Word();

    /// <summary>What a company does; of company -1: days that pass.</summary>
    private sealed record Step(int Company, string Command, object? Body);

    private sealed class Filter(Func<RequestDelegate, RequestDelegate> around) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(around);
            next(app);
        };
    }
}
