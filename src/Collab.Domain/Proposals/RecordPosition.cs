using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Records the company's position on the current revision. Object raises an objection (what, why, what would cure it),
/// unless an open one of the company already says it, and ends a last call; to repeat what stood when last call opened
/// ends nothing. Recuse takes the company out of the
/// denominator. Affiliates have one position: the company that spoke changes it. Refusals: <c>not_found</c>,
/// <c>actor.not_representative</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>, <c>proposal.last_call_over</c>,
/// <c>proposal.revision_superseded</c>, <c>proposal.no_such_revision</c>, <c>proposal.affiliate_spoke</c>,
/// <c>proposal.own_objection_open</c>, <c>proposal.not_a_position</c>, and those of <see cref="Text"/>.
/// </summary>
public sealed record RecordPosition(int Revision, Position Position, string? Statement = null, string? What = null, string? Why = null, string? Cure = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        var own = Guard.OwnOpenObjection(state, actor, roll);
        if ((Guard.EligibleRepresentative(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Open, ProposalStatus.LastCall)
            ?? Guard.LastCallRuns(state, now)
            ?? OnCurrentRevision(state)
            ?? Guard.OneVoice(actor, roll, state.Positions.Where(p => state.IsCurrent(p.Value)).Select(p => p.Key))
            ?? InPlaceOfObjection(own, roll)
            ?? Complete(own)) is { } refusal)
            return refusal;

        var repeats = state.Positions.TryGetValue(actor.Company, out var held) && held.Position == Position && held.Revision == Revision
            && (Position != Position.Object || StandsFor(own));
        if (repeats && Statement is null)
            return Decision.Accept();

        List<IEvent> events = [new PositionRecorded(actor.By, now, Revision, Position, Statement)];
        if (Position == Position.Object && !StandsFor(own))
            events.Add(new ObjectionRaised(actor.By, now, $"OBJ-{state.Objections.Count + 1}", Revision, What!, Why!, Cure!));
        if (Position == Position.Object && state.Status == ProposalStatus.LastCall && !repeats)
            events.Add(new LastCallEnded(actor.By, now, LastCallEnd.Objection));
        return Decision.Accept(events);
    }

    private Refusal? OnCurrentRevision(Proposal state)
    {
        if (Revision == state.Revision)
            return null;
        return Revision >= 1 && Revision < state.Revision
            ? Refusal.Conflict("proposal.revision_superseded", $"Revision {Revision} is superseded by revision {state.Revision}. Read what changed, then record the position on revision {state.Revision}.")
            : Refusal.Invalid("proposal.no_such_revision", $"There is no such revision. The current one is revision {state.Revision}.", "revision");
    }

    private Refusal? InPlaceOfObjection(Objection? own, MemberRoll roll) => own is not null && Position != Position.Object
        ? Refusal.Conflict("proposal.own_objection_open", $"Objection {own.Id} of {roll.Name(own.By.Company)} is open. Withdraw it or say that it is accommodated, then record another position.")
        : null;

    private Refusal? Complete(Objection? own)
    {
        if (Position == Position.NoRecord || !Enum.IsDefined(Position))
            return Refusal.Invalid("proposal.not_a_position", "Choose Support, NoObjection, Object, Abstain or Recuse. To be silent again, withdraw the position.", "position");
        return Text.OptionalStatement(Statement, "statement", "The statement") ?? (Position != Position.Object || StandsFor(own) ? null
            : Text.Statement(What, "what", "What is objected to") ?? Text.Statement(Why, "why", "Why you object") ?? Text.Statement(Cure, "cure", "What change would cure it"));
    }

    private bool StandsFor(Objection? own) => own is not null && What is null && Why is null && Cure is null;
}
