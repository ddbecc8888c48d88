using System.Text.Json.Serialization;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// What a company prepares before it records a position: nobody's statement yet, so it is no event and stands in no
/// stream. There is one for each company and proposal, and who asks is given their own company's and no other, not an
/// affiliate's either. It is open to the company's engineers and representatives for as long as the company may still
/// take a position.
/// </summary>
/// <param name="Position">The position that is leant to; null while nothing is chosen.</param>
/// <param name="Statement">The statement as far as it is written.</param>
/// <param name="What">For Object: what is objected to.</param>
/// <param name="Why">For Object: why.</param>
/// <param name="Cure">For Object: what change would cure it.</param>
public sealed record PositionDraft(Position? Position = null, string? Statement = null, string? What = null, string? Why = null, string? Cure = null)
{
    /// <summary>True when there is nothing in it.</summary>
    [JsonIgnore]
    public bool IsEmpty => Position is null && new[] { Statement, What, Why, Cure }.All(string.IsNullOrWhiteSpace);

    /// <summary>
    /// Whether the actor may read their own company's draft on this proposal; null when so. Refusals: <c>not_found</c>,
    /// <c>actor.not_engineer</c>, <c>proposal.recused</c>, <c>proposal.wrong_status</c>, <c>proposal.last_call_over</c>,
    /// <c>proposal.affiliate_spoke</c>.
    /// </summary>
    public static Refusal? MayRead(Proposal? proposal, Actor actor, DateTimeOffset now, MemberRoll roll)
    {
        if (!Guard.MaySee(proposal, actor) || roll.Find(actor.Company) is not { Status: MemberStatus.Admitted })
            return Refusal.NotFound;
        return (actor.Is(Roles.Representative) ? null : Authority.Needs(actor, Roles.Engineer))
            ?? Guard.NotRecused(proposal, actor, roll)
            ?? Guard.In(proposal, ProposalStatus.Open, ProposalStatus.LastCall)
            ?? Guard.LastCallRuns(proposal, now)
            ?? Guard.OneVoice(actor, roll, proposal.Positions.Where(p => proposal.IsCurrent(p.Value)).Select(p => p.Key));
    }

    /// <summary>
    /// Whether the actor may keep this as their own company's draft; null when so. Refusals: those of
    /// <see cref="MayRead"/>, <c>proposal.not_a_position</c>, <c>text.*</c>.
    /// </summary>
    public Refusal? MayWrite(Proposal? proposal, Actor actor, DateTimeOffset now, MemberRoll roll) => MayRead(proposal, actor, now, roll)
        ?? (Position is null || (Position is not Proposals.Position.NoRecord && Enum.IsDefined(Position.Value)) ? null
            : Refusal.Invalid("proposal.not_a_position", "Choose Support, NoObjection, Object, Abstain or Recuse, or none yet.", "position"))
        ?? Text.OptionalStatement(Statement, "statement", "The statement")
        ?? Text.OptionalStatement(What, "what", "What is objected to")
        ?? Text.OptionalStatement(Why, "why", "Why you object")
        ?? Text.OptionalStatement(Cure, "cure", "What change would cure it");
}
