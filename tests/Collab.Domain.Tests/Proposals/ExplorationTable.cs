using System.Collections.Immutable;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using S = Collab.Domain.Proposals.ProposalStatus;

namespace Collab.Domain.Tests.Proposals;

/// <summary>One step between two statuses, and by what.</summary>
internal sealed record Step(ProposalStatus? From, string By, ProposalStatus To)
{
    public override string ToString() => $"{From?.ToString() ?? "-"} -- {By} -> {To}";
}

/// <summary>The table of the proposal's machine, as the rules of the room print it; a row of several statuses is written out.</summary>
internal static class ExplorationTable
{
    public static readonly ImmutableHashSet<Step> Rows =
    [
        new(null, "draft", S.Draft),
        new(S.Draft, "open", S.Open),
        new(S.Open, "revise", S.Open),
        new(S.Open, "open last call", S.LastCall),
        new(S.LastCall, "clock", S.Tally),
        new(S.LastCall, "object", S.Open),
        new(S.LastCall, "revise", S.Open),
        new(S.LastCall, "hold", S.LastCall),
        new(S.Tally, "no quorum", S.Open),
        new(S.Tally, "record", S.Agreed),
        new(S.Tally, "record", S.AgreedWithDissent),
        new(S.Tally, "record", S.NotAgreed),
        new(S.Tally, "record", S.Postponed),
        .. From([S.Draft, S.Open, S.LastCall], "withdraw", S.Withdrawn),
        .. From([S.Agreed, S.AgreedWithDissent, S.NotAgreed, S.Published], "appeal", S.UnderAppeal),
        new(S.UnderAppeal, "decide", S.Agreed),
        new(S.UnderAppeal, "decide", S.AgreedWithDissent),
        new(S.UnderAppeal, "decide", S.NotAgreed),
        new(S.UnderAppeal, "decide", S.Published),
        new(S.UnderAppeal, "decide", S.Open),
        .. From([S.Agreed, S.AgreedWithDissent], "publish", S.Published),
        new(S.Published, "correct", S.Published),
        new(S.Published, "supersede", S.Superseded),
    ];

    /// <summary>Statuses that no row leaves.</summary>
    public static readonly ImmutableHashSet<ProposalStatus> Ends = [.. Enum.GetValues<ProposalStatus>().Where(s => Rows.All(r => r.From != s))];

    /// <summary>The rows that these events of one decision take, in the words of the table. What changes no status and has no row of its own takes none.</summary>
    public static IEnumerable<Step> Steps(Proposal? before, IReadOnlyList<IEvent> events)
    {
        var state = before;
        foreach (var e in events)
        {
            var from = state?.Status;
            state = Proposal.Evolve(state, Examples.Id, e);
            // A last call that ends for a withdrawal is a moment of the withdrawal, and no row of its own.
            if (e is LastCallEnded { Because: LastCallEnd.Withdrawn })
                continue;
            if (e is ProposalWithdrawn)
                from = before?.Status;
            // The revision that ended a last call was told with that end.
            if (e is ProposalRevised && before?.Status == S.LastCall)
                continue;
            if (from != state.Status || e is ProposalRevised or LastCallHeld or CorrectionPublished)
                yield return new(from, Word(e), state.Status);
        }
    }

    private static IEnumerable<Step> From(ImmutableList<ProposalStatus> statuses, string by, ProposalStatus to) => statuses.Select(s => new Step(s, by, to));

    private static string Word(IEvent e) => e switch
    {
        DraftStarted => "draft",
        ProposalOpened => "open",
        ProposalRevised or LastCallEnded { Because: LastCallEnd.Revised } => "revise",
        LastCallOpened => "open last call",
        LastCallEnded { Because: LastCallEnd.Elapsed } => "clock",
        LastCallEnded { Because: LastCallEnd.Objection } => "object",
        LastCallHeld => "hold",
        QuorumMissed => "no quorum",
        OutcomeRecorded => "record",
        ProposalWithdrawn => "withdraw",
        AppealFiled => "appeal",
        PanelDecided => "decide",
        ProposalPublished => "publish",
        CorrectionPublished => "correct",
        ProposalSuperseded => "supersede",
        _ => e.GetType().Name,
    };
}
