using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// The objecting company says that its objection is met: only it may, also while recused, until an outcome is
/// recorded. Its position stays Object until it records another. Refusals: <c>not_found</c>,
/// <c>actor.not_representative</c>, <c>proposal.wrong_status</c>, <c>proposal.no_such_objection</c>,
/// <c>proposal.not_objector</c>, <c>proposal.objection_state</c>, <c>text.*</c>.
/// </summary>
public sealed record AccommodateObjection(string Objection, string? Statement = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        var objection = state.FindObjection(Objection)!;
        if ((Authority.Needs(actor, Roles.Representative)
            ?? Guard.Discussed(state)
            ?? Guard.Find(state, Objection, out _)
            ?? Guard.Objector(objection, actor, roll)) is { } refusal)
            return refusal;
        if (objection.State == ObjectionState.Accommodated)
            return Decision.Accept();
        if ((Guard.Standing(objection) ?? Text.OptionalStatement(Statement, "statement", "The statement")) is { } unfit)
            return unfit;
        return Decision.Accept(new ObjectionAccommodated(actor.By, now, Objection, Statement));
    }
}
