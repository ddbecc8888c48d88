using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

/// <summary>The rules of the room, counted and asked here anew and not with the Domain's own helpers, in every state and on every step of an exploration.</summary>
internal static class ExplorationRules
{
    /// <summary>One eligible voice: its companies, and the position that counts.</summary>
    private sealed record Voice(ImmutableList<MemberId> Companies, Position Position);

    /// <summary>What holds in every state; <paramref name="moves"/> when affiliations come and go.</summary>
    /// <exception cref="RuleBroken">A rule does not hold.</exception>
    public static void State(Node node, Rule rule, bool moves)
    {
        var p = node.State;
        var voices = Voices(p, node.Roll);
        var outlook = ProposalOutlook.For(p, node.Roll, Examples.Rules, node.Now);
        var eligible = voices.SelectMany(v => v.Companies).ToList();
        Holds(outlook.Eligible.SequenceEqual(eligible.Order()), "The outlook names every eligible company exactly once.");
        Holds(outlook.Next.EndsWith('.'), "What happens next is a sentence.");
        if (p.Status is ProposalStatus.Open or ProposalStatus.LastCall)
        {
            Counts(outlook.Count, voices);
            Holds(outlook.Awaited.SequenceEqual(voices.Where(v => v.Position == Position.NoRecord).SelectMany(v => v.Companies).Order()), "Those awaited are the silent ones.");
            Holds(outlook.QuorumImpossible == (voices.Count < outlook.Quorum.Need), "An impossible quorum is said, and only then.");
        }

        var speakers = p.Positions.Where(x => Counts(p, x.Value)).Select(x => x.Key).ToList();
        Holds(moves || speakers.Select(c => Unit(node.Roll, c)).Distinct().Count() == speakers.Count, "Affiliates hold one position together.");
        Holds(p.Positions.Values.All(h => h.Revision >= 1 && h.Revision <= p.Revision), "A position is of a revision that there is.");
        Holds(p.Status is not (ProposalStatus.Agreed or ProposalStatus.AgreedWithDissent or ProposalStatus.NotAgreed or ProposalStatus.Postponed or ProposalStatus.Published)
            || (p.Outcome is not null && !p.Objections.Exists(o => o.IsOpen)), "What is decided has an outcome and no open objection.");
        Clock(node, rule);
    }

    /// <summary>What holds on every step.</summary>
    /// <exception cref="RuleBroken">A rule does not hold.</exception>
    public static void Transition(Node before, Actor actor, IReadOnlyList<IEvent> events, Node after)
    {
        foreach (var step in ExplorationTable.Steps(before.State, events))
        {
            Holds(ExplorationTable.Rows.Contains(step), $"The table has no row {step}.");
            Holds(step.From is not { } from || !ExplorationTable.Ends.Contains(from), $"Nothing leaves {step.From}.");
        }

        var state = before.State;
        foreach (var e in events)
        {
            Holds(e.By == actor.By || e is QuorumMissed, "An event names who did it.");
            Holds(e.At == before.Now, "An event happens now.");
            Event(e, state, actor, before.Roll);
            state = Proposal.Evolve(state, Id, e);
        }

        Holds(after.State.Revision >= before.State.Revision, "Revisions are only added.");
    }

