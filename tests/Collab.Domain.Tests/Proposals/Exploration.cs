using System.Collections.Immutable;
using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

/// <summary>The rules as one function: what a command leads to.</summary>
internal delegate Decision Rule(object command, Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules);

/// <summary>A proposal at an instant under a roll, and how it came about.</summary>
internal sealed record Node(Proposal State, DateTimeOffset Now, MemberRoll Roll, Node? Before, string How)
{
    /// <summary>Every step from the seed to here.</summary>
    public string Path => Before is null ? How : $"{Before.Path}\n  {How}";
}

/// <summary>A part of the machine that is explored whole.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Seed">Where it begins.</param>
/// <param name="Within">
/// Which states are explored further. A step out of these is taken and checked like any other, and not followed.
/// </param>
internal sealed record Scope(string Name, Node Seed, Func<Proposal, bool> Within)
{
    /// <summary>Rolls that the room may change to at any time; none where members stand still.</summary>
    public ImmutableList<MemberRoll> Rolls { get; init; } = [];
}

/// <summary>What an exploration found.</summary>
/// <param name="States">Different states reached, those at the border included.</param>
/// <param name="Transitions">Steps taken between them: accepted commands with events, passing time, and changes of the roll.</param>
/// <param name="Decisions">Commands asked.</param>
/// <param name="Steps">Rows of the table that were taken.</param>
/// <param name="Compared">States that were merged and asked everything all the same, to see that merging loses nothing.</param>
/// <param name="Broken">The first rule found broken and the path there, or null.</param>
internal sealed record Explored(int States, int Transitions, int Decisions, ImmutableHashSet<Step> Steps, int Compared, string? Broken);

/// <summary>
/// Explores a scope breadth first: every actor gives every command of the alphabet in every state reached, and time
/// passes to the next instant at which a rule may answer otherwise. Two states are one when they differ only in what
/// no rule asks: instants of the past, and how long ago the rest is (see <see cref="ExplorationKey"/>). Companies are
/// not treated as interchangeable: nothing is left out for symmetry.
/// </summary>
internal sealed class Exploration(Scope scope, Rule rule)
{
    private static readonly RoomRules Rules = Examples.Rules;

    private readonly bool moves = !scope.Rolls.IsEmpty;

    /// <summary>Runs to the end, or to the first broken rule.</summary>
    public static Explored Run(Scope scope, Rule? rule = null) => new Exploration(scope, rule ?? Decide).Run();

    private Explored Run()
    {
        Dictionary<string, int> known = new(StringComparer.Ordinal) { [Key(scope.Seed)] = 0 };
        List<int> answers = [];
        List<Node> level = [scope.Seed];
        List<(int Index, Node Twin)> twins = [];
        var steps = ImmutableHashSet<Step>.Empty.Union(ExplorationTable.Steps(null, [new DraftStarted(Of(Contoso).By, Start, "T", Written, null)]));
        int transitions = 0, decisions = 0, merged = 0;
        string? broken = null;
        while (level.Count > 0 && broken is null)
        {
            List<Node> next = [];
            foreach (var found in level.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(Expand))
            {
                answers.Add(found.Answers);
                transitions += found.Next.Count;
                decisions += found.Asked;
                steps = steps.Union(found.Steps);
                broken ??= found.Broken;
                foreach (var (node, key) in found.Next)
                {
                    if (known.TryAdd(key, known.Count))
                        next.Add(node);
                    else if (++merged % 200 == 0)
                        twins.Add((known[key], node));
                }
            }

            level = next;
        }

        foreach (var (index, twin) in twins.Where(t => broken is null && t.Index < answers.Count))
        {
            if (Expand(twin).Answers != answers[index])
                broken = $"Two states were taken for one, and are answered differently:\n{twin.Path}";
        }

        return new(known.Count, transitions, decisions, steps, twins.Count, broken);
    }

    private string Key(Node node) => ExplorationKey.Of(node, Rules, keepOrder: moves);

    private sealed record Found(List<(Node Node, string Key)> Next, int Asked, ImmutableHashSet<Step> Steps, int Answers, string? Broken);

