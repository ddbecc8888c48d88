using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Portal.Store;

/// <summary>Lists of proposals that other features show: found by index, with the reader's audience in the question and asked again of each answer.</summary>
public interface IProposalLists
{
    /// <summary>
    /// What may wait for a person: what waits for their company, the nearest end of a last call first; their own drafts; and
    /// for a moderator what waits for an outcome or for its publication. Domain says what of it does.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="most">The most proposals of each of the three.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The proposals, and whether more wait for the company than are among them.</returns>
    Task<(IReadOnlyList<Proposal> Proposals, bool More)> ThatWait(Actor actor, int most, CancellationToken cancellation = default);

    /// <summary>What a moderator's desk is made of: what is not settled, and what is being corrected.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="most">The most proposals of each status: of last calls those that end next, of others those that wait for somebody by name, and then the last changed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The proposals, and whether there are more.</returns>
    Task<(IReadOnlyList<Proposal> Proposals, bool More)> ToModerate(Actor actor, int most, CancellationToken cancellation = default);

    /// <summary>Those whose title holds these words (<see cref="TitleWords"/>), or whose id it is, the last changed first.</summary>
    Task<IReadOnlyList<Proposal>> Named(Actor actor, string words, int most, CancellationToken cancellation = default);

    /// <summary>Those that were published last, the last first. The world may read them.</summary>
    Task<IReadOnlyList<Proposal>> LastPublished(int most, CancellationToken cancellation = default);
}