    private static void Event(IEvent e, Proposal p, Actor actor, MemberRoll roll)
    {
        switch (e)
        {
            case OutcomeRecorded outcome:
                Impartial(p, actor, roll);
                Holds(!p.Objections.Exists(o => o.IsOpen), "No outcome is recorded over an open objection.");
                Holds(!p.Challenges.Exists(c => !c.Ended), "No outcome is recorded while a recusal is voted on.");
                Outcome(outcome, p, roll);
                break;
            case TallyTaken tally:
                Tally(tally, p, roll);
                break;
            case PositionRecorded position:
                Holds(position.Revision == p.Revision && !IsRecused(p, actor.Company, roll), "A position is recorded on the current revision, by a company that is not recused.");
                break;
            case ObjectionAddressed addressed:
                Impartial(p, actor, roll);
                Holds(p.FindObjection(addressed.Objection) is { AnsweredAt: not null } o && !Same(roll, o.By.Company, actor.Company), "A finding is of an answered objection of another company.");
                break;
            case SustainPollEnded poll:
                var sustain = p.FindObjection(poll.Objection)!.Sustain;
                var sustaining = Voices(p, roll).Count(v => v.Companies.Exists(c => sustain.GetValueOrDefault(c)));
                Holds(poll.Sustaining == sustaining && poll.Eligible == Voices(p, roll).Count, "A poll counts eligible voices, affiliates as one.");
                Holds(poll.Overruled == (sustaining < poll.Eligible / 3.0), "Under a third sustaining overrules.");
                break;
            case RecusalVoteEnded vote:
                var votes = p.Challenges.Find(c => c.Id == vote.Challenge)!.Votes;
                var voters = Voices(p, roll).Where(v => !v.Companies.Exists(c => Same(roll, c, vote.Company))).ToList();
                Holds(vote.For == voters.Count(v => v.Companies.Exists(c => votes.TryGetValue(c, out var yes) && yes)), "A vote on a recusal counts unrelated voices, affiliates as one.");
                Holds(vote.For + vote.Against == 0 || vote.Recused == (vote.For >= vote.Against), "A tie recuses.");
                break;
            case PositionWithdrawn:
                Holds(!p.Challenges.Exists(c => c.Recused == true && !c.Votes.IsEmpty && Same(roll, c.Company, actor.Company)), "A company that others voted to recuse does not come back by itself.");
                break;
            case PanelAppointed panel:
                Impartial(p, actor, roll);
                var party = panel.Matter == Panel.OnAppeal ? p.Appeal!.By.Company : p.FindObjection(panel.Matter)!.By.Company;
                Holds(panel.Seats.Count is 3 or 5 && panel.Seats.Select(s => Unit(roll, s)).Distinct().Count() == panel.Seats.Count, "The seats of a panel are unrelated to each other.");
                Holds(panel.Seats.All(s => !Same(roll, s, party) && !IsAuthors(p, s, roll) && !IsRecused(p, s, roll)), "The seats of a panel are no party and not recused.");
                break;
            case PanelDecided decided:
                var behind = p.Panels[decided.Matter];
                Holds(behind.ConfirmedBy.Where(c => !IsRecused(p, c, roll)).Select(c => Unit(roll, c)).Distinct().Count() > behind.Seats.Count / 2.0, "A panel decides by the majority of its seats.");
                break;
            case PublicationApproved or CorrectionApproved:
                Impartial(p, actor, roll);
                break;
            case ProposalPublished published:
                Two(published.FirstApproval, p, actor, roll);
                Holds(p.Sources.All(s => s.Removed || s.Consented), "Every quoted source consents before publication.");
                break;
            case CorrectionPublished published:
                Two(published.FirstApproval, p, actor, roll);
                break;
        }
    }

    /// <summary>What is due is done until nothing is due; what is not due is not done.</summary>
    private static void Clock(Node node, Rule rule)
    {
        var p = node.State;
        if (p.DueAt is null || p.DueAt > node.Now)
            Holds(rule(new PassTime(), p, Actor.System, node.Now, node.Roll, Examples.Rules) is Decision.Accepted { Events.Count: 0 }, "The clock does nothing early.");
        for (var deeds = 0; p.DueAt <= node.Now; deeds++)
        {
            var decision = rule(new PassTime(), p, Actor.System, node.Now, node.Roll, Examples.Rules);
            Holds(deeds < 10 && decision is Decision.Accepted { Events.Count: > 0 }, "The clock does what is due, until nothing is.");
            p = ((Decision.Accepted)decision).Events.Aggregate(p, (s, e) => Proposal.Evolve(s, Id, e));
        }
    }

    private static void Tally(TallyTaken tally, Proposal p, MemberRoll roll)
    {
        var voices = Voices(p, roll);
        Holds(tally.Entries.Keys.SequenceEqual(voices.SelectMany(v => v.Companies).Order()), "The tally names every eligible company exactly once, and no other.");
        foreach (var voice in voices)
        {
            Holds(voice.Companies.All(c => tally.Entries[c].Position == voice.Position), "The tally tells the position that counts, or silence.");
            Holds(voice.Companies.Select(c => tally.Entries[c].Unit).Distinct().Count() == 1, "The tally counts affiliates as one.");
        }

        Holds(tally.Entries.Values.Select(x => x.Unit).Distinct().Count() == voices.Count, "The tally has as many units as there are voices.");
        Counts(tally.Count, voices);
    }

