using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The company changes the name it is shown by; no two companies have the same. Refusals: <c>not_found</c>,
/// <c>actor.not_admin</c>, <c>actor.other_company</c>, <c>member.name_taken</c>, <c>text.*</c>.
/// </summary>
public sealed record RenameMember(string Name)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Member? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (state is null)
            return Refusal.NotFound;
        if ((Authority.OwnCompany(actor, state.Company)
            ?? Authority.Needs(actor, Roles.Admin)
            ?? Text.Title(Name, "name")
            ?? MemberChecks.NameFree(state.Company, Name, roll)) is { } refusal)
            return refusal;
        return Name == state.Name ? Decision.Accept() : Decision.Accept(new MemberRenamed(actor.By, now, Name));
    }
}
