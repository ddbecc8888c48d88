using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Lengthens the last call, once per eligible company (affiliates together once) and last call. Refusals:
/// <c>not_found</c>, <c>actor.not_representative</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.last_call_over</c>, <c>proposal.hold_used</c>, <c>proposal.hold_length</c>, <c>text.*</c>.
/// </summary>
public sealed record HoldLastCall(TimeSpan Longer, string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.EligibleRepresentative(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.LastCall)
            ?? Guard.LastCallRuns(state, now)
            ?? Unused(state.LastCall!, actor, roll)
            ?? Length(rules)
            ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal)
            return refusal;
        return Decision.Accept(new LastCallHeld(actor.By, now, Reason, state.LastCall!.Ends + Longer));
    }

    private static Refusal? Unused(LastCall call, Actor actor, MemberRoll roll) => call.HeldBy.Any(c => roll.Related(c, actor.Company))
        ? Refusal.Conflict("proposal.hold_used", $"{roll.Name(actor.Company)}, with its affiliates, has used its one hold of this last call.")
        : null;

    private Refusal? Length(RoomRules rules) => Longer <= TimeSpan.Zero || Longer > rules.HoldMaximum
        ? Refusal.Invalid("proposal.hold_length", $"A hold lengthens last call by at most {Say.Span(rules.HoldMaximum)}.", "longer")
        : null;
}
