using System.Globalization;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <summary>
/// The numbers of outcomes, <c>O-1</c> and on, without gaps. Two publications at once draw the same number; the unique
/// index over the rows lets one commit, and the other decides again with the next.
/// </summary>
internal static class OutcomeNumbers
{
    /// <summary>The index that keeps numbers from repeating.</summary>
    public const string Index = "proposals_outcome_number";

    /// <summary>12 of <c>O-12</c>.</summary>
    public static int Parse(string number) => int.Parse(number.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Approves a publication; the number is drawn where this approval is the one that publishes.</summary>
    public static async ValueTask<Decision> Decide(OutcomeKind kind, Given<Proposal> given, Actor actor)
    {
        var next = given.State is { Approval: not null, Publication: null } ? await Next(given.Session) : 1;
        var number = string.Create(CultureInfo.InvariantCulture, $"O-{next}");
        return new ApprovePublication(kind, number).Decide(given.State, actor, given.Room.Now, given.Room.Roll);
    }

    private static async Task<int> Next(IQuerySession session)
    {
        var last = await session.Query<ProposalRow>().Where(r => r.OutcomeNumber != null).OrderByDescending(r => r.OutcomeNumber).FirstOrDefaultAsync();
        return (last?.OutcomeNumber ?? 0) + 1;
    }
}
