using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Proposals;

/// <summary>
/// Opens a draft as revision 1 to an audience of companies: TLP:GREEN, TLP:CLEAR, or TLP:AMBER and TLP:AMBER+STRICT with
/// companies named, to which the authors and the seconder are added. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>,
/// <c>proposal.not_author</c>, <c>proposal.wrong_status</c>, <c>proposal.sections_missing</c>, <c>proposal.not_seconded</c>,
/// <c>proposal.label_names_people</c>, <c>proposal.no_such_company</c>.
/// </summary>
public sealed record OpenProposal(Audience Audience)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.FirstAuthor(state, actor, roll) ?? Guard.In(state, ProposalStatus.Draft) ?? Complete(state) ?? Seconded(state, roll) ?? Readers(roll)) is { } refusal)
            return refusal;
        var audience = Audience.Label is Tlp.Amber or Tlp.AmberStrict
            ? Audience with { Companies = Audience.Companies.Union(state.Authors).Add(state.Seconder!.Company), People = [] }
            : new Audience(Audience.Label, [], []);
        return Decision.Accept(new ProposalOpened(actor.By, now, audience));
    }

    private static Refusal? Complete(Proposal state) => state.MissingSections.IsEmpty ? null
        : Refusal.Conflict("proposal.sections_missing", $"The template is not complete: write {Say.List(state.MissingSections)} first.");

    private static Refusal? Seconded(Proposal state, MemberRoll roll)
    {
        var seconded = state.Seconder is { } seconder && !state.Authors.Any(a => roll.Related(a, seconder.Company));
        return seconded ? null
            : Refusal.Conflict("proposal.not_seconded", "Nobody seconds it yet. Invite an unrelated company as seconder; one of its engineers seconds it.");
    }

    private Refusal? Readers(MemberRoll roll)
    {
        if (Audience.Label == Tlp.Red)
            return Refusal.Invalid("proposal.label_names_people", "TLP:RED names people, but companies take positions. Choose another label.", "audience");
        return Audience.Companies.Any(c => roll.Find(c) is not { Status: MemberStatus.Admitted })
            ? Refusal.Invalid("proposal.no_such_company", "The audience names a company that is not a member. Name members only.", "audience")
            : null;
    }
}
