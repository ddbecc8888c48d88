using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// A moderator unrelated to the authors and to the objecting company finds in writing that an answered objection is
/// addressed; it is printed as dissent. An objection without an answer can never become Addressed. Refusals:
/// <c>not_found</c>, <c>actor.not_moderator</c>, <c>proposal.own_proposal</c>, <c>proposal.recused</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.no_such_objection</c>, <c>proposal.own_objection</c>,
/// <c>proposal.objection_unanswered</c>, <c>proposal.objection_state</c>, <c>text.*</c>.
/// </summary>
public sealed record AddressObjection(string Objection, string Finding)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.UnrelatedModerator(state, actor, roll)
            ?? Guard.Discussed(state)
            ?? Guard.Find(state, Objection, out var objection)
            ?? Unrelated(objection, actor, roll)
            ?? Answered(objection)
            ?? Guard.Stands(objection, ObjectionState.Answered)
            ?? Text.Statement(Finding, "finding", "A written finding")) is { } refusal)
            return refusal;
        return Decision.Accept(new ObjectionAddressed(actor.By, now, Objection, Finding));
    }

    private static Refusal? Unrelated(Objection objection, Actor actor, MemberRoll roll) => roll.Related(objection.By.Company, actor.Company)
        ? Refusal.Forbidden("proposal.own_objection", $"A moderator does not judge an objection of their own company or an affiliate. Ask a moderator unrelated to {roll.Name(objection.By.Company)}.")
        : null;

    private static Refusal? Answered(Objection objection) => objection.State == ObjectionState.Raised
        ? Refusal.Conflict("proposal.objection_unanswered", $"Objection {objection.Id} is not answered yet. An objection without an answer cannot be found addressed; the authors answer first.")
        : null;
}
