using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Puts an answered objection before a poll of all eligible companies, once enough time has passed since the
/// answer. The objecting company, an author, or a moderator who is not recused may. Refusals: <c>not_found</c>,
/// <c>actor.not_engineer</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.no_such_objection</c>, <c>proposal.not_party</c>, <c>proposal.objection_state</c>,
/// <c>proposal.escalation_early</c>.
/// </summary>
public sealed record EscalateObjection(string Objection)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Engineer)
            ?? Guard.NotRecused(state, actor, roll)
            ?? Guard.Discussed(state)
            ?? Guard.Find(state, Objection, out var objection)
            ?? Party(state, objection, actor)
            ?? Guard.Stands(objection, ObjectionState.Answered)
            ?? Due(objection, now, rules)) is { } refusal)
            return refusal;
        return Decision.Accept(new ObjectionEscalated(actor.By, now, Objection, now + rules.SustainPoll));
    }

    private static Refusal? Party(Proposal state, Objection objection, Actor actor)
    {
        var party = actor.Is(Roles.Moderator) || state.Authors.Contains(actor.Company)
            || (objection.By.Company == actor.Company && actor.Is(Roles.Representative));
        return party ? null
            : Refusal.Forbidden("proposal.not_party", "An objection is escalated by the objecting company's representative, by an author or by a moderator.");
    }

    private static Refusal? Due(Objection objection, DateTimeOffset now, RoomRules rules)
    {
        var from = objection.AnsweredAt!.Value + rules.ObjectionEscalation;
        return now >= from ? null
            : Refusal.Conflict("proposal.escalation_early", $"Objection {objection.Id} can be escalated from {Say.Instant(from, now)}, {Say.Span(rules.ObjectionEscalation)} after it was answered.");
    }
}