    private Found Expand(Node node)
    {
        List<(Node, string)> next = [];
        HashSet<Step> steps = [];
        HashCode answers = default;
        var asked = 0;
        try
        {
            ExplorationRules.State(node, rule, moves);
            if (!scope.Within(node.State) && node != scope.Seed)
                return new(next, 0, [], 0, null);
            var written = JsonSerializer.Serialize(node.State);
            foreach (var actor in ExplorationAlphabet.Actors.Where(a => node.Roll.Find(a.Company) is null or { Status: MemberStatus.Admitted }))
            {
                var listed = actor.IsSystem ? null : new Listed(ProposalCommands.Possible(node.State, actor, node.Now, node.Roll, Rules));
                foreach (var command in actor.IsSystem ? ExplorationAlphabet.OfSystem(node.State) : ExplorationAlphabet.OfPeople(node.State))
                {
                    asked++;
                    var decision = rule(command, node.State, actor, node.Now, node.Roll, Rules);
                    answers.Add(decision is Decision.Refused refused ? refused.Refusal.Code : "accepted");
                    if (decision is not Decision.Accepted { Events: { Count: > 0 } events })
                    {
                        listed?.Agrees(command, decision);
                        continue;
                    }

                    var after = node with
                    {
                        State = events.Aggregate(node.State, (s, e) => Proposal.Evolve(s, Id, e)), Before = node, How = $"{actor.Person}: {command}",
                    };
                    ExplorationRules.Transition(node, actor, events, after);
                    listed?.Agrees(command, decision);
                    steps.UnionWith(ExplorationTable.Steps(node.State, events));
                    Go(after);
                }
            }

            if (JsonSerializer.Serialize(node.State) != written)
                throw new RuleBroken("A command that was asked changed the state.");
            if (ExplorationAlphabet.Instants(node, Rules).Where(t => t > node.Now).Order().Cast<DateTimeOffset?>().FirstOrDefault() is { } later)
                Go(node with { Now = later, Before = node, How = $"time passes to {later:u}" });
            foreach (var roll in scope.Rolls.Where(r => !ReferenceEquals(r, node.Roll)))
                Go(node with { Roll = roll, Before = node, How = "the roll changes to " + string.Join(", ", roll.Members.Select(m => $"{m.Id} {m.Status} {m.Group}")) });
        }
        catch (RuleBroken e)
        {
            return new(next, asked, [.. steps], 0, $"{scope.Name}: {e.Message}\n{node.Path}");
        }

        return new(next, asked, [.. steps], answers.ToHashCode(), null);

        void Go(Node after)
        {
            var key = Key(after);
            answers.Add(key);
            next.Add((after, key));
        }
    }
}

/// <summary>A rule of the room does not hold.</summary>
internal sealed class RuleBroken(string message) : Exception(message);

/// <summary>What <see cref="ProposalCommands"/> lists for an actor, to be held against what the commands answer.</summary>
internal sealed class Listed
{
    private readonly Dictionary<(string, string?), Refusal?> possible = [];

    public Listed(IEnumerable<Possibility> possibilities)
    {
        foreach (var p in possibilities)
            possible.TryAdd((p.Command, p.Target), p.Refusal);
    }

    /// <summary>
    /// What is listed as possible is accepted, unless the very value given is at fault; what is listed as not possible
    /// is refused for the reason listed; what is accepted is listed.
    /// </summary>
    public void Agrees(object command, Decision decision)
    {
        var name = command.GetType().Name;
        var target = ExplorationAlphabet.Target(command);
        if (!possible.TryGetValue((name, target), out var refusal))
        {
            if (decision is Decision.Accepted { Events.Count: > 0 })
                throw new RuleBroken($"{command} is accepted, and not listed.");
            return;
        }

        var agrees = decision switch
        {
            Decision.Accepted { Events.Count: > 0 } => refusal is null,
            Decision.Accepted => refusal is null or { Code: "already_so" },
            Decision.Refused { Refusal: { Kind: RefusalKind.Invalid } or { Code: "proposal.revision_superseded" or "proposal.already_co_author" } } => true,
            _ => refusal?.Code == Given(decision),
        };
        if (!agrees)
            throw new RuleBroken($"{command} is listed as {refusal?.Code ?? "possible"}, and the answer is {Given(decision)}.");
    }

    private static string Given(Decision decision) => decision is Decision.Refused refused ? refused.Refusal.Code : "accepted";
}
