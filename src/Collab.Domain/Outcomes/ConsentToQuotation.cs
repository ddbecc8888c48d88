using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>
/// The source consents that the quotation is published at TLP:CLEAR: its release officer. Refusals:
/// <c>not_found</c>, <c>actor.not_release_officer</c>, <c>outcome.no_such_source</c>,
/// <c>outcome.not_the_source</c>, <c>outcome.source_removed</c>.
/// </summary>
public sealed record ConsentToQuotation(string Source)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if (Authority.Needs(actor, Roles.ReleaseOfficer) is { } refusal)
            return refusal;
        if (state.Sources.Find(s => s.Id == Source) is not { } quoted)
            return Refusal.Invalid("outcome.no_such_source", "There is no quotation with this number on the proposal.", "source");
        if (quoted.Company != actor.Company)
            return Refusal.Forbidden("outcome.not_the_source", $"Only {roll.Name(quoted.Company)} consents: the source.");
        if (quoted.Removed)
            return Refusal.Conflict("outcome.source_removed", "The quotation was taken out; there is nothing to consent to.");
        return quoted.Consented ? Decision.Accept() : Decision.Accept(new SourceConsented(actor.By, now, Source));
    }
}
