using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Lets another company read the draft, to write it together or to second it. Refusals: <c>not_found</c>,
/// <c>actor.not_engineer</c>, <c>proposal.not_author</c>, <c>proposal.wrong_status</c>, <c>proposal.no_such_company</c>,
/// <c>proposal.own_company</c>, <c>proposal.already_co_author</c>, <c>proposal.seconder_related</c>.
/// </summary>
public sealed record InviteCompany(MemberId Company, InvitedAs As)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.FirstAuthor(state, actor, roll) ?? Guard.In(state, ProposalStatus.Draft) ?? Invited(state, roll)) is { } refusal)
            return refusal;
        return state.Invited.TryGetValue(Company, out var before) && before == As
            ? Decision.Accept()
            : Decision.Accept(new CompanyInvited(actor.By, now, Company, As));
    }

    private Refusal? Invited(Proposal state, MemberRoll roll)
    {
        if (roll.Find(Company) is not { Status: MemberStatus.Admitted })
            return Refusal.Invalid("proposal.no_such_company", "There is no such member company.", "company");
        if (Company == state.Author.Company)
            return Refusal.Invalid("proposal.own_company", "Your own company is an author already.", "company");
        if (state.CoAuthors.Contains(Company))
            return Refusal.Conflict("proposal.already_co_author", $"{roll.Name(Company)} is a co-author already.");
        return As == InvitedAs.Seconder && state.Authors.Any(a => roll.Related(a, Company))
            ? Refusal.Invalid("proposal.seconder_related", $"{roll.Name(Company)} is related to an author and cannot second. Invite an unrelated company.", "company")
            : null;
    }
}
