using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// An author answers an objection; an answered one may be answered again, and its escalation counts from the first
/// answer. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.no_such_objection</c>, <c>proposal.objection_state</c>, <c>text.*</c>.
/// </summary>
public sealed record AnswerObjection(string Objection, string Answer)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll)
            ?? Guard.Discussed(state)
            ?? Guard.Find(state, Objection, out var objection)
            ?? Guard.Stands(objection, ObjectionState.Raised, ObjectionState.Answered)
            ?? Text.Statement(Answer, "answer", "An answer")) is { } refusal)
            return refusal;
        return Decision.Accept(new ObjectionAnswered(actor.By, now, Objection, Answer));
    }
}
