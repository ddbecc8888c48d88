using System.Collections.Immutable;
using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using CsCheck;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class Properties
{
    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];

    /// <summary>What is asked whether it treats companies alike: the rules, the fold and the outlook.</summary>
    private sealed record Machine(
        Rule Decide, Func<Proposal?, IEvent, Proposal> Evolve, Func<Proposal, MemberRoll, DateTimeOffset, ImmutableSortedSet<MemberId>, ProposalOutlook> Outlook)
    {
        public static readonly Machine Real = new(
            Examples.Decide, (state, e) => Proposal.Evolve(state, Id, e), (p, roll, now, moderating) => ProposalOutlook.For(p, roll, Rules, now, moderating));
    }

    [Fact]
    public void Permuting_companies_permutes_decisions_and_states_and_changes_nothing_else() => Gen.Select(Seeds, Gen.Shuffle(Companies.ToArray()))
        .Sample((seed, image) => Neutral(Machine.Real, History.Generate(seed, 80), Companies, image).ShouldBeNull(), iter: 30, threads: 2);

    [Fact]
    public void Permuting_fourteen_companies_over_three_hundred_events_changes_nothing_else() => Gen.Select(Seeds, Gen.Shuffle(History.Many.ToArray()))
        .Sample(
            (seed, image) =>
            {
                var history = History.Long(seed, 300);
                history.Events.Count.ShouldBeGreaterThanOrEqualTo(300);
                Neutral(Machine.Real, history, History.Many, image).ShouldBeNull();
            },
            iter: 4,
            threads: 2);

    [Fact]
    public void A_planted_rule_that_mentions_one_company_is_found() => Finds(Machine.Real with
    {
        Decide = (command, state, actor, now, roll, rules) =>
            actor.Company == Northwind && command is AnswerObjection ? Refusal.NotFound : Decide(command, state, actor, now, roll, rules),
    });

    [Fact]
    public void A_state_that_forgets_one_company_is_found() => Finds(Machine.Real with
    {
        Evolve = (state, e) => e is PositionRecorded { By.Company: var company } && company == Northwind ? state! : Proposal.Evolve(state, Id, e),
    });

    [Fact]
    public void An_outlook_that_leaves_one_company_out_is_found() => Finds(Machine.Real with
    {
        Outlook = (p, roll, now, moderating) => ProposalOutlook.For(p, roll, Rules, now, moderating) is var real ? real with { Awaited = real.Awaited.Remove(Northwind) } : null!,
    });

    private static void Finds(Machine planted)
    {
        MemberId[] shifted = [.. Companies.Skip(1), Companies[0]];
        Enumerable.Range(0, 30).Any(seed => Neutral(planted, History.Generate(seed, 80), Companies, shifted) is not null).ShouldBeTrue();
    }

    [Fact]
    public void The_state_after_every_event_equals_a_fresh_fold_also_when_it_was_stored_in_between() => Seeds.Sample(
        seed =>
        {
            Proposal? stored = null;
            var events = History.Long(seed, 300).Events;
            events.Count.ShouldBeGreaterThanOrEqualTo(300);
            for (var k = 1; k <= events.Count; k++)
            {
                stored = Proposal.Evolve(stored, Id, Json(events[k - 1]));
                stored = JsonSerializer.Deserialize<Proposal>(JsonSerializer.Serialize(stored))!;
                JsonSerializer.Serialize(stored).ShouldBe(JsonSerializer.Serialize(Spec.Given<Proposal>(Id, events.Take(k))));
            }
        },
        iter: 4,
        threads: 2);

    [Fact]
    public void Every_reachable_outcome_and_publication_keeps_the_rules_of_the_room() => Seeds.Sample(
        seed =>
        {
            var history = History.Generate(seed, 120);
            foreach (var q in history.Questions)
            {
                var state = history.States[q.EventsBefore]!;
                if (Decide(q.Command, state, q.Actor, q.Now, q.Roll, Rules) is not Decision.Accepted accepted)
                    continue;
                foreach (var e in accepted.Events)
                    Holds(e, state, q.Roll);
            }
        },
        iter: 60,
        threads: 2);

    [Fact]
    public void Generated_histories_reach_every_state() =>
        Enumerable.Range(0, 200).SelectMany(seed => Reached(History.Generate(seed, 120).Events)).ToHashSet()
            .ShouldBe(Enum.GetValues<ProposalStatus>().Except([ProposalStatus.Superseded]), ignoreOrder: true);

    [Fact]
    public void What_is_listed_as_possible_is_possible_and_a_refusal_ends_its_sentence() => Seeds.Sample(
        seed =>
        {
            var history = History.Generate(seed, 60);
            foreach (var q in history.Questions.Where((_, i) => i % 10 == 0))
            {
                var state = history.States[q.EventsBefore]!;
                foreach (var possibility in ProposalCommands.Possible(state, q.Actor, q.Now, q.Roll, Rules))
                    possibility.Refusal?.Sentence.ShouldEndWith(".");
                ProposalOutlook.For(state, q.Roll, Rules, q.Now).Next.ShouldEndWith(".");
            }
        },
        iter: 20,
        threads: 2);

    private static void Holds(IEvent e, Proposal before, MemberRoll roll)
    {
        switch (e)
        {
            case OutcomeRecorded outcome:
                before.Objections.ShouldNotContain(o => o.IsOpen);
                before.Authors.ShouldAllBe(a => roll.Unrelated(a, outcome.By.Company));
                before.Tally!.Count.HasQuorum.ShouldBeTrue();
                break;
            case ProposalPublished published:
                roll.Unrelated(published.By.Company, published.FirstApproval.Company).ShouldBeTrue();
                before.Authors.ShouldAllBe(a => roll.Unrelated(a, published.By.Company));
                break;
            case TallyTaken tally:
                tally.Entries.Keys.ShouldAllBe(c => roll.Find(c)!.Status == MemberStatus.Admitted && !Electorate.IsRecused(before, c, roll));
                tally.Count.Eligible.ShouldBe(tally.Entries.Values.Select(t => t.Unit).Distinct().Count());
                tally.Entries.Values.GroupBy(t => t.Unit).ShouldAllBe(g => g.Distinct().Count() == 1);
                break;
            case PanelAppointed panel:
                panel.Seats.Select(roll.Unit).Distinct().Count().ShouldBe(panel.Seats.Count);
                break;
        }
    }

    private static IEnumerable<ProposalStatus> Reached(IEnumerable<IEvent> events)
    {
        Proposal? state = null;
        foreach (var e in events)
        {
            state = Proposal.Evolve(state, Id, e);
            yield return state.Status;
        }
    }

    /// <summary>Answers null when the machine treats renamed companies alike over this history; else what differs.</summary>
    private static string? Neutral(Machine machine, History history, ImmutableList<MemberId> companies, MemberId[] image)
    {
        var permutation = new Permutation(image, companies);
        var states = History.Fold(history.Events, machine.Evolve);
        var twins = History.Fold(history.Events.ConvertAll(permutation.Of), machine.Evolve);
        for (var k = 1; k < states.Count; k++)
        {
            if (JsonSerializer.Serialize(twins[k]) != JsonSerializer.Serialize(permutation.Of(states[k]!)))
                return $"The state after {k} events differs.";
        }

        ImmutableSortedSet<MemberId> moderating = [companies[0], companies[1], companies[2]];
        foreach (var (i, q) in history.Questions.Index())
        {
            var state = states[q.EventsBefore]!;
            var twin = twins[q.EventsBefore]!;
            var here = Written(machine.Decide(q.Command, state, q.Actor, q.Now, q.Roll, Rules), permutation);
            var roll = permutation.Of(q.Roll);
            var actor = q.Actor.IsSystem ? q.Actor : permutation.Of(q.Actor);
            var there = Written(machine.Decide(permutation.Of(q.Command), twin, actor, q.Now, roll, Rules), null);
            if (here != there)
                return $"{q.Command}: {here} is not {there}";
            if (Ahead(machine.Outlook(state, q.Roll, q.Now, moderating), permutation) != Ahead(machine.Outlook(twin, roll, q.Now, permutation.Of(moderating)), null))
                return $"The outlook after {q.EventsBefore} events differs.";
            if (i % 10 == 0 && Listed(state, q.Actor, q.Now, q.Roll, permutation) != Listed(twin, actor, q.Now, roll, null))
                return $"What is possible after {q.EventsBefore} events differs.";
        }

        return null;
    }

    private static string Listed(Proposal state, Actor actor, DateTimeOffset now, MemberRoll roll, Permutation? permutation) => string.Join('\n', ProposalCommands
        .Possible(state, actor, now, roll, Rules)
        .Select(p => $"{p.Command} {p.Target} {p.Refusal?.Code} {p.Refusal?.Sentence}").Select(p => Words(permutation?.Rename(p) ?? p)).Order(StringComparer.Ordinal));

    /// <summary>A decision as text, renamed where asked; the words of a sentence in order of the alphabet, for names stand in theirs.</summary>
    private static string Written(Decision decision, Permutation? permutation) => decision switch
    {
        Decision.Accepted accepted => string.Join('\n', accepted.Events.Select(e => e.GetType().Name + JsonSerializer.Serialize(permutation is null ? e : permutation.Of(e), e.GetType()))),
        Decision.Refused { Refusal: var r } => $"{r.Kind} {r.Code} {r.Field} {Words(permutation?.Rename(r.Sentence) ?? r.Sentence)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Ahead(ProposalOutlook outlook, Permutation? permutation)
    {
        outlook = permutation?.Of(outlook) ?? outlook;
        return JsonSerializer.Serialize(outlook with { Next = Words(outlook.Next) });
    }

    private static string Words(string sentence) => string.Join(' ', sentence.Split(' ', ',', '.', ';', ':', '(', ')').Order(StringComparer.Ordinal));

    private static IEvent Json(IEvent e) => (IEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(e, e.GetType()), e.GetType())!;
}
