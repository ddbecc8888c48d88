using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>
/// Approves that the outcome is published; the second approval, by a moderator of a company unrelated to the
/// authors and to the first, publishes it. The number is drawn by the caller and kept when an outcome is published
/// anew. Refusals: <c>not_found</c>, <c>actor.not_moderator</c>, <c>proposal.own_proposal</c>,
/// <c>proposal.recused</c>, <c>proposal.wrong_status</c>, <c>outcome.source_not_consented</c>,
/// <c>outcome.same_company</c>, <c>outcome.kind_differs</c>, <c>outcome.kind</c>, <c>outcome.number</c>.
/// </summary>
public sealed record ApprovePublication(OutcomeKind Kind, string Number, string? LogHead = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.UnrelatedModerator(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Agreed, ProposalStatus.AgreedWithDissent)
            ?? Consented(state, roll)) is { } refusal)
            return refusal;
        var first = state.Approval;
        if (first is null || !Guard.Approves(first.By.Company, state, roll) || (first.By == actor.By && first.Kind != Kind))
            return Valid() is { } invalid ? Decision.FromRefusal(invalid) : Decision.Accept(new PublicationApproved(actor.By, now, Kind));
        if (first.By == actor.By)
            return Decision.Accept();
        if ((Guard.OtherCompany(first.By, actor, roll) ?? SameKind(first) ?? Valid()) is { } unfit)
            return unfit;
        return Decision.Accept(new ProposalPublished(
            actor.By, now, state.Publication?.Number ?? Number, (state.Publication?.Version ?? 0) + 1, Kind, first.By, LogHead));
    }

    private static Refusal? Consented(Proposal state, MemberRoll roll)
    {
        var missing = state.Sources.Where(s => !s.Removed && !s.Consented).ToList();
        return missing.Count == 0 ? null
            : Refusal.Conflict("outcome.source_not_consented", $"Publication waits for the consent of {Say.Names(roll, missing.Select(s => s.Company).Distinct())} to what is quoted.");
    }

    private Refusal? SameKind(Approval first) => first.Kind == Kind ? null
        : Refusal.Conflict("outcome.kind_differs", $"The first approval is for {first.Kind}, this one for {Kind}. Agree on the kind.");

    private Refusal? Valid()
    {
        if (!Enum.IsDefined(Kind))
            return Refusal.Invalid("outcome.kind", "Choose Decision, ConsensusPoint or Record.", "kind");
        return Number is { Length: > 2 and <= 12 } && Number.StartsWith("O-", StringComparison.Ordinal) && Number.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0
            ? null
            : Refusal.Invalid("outcome.number", "An outcome's number reads O-12.", "number");
    }
}
