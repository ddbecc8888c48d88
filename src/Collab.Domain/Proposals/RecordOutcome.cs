using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Records what came of the tally: a moderator unrelated to the authors. No outcome is recorded while an objection
/// is open, a recusal is undecided or the tally is outdated. Agreed: last call sought it, no dissent, enough
/// support. AgreedWithDissent: last call sought it, dissent on record, Support at least two thirds of Support and
/// Object. NotAgreed and Postponed: written reasons. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>,
/// <c>proposal.own_proposal</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.objection_open</c>, <c>proposal.recusal_undecided</c>, <c>proposal.tally_outdated</c>,
/// <c>proposal.no_such_outcome</c>, <c>proposal.not_sought</c>, <c>proposal.objection_upheld</c>, <c>proposal.dissent_on_record</c>,
/// <c>proposal.no_dissent</c>, <c>proposal.support_short</c>, <c>proposal.dissent_outweighs</c>, <c>text.*</c>.
/// </summary>
public sealed record RecordOutcome(OutcomeResult Result, string Reasons)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.UnrelatedModerator(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Tally)
            ?? Guard.Decidable(state, roll)
            ?? Warranted(state)
            ?? Text.Statement(Reasons, "reasons", "Written reasons")) is { } refusal)
            return refusal;
        return Decision.Accept(new OutcomeRecorded(actor.By, now, Result, Reasons, [.. state.Objections.Where(o => o.IsDissent).Select(o => o.Id)]));
    }

    private Refusal? Warranted(Proposal state) => Result switch
    {
        OutcomeResult.Agreed => Sought(state) ?? NoneUpheld(state) ?? NoDissent(state) ?? Supported(state.Tally!.Count),
        OutcomeResult.AgreedWithDissent => Sought(state) ?? NoneUpheld(state) ?? Dissent(state) ?? Outweighed(state.Tally!.Count),
        OutcomeResult.NotAgreed or OutcomeResult.Postponed => null,
        _ => Refusal.Invalid("proposal.no_such_outcome", "Choose Agreed, AgreedWithDissent, NotAgreed or Postponed.", "result"),
    };

    private static Refusal? Sought(Proposal state) => state.LastCall!.Disposition == Disposition.Agree ? null
        : Refusal.Conflict("proposal.not_sought", "Last call did not seek to agree, so companies did not answer to that. Record NotAgreed or Postponed.");

    private static Refusal? NoneUpheld(Proposal state) => state.Objections.Find(o => o.State == ObjectionState.Upheld) is { } upheld
        ? Refusal.Conflict("proposal.objection_upheld", $"A panel upheld objection {upheld.Id}: the proposal cannot be agreed while it stands.")
        : null;

    private static bool HasDissent(Proposal state) => state.Tally!.Count.Object > 0 || state.Objections.Exists(o => o.IsDissent);

    private static Refusal? NoDissent(Proposal state) => HasDissent(state)
        ? Refusal.Conflict("proposal.dissent_on_record", "Dissent is on record. Record AgreedWithDissent, so that it is printed.")
        : null;

    private static Refusal? Dissent(Proposal state) => HasDissent(state) ? null
        : Refusal.Conflict("proposal.no_dissent", "No dissent is on record. Record Agreed.");

    private static Refusal? Supported(TallyCount count) => count.HasSupport ? null
        : Refusal.Conflict("proposal.support_short", $"{Say.Count(count.Support, "company supports", "companies support")} it; Agreed needs {count.SupportNeed} of {count.Eligible} eligible.");

    private static Refusal? Outweighed(TallyCount count) => count.OutweighsDissent ? null
        : Refusal.Conflict("proposal.dissent_outweighs", $"{Say.Count(count.Support, "company supports", "companies support")} and {Say.Count(count.Object, "objects", "object")}; AgreedWithDissent needs two thirds of them in support.");
}
