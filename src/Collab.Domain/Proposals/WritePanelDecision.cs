using System.Collections.Immutable;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// A seat writes down what the panel decided, with one reason per ground (an objection is one ground). The decision
/// takes effect when a majority of the seats stands behind this wording; writing anew starts that over. How anybody
/// voted is not told. Refusals: <c>not_found</c>, <c>actor.not_representative</c>, <c>proposal.no_panel</c>,
/// <c>proposal.not_on_panel</c>, <c>proposal.recused</c>, <c>proposal.no_such_result</c>, <c>proposal.reasons_per_ground</c>, <c>text.*</c>.
/// </summary>
public sealed record WritePanelDecision(string Matter, PanelResult Result, ImmutableList<string> Reasons, string? MinorityOpinion = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Seat(state, Matter, actor, roll)
            ?? Reasoned(state)) is { } refusal)
            return refusal;
        return Decision.Accept(new PanelDecisionWritten(actor.By, now, Matter, Result, Reasons, MinorityOpinion));
    }

    private Refusal? Reasoned(Proposal state)
    {
        var grounds = Matter == Panel.OnAppeal ? state.Appeal!.Grounds : 1;
        if (!Enum.IsDefined(Result))
            return Refusal.Invalid("proposal.no_such_result", "Choose Upheld or Dismissed.", "result");
        if (Reasons is null || Reasons.Count != grounds)
            return Refusal.Invalid("proposal.reasons_per_ground", $"The panel answers each argument: {Say.Count(grounds, "reason is", "reasons are")} needed.", "reasons");
        return Reasons.Select(r => Text.Statement(r, "reasons", "Each reason")).FirstOrDefault(r => r is not null)
            ?? Text.OptionalStatement(MinorityOpinion, "minorityOpinion", "The minority opinion");
    }
}
