using System.Collections.Immutable;
using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

/// <summary>
/// Writes a state so that two states have one key exactly when no rule tells them apart: instants as how long they are
/// ahead, all of the past as one, and what only history remembers left out. Everything else stays, so that a new
/// part of the state is told apart until somebody says otherwise here. <see cref="Exploration"/> asks a sample of
/// merged states everything anew, to see that they are answered alike.
/// </summary>
internal static class ExplorationKey
{
    private static readonly DateTimeOffset Zero = DateTimeOffset.UnixEpoch;
    private static readonly By Somebody = new(new PersonId("somebody"), new MemberId("somebody"));

    public static string Of(Node node, RoomRules rules, bool keepOrder)
    {
        var p = node.State;
        var moments = p.Positions.Values.Select(h => h.At).Distinct().Order().ToList();
        var overdue = Pending(p).Where(t => t <= node.Now).Distinct().OrderDescending().ToList();
        var bare = p with
        {
            Since = Zero,
            StartedAt = Zero,
            RevisedAt = Zero,
            OpenedAt = p.OpenedAt is { } opened ? Ahead(opened + rules.OpenBeforeLastCall) : null,
            Positions = p.Positions.ToImmutableSortedDictionary(x => x.Key, x => x.Value with { At = keepOrder ? Zero.AddDays(moments.IndexOf(x.Value.At)) : Zero }),
            Recused = p.Recused.ToImmutableSortedDictionary(x => x.Key, x => x.Value with { Since = Zero }),
            Objections = p.Objections.ConvertAll(o => o with
            {
                RaisedAt = Zero,
                AnsweredAt = o.AnsweredAt is { } answered ? o.State == ObjectionState.Answered ? Ahead(answered + rules.ObjectionEscalation) : Zero : null,
                PollEnds = o.PollEnds is { } ends ? Due(ends) : null,
                Sustain = o.State == ObjectionState.Escalated ? o.Sustain : o.Sustain.Clear(),
            }),
            Challenges = p.Challenges.ConvertAll(c => c with
            {
                By = Somebody,
                VoteEnds = Due(c.VoteEnds),
                Votes = c.Ended ? c.Votes.IsEmpty ? c.Votes : c.Votes.Clear().Add(Contoso, true) : c.Votes,
            }),
            LastCall = p.LastCall is { } call ? call with { By = Somebody, Opened = Zero, Ends = Due(call.Ends) } : null,
            Tally = p.Tally is { } tally ? tally with { At = Zero, Entries = tally.Entries.ToImmutableSortedDictionary(x => x.Key, x => x.Value with { RecordedAt = null }) } : null,
            Outcome = p.Outcome is { } outcome ? outcome with { By = Somebody, At = Ahead(ExplorationAlphabet.AppealUntil(p, rules)) } : null,
            Publication = p.Publication is { } publication ? publication with { At = Zero, FirstAt = Zero } : null,
            Approval = p.Approval is { } approval ? approval with { At = Zero } : null,
            Correction = p.Correction is { } correction ? correction with { At = Zero } : null,
            Appeal = p is { Status: ProposalStatus.UnderAppeal, Appeal: { } appeal } ? appeal with { FiledAt = Zero, AnswerBy = Ahead(appeal.AnswerBy) } : null,
            Panels = p.Panels.ToImmutableSortedDictionary(x => x.Key, x => x.Value with { AppointedBy = Somebody }),
        };
        var roll = keepOrder ? string.Join('|', node.Roll.Members.Select(m => $"{m.Status}{m.Group}")) : "";
        return JsonSerializer.Serialize(bare) + roll;

        // What is overdue is done in its order.
        DateTimeOffset Due(DateTimeOffset at) => overdue.IndexOf(at) is > 0 and var place ? Zero - TimeSpan.FromDays(place) : Ahead(at);

        DateTimeOffset Ahead(DateTimeOffset at) => at > node.Now ? Zero + (at - node.Now) : Zero;
    }

    private static IEnumerable<DateTimeOffset> Pending(Proposal p) =>
    [
        .. p is { Status: ProposalStatus.LastCall, LastCall: { } call } ? [call.Ends] : Array.Empty<DateTimeOffset>(),
        .. p.Objections.Where(o => o.State == ObjectionState.Escalated).Select(o => o.PollEnds!.Value),
        .. p.Challenges.Where(c => !c.Ended).Select(c => c.VoteEnds),
    ];
}
