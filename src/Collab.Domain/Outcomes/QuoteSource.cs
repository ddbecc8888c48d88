using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>
/// The authors name something in the text of which another company is the source; publication waits for its
/// consent. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>,
/// <c>proposal.wrong_status</c>, <c>proposal.no_such_company</c>, <c>outcome.own_source</c>, <c>text.*</c>.
/// </summary>
public sealed record QuoteSource(MemberId Company, string What)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Draft, ProposalStatus.Open, ProposalStatus.LastCall, ProposalStatus.Tally, ProposalStatus.Agreed, ProposalStatus.AgreedWithDissent)
            ?? Named(actor, roll)
            ?? Text.Statement(What, "what", "What is quoted")) is { } refusal)
            return refusal;
        return Decision.Accept(new SourceQuoted(actor.By, now, $"SRC-{state.Sources.Count + 1}", Company, What));
    }

    private Refusal? Named(Actor actor, MemberRoll roll)
    {
        if (roll.Find(Company) is null)
            return Refusal.Invalid("proposal.no_such_company", "There is no such member company.", "company");
        return Company == actor.Company
            ? Refusal.Invalid("outcome.own_source", "Your own company needs no consent but its own. Name other sources only.", "company")
            : null;
    }
}
