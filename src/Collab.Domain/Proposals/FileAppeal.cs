using System.Collections.Immutable;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// A member appeals an outcome, once at a time, within the window after the decision (or after its publication,
/// once published). The panel answers each ground. Refusals: <c>not_found</c>, <c>actor.not_representative</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.appeal_window</c>, <c>proposal.grounds</c>, <c>text.*</c>.
/// </summary>
public sealed record FileAppeal(ImmutableList<string> Grounds)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Authority.Needs(actor, Roles.Representative)
            ?? Guard.In(state, ProposalStatus.Agreed, ProposalStatus.AgreedWithDissent, ProposalStatus.NotAgreed, ProposalStatus.Published)
            ?? InTime(state, now, rules)
            ?? Argued()) is { } refusal)
            return refusal;
        return Decision.Accept(new AppealFiled(actor.By, now, Grounds, now + rules.AppealAnswer));
    }

    private const int Most = 10;

    private static Refusal? InTime(Proposal state, DateTimeOffset now, RoomRules rules)
    {
        var decided = state.Outcome!.At;
        var until = (state.Publication is { } publication && publication.FirstAt > decided ? publication.FirstAt : decided) + rules.AppealWindow;
        return now < until ? null
            : Refusal.Conflict("proposal.appeal_window", $"An appeal was possible until {Say.Instant(until, now)}, {Say.Span(rules.AppealWindow)} after the decision.");
    }

    private Refusal? Argued() => Grounds is null || Grounds.Count is 0 or > Most
        ? Refusal.Invalid("proposal.grounds", $"State between 1 and {Most} grounds.", "grounds")
        : Grounds.Select(g => Text.Statement(g, "grounds", "Each ground")).FirstOrDefault(r => r is not null);
}