    private static void Counts(TallyCount count, ImmutableList<Voice> voices)
    {
        Holds(count.Eligible == voices.Count, "Affiliates are one eligible voice, and the recused none.");
        Holds(count.Support == Of(Position.Support) && count.NoObjection == Of(Position.NoObjection) && count.Object == Of(Position.Object) && count.Abstain == Of(Position.Abstain),
            "Each voice is counted once, for its current position.");
        var holding = voices.Count(v => v.Position != Position.NoRecord);
        Holds(count.HasQuorum == (holding > voices.Count / 2.0 && holding >= 3), "A quorum is more than half of the voices, and at least three.");
        Holds(count.HasSupport == (Of(Position.Support) >= voices.Count / 3.0 && Of(Position.Support) >= 3), "Support is a third of the voices, and at least three.");

        int Of(Position position) => voices.Count(v => v.Position == position);
    }

    private static void Outcome(OutcomeRecorded outcome, Proposal p, MemberRoll roll)
    {
        var voices = Voices(p, roll);
        Holds(p.Tally!.Entries.Keys.SequenceEqual(voices.SelectMany(v => v.Companies).Order()), "An outcome stands on a tally of those who are eligible now.");
        Counts(p.Tally.Count, voices);
        Holds(p.Tally.Count.HasQuorum, "An outcome has a quorum.");
        Holds(outcome.Dissent.SequenceEqual(p.Objections.Where(o => o.State is ObjectionState.Addressed or ObjectionState.Overruled).Select(o => o.Id)), "Dissent is printed.");
        var (support, against) = (voices.Count(v => v.Position == Position.Support), voices.Count(v => v.Position == Position.Object));
        if (outcome.Result == OutcomeResult.Agreed)
            Holds(support >= 3 && support >= voices.Count / 3.0 && against == 0 && outcome.Dissent.IsEmpty, "Agreed has support and no dissent.");
        if (outcome.Result == OutcomeResult.AgreedWithDissent)
            Holds(support >= 2 * (support + against) / 3.0, "Agreed with dissent has two thirds of those for and against.");
        if (outcome.Result is OutcomeResult.Agreed or OutcomeResult.AgreedWithDissent)
            Holds(p.LastCall!.Disposition == Disposition.Agree && !p.Objections.Exists(o => o.State == ObjectionState.Upheld), "What is agreed was sought, and no panel upheld an objection to it.");
    }

    private static void Impartial(Proposal p, Actor actor, MemberRoll roll) => Holds(
        actor.Is(Roles.Moderator) && !IsAuthors(p, actor.Company, roll) && !IsRecused(p, actor.Company, roll),
        "No moderator decides on a proposal of their own company or an affiliate, nor when recused.");

    private static void Two(By first, Proposal p, Actor second, MemberRoll roll)
    {
        Impartial(p, second, roll);
        Holds(!Same(roll, first.Company, second.Company), "Two unrelated companies publish.");
        Holds(!IsAuthors(p, first.Company, roll), "The first of the two is unrelated to the authors too.");
        Holds(roll.Members.Any(m => m.Id == first.Company && m.Status == MemberStatus.Admitted), "Both are members in good standing.");
    }

    private static ImmutableList<Voice> Voices(Proposal p, MemberRoll roll) =>
    [
        .. roll.Members
            .Where(m => m.Status == MemberStatus.Admitted && !IsRecused(p, m.Id, roll))
            .Where(m => p.Audience.Label is Tlp.Clear or Tlp.Green || p.Audience.Companies.Contains(m.Id))
            .GroupBy(m => m.Group ?? m.Id.Value)
            .Select(g => new Voice(
                [.. g.Select(m => m.Id)],
                p.Positions.Where(x => g.Any(m => m.Id == x.Key) && Counts(p, x.Value)).OrderByDescending(x => x.Value.At).ThenBy(x => x.Value.Position)
                    .Select(x => x.Value.Position).FirstOrDefault(Position.NoRecord))),
    ];

    private static bool Counts(Proposal p, HeldPosition held) => held.Revision >= p.SubstantiveRevision && held.Position != Position.Recuse;

    private static string Unit(MemberRoll roll, MemberId company) => roll.Members.FirstOrDefault(m => m.Id == company)?.Group ?? company.Value;

    private static bool Same(MemberRoll roll, MemberId a, MemberId b) => Unit(roll, a) == Unit(roll, b);

    private static bool IsAuthors(Proposal p, MemberId company, MemberRoll roll) => p.CoAuthors.Add(p.Author.Company).Any(a => Same(roll, a, company));

    private static bool IsRecused(Proposal p, MemberId company, MemberRoll roll) => p.Recused.Keys.Any(r => Same(roll, r, company));

    private static void Holds(bool holds, string rule)
    {
        if (!holds)
            throw new RuleBroken("Broken: " + rule);
    }
}
