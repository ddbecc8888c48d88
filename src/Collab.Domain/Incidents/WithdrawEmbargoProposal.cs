using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Takes the own company's proposed end back. An embargo that runs goes on.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>.</para>
/// </summary>
public sealed record WithdrawEmbargoProposal
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (Guard(report, actor, roll, now) is { } refusal)
            return refusal;
        return report!.Embargo.Proposals.ContainsKey(actor.Company) ? Decision.Accept(new EmbargoProposalWithdrawn(actor.By, now)) : Decision.Accept();
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) => EmbargoGuards.Officer(report, actor);
}
