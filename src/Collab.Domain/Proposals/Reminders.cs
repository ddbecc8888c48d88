using System.Collections.Immutable;
using System.Globalization;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Who is reminded of what on a proposal. A company is reminded only of what it may do at this moment by the command's
/// own guards, so never while it is recused or suspended, nor when an affiliate has spoken for both, nor of what is done.
/// </summary>
public static class Reminders
{
    private const string Words = "…";

    /// <summary>The reminders that are due: of each thing and company the newest, however many became due before.</summary>
    public static ImmutableList<Reminder> For(Proposal proposal, MemberRoll roll, RoomRules rules, DateTimeOffset now) =>
        [.. Matters(proposal, roll, rules, now).SelectMany(m => m.Steps.Newest(now) is { } step
            ? m.Companies.Select(c => new Reminder(m.Kind, m.Target, c, m.Role, m.Deadline, step.Number, step.At))
            : [])];

    /// <summary>The next instant, UTC, at which another reminder becomes due if nothing happens until then; null when none does.</summary>
    public static DateTimeOffset? Next(Proposal proposal, MemberRoll roll, RoomRules rules, DateTimeOffset now) =>
        Matters(proposal, roll, rules, now).Select(m => m.Steps.After(now)).Min();

    private static IEnumerable<Matter> Matters(Proposal p, MemberRoll roll, RoomRules rules, DateTimeOffset now)
    {
        var electorate = Electorate.Of(p, roll);
        return Positions().Concat(Objections()).Concat(Challenges()).Concat(Decisions()).Where(m => !m.Companies.IsEmpty);

        IEnumerable<Matter> Positions()
        {
            var silent = Who(electorate.Silent, Roles.Representative, a => new RecordPosition(p.Revision, Position.Object, null, Words, Words, Words).Decide(p, a, now, roll));
            if (p is { Status: ProposalStatus.LastCall, LastCall: { } call })
                yield return new(ReminderKind.PositionMissing, null, silent, Roles.Representative, call.Ends, Before(call.Ends));
            yield return new(
                ReminderKind.PositionStale, string.Create(CultureInfo.InvariantCulture, $"revision {p.SubstantiveRevision}"),
                [.. silent.Where(c => p.Positions.TryGetValue(c, out var held) && held.Position != Position.Recuse)], Roles.Representative, null, new([p.RevisedAt], null));
        }

        IEnumerable<Matter> Objections()
        {
            foreach (var o in p.Objections)
            {
                if (o.State == ObjectionState.Raised)
                {
                    var authors = Who(p.Authors, Roles.Engineer, a => new AnswerObjection(o.Id, Words).Decide(p, a, now, roll));
                    yield return new(ReminderKind.ObjectionUnanswered, o.Id, authors, Roles.Engineer, null, Waiting(o.RaisedAt));
                }

                if (o is { State: ObjectionState.Answered, AnsweredAt: { } answered })
                {
                    var objector = Who([o.By.Company], Roles.Representative, a => new WithdrawObjection(o.Id).Decide(p, a, now, roll));
                    yield return new(ReminderKind.AnswerToWeigh, o.Id, objector, Roles.Representative, null, Waiting(answered));
                }

                if (o is { State: ObjectionState.Escalated, PollEnds: { } ends })
                {
                    var voters = Who(Unspoken(o.Sustain.Keys), Roles.Representative, a => new SustainObjection(o.Id, true).Decide(p, a, now, roll));
                    yield return new(ReminderKind.SustainPoll, o.Id, voters, Roles.Representative, ends, Before(ends));
                }
            }
        }

        IEnumerable<Matter> Challenges()
        {
            foreach (var c in p.Challenges.Where(c => !c.Ended))
            {
                var voters = Who(Unspoken(c.Votes.Keys), Roles.Representative, a => new VoteOnRecusal(c.Id, true).Decide(p, a, now, roll));
                yield return new(ReminderKind.RecusalVote, c.Id, voters, Roles.Representative, c.VoteEnds, Before(c.VoteEnds));
                var challenged = c.Replied ? [] : Who([c.Company], Roles.Representative, a => new ReplyToChallenge(c.Id, Words).Decide(p, a, now, roll));
                yield return new(ReminderKind.RecusalReply, c.Id, challenged, Roles.Representative, c.VoteEnds, Before(c.VoteEnds));
            }
        }

        IEnumerable<Matter> Decisions()
        {
            if (p is { Status: ProposalStatus.UnderAppeal, Appeal: { } appeal } && p.Panels.TryGetValue(Panel.OnAppeal, out var panel))
            {
                var grounds = Enumerable.Repeat(Words, appeal.Grounds).ToImmutableList();
                var seats = Who(panel.Seats.Except(panel.ConfirmedBy), Roles.Representative, a => panel.Written is null
                    ? new WritePanelDecision(Panel.OnAppeal, PanelResult.Dismissed, grounds).Decide(p, a, now, roll)
                    : new ConfirmPanelDecision(Panel.OnAppeal).Decide(p, a, now, roll));
                yield return new(ReminderKind.AppealAnswer, null, seats, Roles.Representative, appeal.AnswerBy, Before(appeal.AnswerBy));
            }

            if (p.Approval is { } first)
            {
                var others = Who(
                    roll.Admitted.Select(m => m.Id).Where(c => roll.Unrelated(c, first.By.Company)), Roles.Moderator,
                    a => new Outcomes.ApprovePublication(first.Kind, "O-1").Decide(p, a, now, roll));
                yield return new(ReminderKind.SecondApproval, null, others, Roles.Moderator, null, new([first.At], rules.RemindEvery));
            }
        }

        // Eligible companies whose voice is not among these.
        IEnumerable<MemberId> Unspoken(IEnumerable<MemberId> spoke)
        {
            var voices = spoke.Select(roll.Unit).ToHashSet(StringComparer.Ordinal);
            return electorate.Units.Where(u => !voices.Contains(u.Key)).SelectMany(u => u.Companies);
        }

        // Those of the companies that somebody with the role could do it for.
        ImmutableSortedSet<MemberId> Who(IEnumerable<MemberId> companies, Roles role, Func<Actor, Decision> decide) =>
            [.. companies.Where(c => roll.Find(c) is { Status: MemberStatus.Admitted } && !Electorate.IsRecused(p, c, roll)
                && decide(new Actor(new PersonId("anybody"), c, role)) is Decision.Accepted { Events.Count: > 0 })];

        Steps Before(DateTimeOffset deadline) => new([deadline - rules.RemindEarly, deadline - rules.RemindAgain, deadline - rules.RemindLast], null);

        Steps Waiting(DateTimeOffset since) => new([since + rules.RemindWaiting], rules.RemindEvery);
    }

    private sealed record Matter(ReminderKind Kind, string? Target, ImmutableSortedSet<MemberId> Companies, Roles Role, DateTimeOffset? Deadline, Steps Steps);

    /// <summary>When reminders of one thing become due: at these instants, then at intervals where there are any.</summary>
    private sealed record Steps(ImmutableList<DateTimeOffset> At, TimeSpan? Every)
    {
        private ImmutableList<DateTimeOffset> Ordered { get; } = At.Sort();

        /// <summary>The newest that is due.</summary>
        public (int Number, DateTimeOffset At)? Newest(DateTimeOffset now)
        {
            var due = Ordered.Count(at => at <= now);
            if (due == 0)
                return null;
            if (due < Ordered.Count || Every is not { } every)
                return (due - 1, Ordered[due - 1]);
            var more = (int)((now - Ordered[^1]) / every);
            return (due - 1 + more, Ordered[^1] + (more * every));
        }

        /// <summary>The next that becomes due.</summary>
        public DateTimeOffset? After(DateTimeOffset now)
        {
            foreach (var at in Ordered)
            {
                if (at > now)
                    return at;
            }

            return Every is { } every ? Newest(now)!.Value.At + every : null;
        }
    }
}
