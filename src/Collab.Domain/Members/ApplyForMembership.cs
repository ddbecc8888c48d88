using System.Collections.Immutable;
using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// Writes down that a company asks to join. It has no people here yet, so a moderator does it; admission takes two
/// companies more. Refusals: <c>actor.not_moderator</c>, <c>member.exists</c>, <c>member.id</c>,
/// <c>member.name_taken</c>, <c>member.domain</c>, <c>text.*</c>.
/// </summary>
public sealed record ApplyForMembership(MemberId Member, string Name, ImmutableSortedSet<string> Domains)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Member? state, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (Authority.Needs(actor, Roles.Moderator) is { } unfit)
            return unfit;
        if (state is not null)
            return Refusal.Conflict("member.exists", $"There is a company with this id already: {state.Name}.");
        if ((MemberChecks.New(Member, Name, Domains) ?? MemberChecks.NameFree(Member, Name, roll)) is { } refusal)
            return refusal;
        return Decision.Accept(new MemberApplied(actor.By, now, Member, Name, Domains));
    }
}
