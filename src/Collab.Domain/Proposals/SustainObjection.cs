using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Says for an eligible company, in the poll, whether it sustains the objection. It may change its mind until the
/// poll ends; affiliates have one voice. The objecting company votes like any other. Refusals: <c>not_found</c>,
/// <c>actor.not_representative</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.no_such_objection</c>, <c>proposal.no_poll</c>, <c>proposal.poll_over</c>,
/// <c>proposal.affiliate_spoke</c>.
/// </summary>
public sealed record SustainObjection(string Objection, bool Sustains)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        var objection = state.FindObjection(Objection)!;
        if ((Guard.EligibleRepresentative(state, actor, roll)
            ?? Guard.Discussed(state)
            ?? Guard.Find(state, Objection, out _)
            ?? Polled(objection, now)
            ?? Guard.OneVoice(actor, roll, objection.Sustain.Keys)) is { } refusal)
            return refusal;
        return objection.Sustain.TryGetValue(actor.Company, out var before) && before == Sustains
            ? Decision.Accept()
            : Decision.Accept(new SustainVoted(actor.By, now, Objection, Sustains));
    }

    private static Refusal? Polled(Objection objection, DateTimeOffset now)
    {
        if (objection.State != ObjectionState.Escalated)
            return Refusal.Conflict("proposal.no_poll", $"No poll runs on objection {objection.Id}: it is {objection.State}.");
        return now >= objection.PollEnds
            ? Refusal.Conflict("proposal.poll_over", $"The poll on objection {objection.Id} ended {Say.Instant(objection.PollEnds.Value, now)}.")
            : null;
    }
}
