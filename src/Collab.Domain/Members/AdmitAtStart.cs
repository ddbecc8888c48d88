using System.Collections.Immutable;
using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// Admits one of the very first members, from the installation's bootstrap list; a company that is there already
/// stays as it is. Refusals: <c>actor.not_system</c>, <c>member.id</c>, <c>member.domain</c>, <c>text.*</c>.
/// </summary>
public sealed record AdmitAtStart(MemberId Member, string Name, ImmutableSortedSet<string> Domains)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Member? state, Actor actor, DateTimeOffset now)
    {
        if ((Authority.System(actor) ?? MemberChecks.New(Member, Name, Domains)) is { } refusal)
            return refusal;
        return state is not null ? Decision.Accept() : Decision.Accept(new MemberAdmittedAtStart(actor.By, now, Member, Name, Domains));
    }
}
