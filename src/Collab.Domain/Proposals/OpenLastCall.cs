using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Opens last call on the current revision: an author, or a moderator who is not recused. Its duration is that of
/// the rules unless a longer one, or one not under the minimum, is asked for; never under the binding one where it
/// binds. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>,
/// <c>proposal.recused</c>, <c>proposal.last_call_runs</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.too_early</c>, <c>proposal.objection_unanswered</c>, <c>proposal.objection_upheld</c>,
/// <c>proposal.no_disposition</c>, <c>proposal.last_call_too_short</c>, <c>proposal.last_call_too_long</c>, <c>text.*</c>.
/// </summary>
public sealed record OpenLastCall(Disposition Disposition, string Summary, bool Binding = false, TimeSpan? Duration = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if (((actor.Is(Roles.Moderator) ? null : Guard.Author(state, actor, roll))
            ?? Guard.NotRecused(state, actor, roll)
            ?? NotTwice(state, now)
            ?? Guard.In(state, ProposalStatus.Open)
            ?? OpenLongEnough(state, now, rules)
            ?? Answered(state)
            ?? Agreeable(state)
            ?? Text.Statement(Summary, "summary", "A summary")
            ?? Long(rules)) is { } refusal)
            return refusal;
        return Decision.Accept(new LastCallOpened(actor.By, now, state.Revision, Disposition, Summary, Binding, now + Wanted(rules)));
    }

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private TimeSpan Wanted(RoomRules rules) => Duration ?? (Binding ? rules.BindingLastCall : rules.LastCall);

    private static Refusal? NotTwice(Proposal state, DateTimeOffset now) => state is { Status: ProposalStatus.LastCall, LastCall: { } call }
        ? Refusal.Conflict("proposal.last_call_runs", $"Last call is open already and ends {Say.Instant(call.Ends, now)}.")
        : null;

    private static Refusal? OpenLongEnough(Proposal state, DateTimeOffset now, RoomRules rules)
    {
        var from = state.OpenedAt!.Value + rules.OpenBeforeLastCall;
        return now >= from ? null
            : Refusal.Conflict("proposal.too_early", $"Last call can open from {Say.Instant(from, now)}, {Say.Span(rules.OpenBeforeLastCall)} after the proposal was opened.");
    }

    private static Refusal? Answered(Proposal state)
    {
        var raised = state.Objections.Where(o => o.State == ObjectionState.Raised).Select(o => o.Id).ToList();
        return raised.Count == 0 ? null
            : Refusal.Conflict("proposal.objection_unanswered", $"Last call waits for an answer to {Say.List(raised)}. The authors answer first.");
    }

    private Refusal? Agreeable(Proposal state) => Disposition == Disposition.Agree && state.Objections.Find(o => o.State == ObjectionState.Upheld) is { } upheld
        ? Refusal.Conflict("proposal.objection_upheld", $"A panel upheld objection {upheld.Id}: the proposal cannot be agreed while it stands. Meet it, or seek to reject or postpone.")
        : null;

    private Refusal? Long(RoomRules rules)
    {
        if (!Enum.IsDefined(Disposition))
            return Refusal.Invalid("proposal.no_disposition", "Say what the last call seeks: Agree, Reject or Postpone.", "disposition");
        var least = Binding ? rules.BindingLastCall : rules.LastCallMinimum;
        if (Wanted(rules) < least)
            return Refusal.Invalid("proposal.last_call_too_short", $"{(Binding ? "A binding last call" : "Last call")} runs for at least {Say.Span(least)}.", "duration");
        return Wanted(rules) > Longest
            ? Refusal.Invalid("proposal.last_call_too_long", $"Last call runs for at most {Say.Span(Longest)}.", "duration")
            : null;
    }
}
