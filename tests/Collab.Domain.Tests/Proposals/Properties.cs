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

    private delegate Decision Rule(object command, Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules);

    [Fact]
    public void Permuting_companies_permutes_decisions_and_states_and_changes_nothing_else() =>
        Gen.Select(Seeds, Gen.Shuffle(Companies.ToArray())).Sample((seed, image) => Neutral(Decide, seed, image).ShouldBeNull(), iter: 60, threads: 2);

    [Fact]
    public void A_planted_rule_that_mentions_one_company_is_found()
    {
        Decision Planted(object command, Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules) =>
            actor.Company == Northwind && command is AnswerObjection ? Refusal.NotFound : Decide(command, state, actor, now, roll, rules);

        MemberId[] shifted = [.. Companies.Skip(1), Companies[0]];
        Enumerable.Range(0, 30).Any(seed => Neutral(Planted, seed, shifted) is not null).ShouldBeTrue();
    }

    [Fact]
    public void The_state_after_every_event_equals_a_fresh_fold_also_when_it_was_stored_in_between() => Seeds.Sample(
        seed =>
        {
            Proposal? stored = null;
            var events = History.Generate(seed, 80).Events;
            for (var k = 1; k <= events.Count; k++)
            {
                stored = Proposal.Evolve(stored, Id, Json(events[k - 1]));
                stored = JsonSerializer.Deserialize<Proposal>(JsonSerializer.Serialize(stored))!;
                JsonSerializer.Serialize(stored).ShouldBe(JsonSerializer.Serialize(Spec.Given<Proposal>(Id, events.Take(k))));
            }
        },
        iter: 20,
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
        Enumerable.Range(0, 100).SelectMany(seed => Reached(History.Generate(seed, 120).Events)).ToHashSet()
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

    /// <summary>Answers null when the rules treat renamed companies alike over this history; else what differs.</summary>
    private static string? Neutral(Rule rule, int seed, MemberId[] image)
    {
        var permutation = new Permutation(image);
        var history = History.Generate(seed, 80);
        var twins = History.Fold(history.Events.ConvertAll(permutation.Of));
        foreach (var q in history.Questions)
        {
            var state = history.States[q.EventsBefore]!;
            var twin = twins[q.EventsBefore]!;
            if (JsonSerializer.Serialize(twin) != JsonSerializer.Serialize(permutation.Of(state)))
                return $"The state after {q.EventsBefore} events differs.";

            var here = Written(rule(q.Command, state, q.Actor, q.Now, q.Roll, Rules), permutation);
            var roll = permutation.Of(q.Roll);
            var there = Written(rule(permutation.Of(q.Command), twin, q.Actor.IsSystem ? q.Actor : permutation.Of(q.Actor), q.Now, roll, Rules), null);
            if (here != there)
                return $"{q.Command}: {here} is not {there}";
            if (Ahead(state, q.Roll, q.Now, permutation) != Ahead(twin, roll, q.Now, null))
                return $"The outlook after {q.EventsBefore} events differs.";
        }

        return null;
    }

    /// <summary>A decision as text, renamed where asked; the words of a sentence in order of the alphabet, for names stand in theirs.</summary>
    private static string Written(Decision decision, Permutation? permutation) => decision switch
    {
        Decision.Accepted accepted => string.Join('\n', accepted.Events.Select(e => e.GetType().Name + JsonSerializer.Serialize(permutation is null ? e : permutation.Of(e), e.GetType()))),
        Decision.Refused { Refusal: var r } => $"{r.Kind} {r.Code} {r.Field} {Words(permutation?.Rename(r.Sentence) ?? r.Sentence)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Ahead(Proposal state, MemberRoll roll, DateTimeOffset now, Permutation? permutation)
    {
        var outlook = ProposalOutlook.For(state, roll, Rules, now);
        outlook = permutation?.Of(outlook) ?? outlook;
        return JsonSerializer.Serialize(outlook with { Next = Words(outlook.Next) });
    }

    private static string Words(string sentence) => string.Join(' ', sentence.Split(' ', ',', '.', ';', ':', '(', ')').Order(StringComparer.Ordinal));

    private static IEvent Json(IEvent e) => (IEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(e, e.GetType()), e.GetType())!;
}
