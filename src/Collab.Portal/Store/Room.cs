using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Members;

namespace Collab.Portal.Store;

/// <summary>What every decision may need to know of the installation, as one value.</summary>
/// <param name="Now">The present instant, UTC; for a room of the past, that instant.</param>
/// <param name="Roll">All member companies.</param>
/// <param name="Rules">The durations and thresholds in force.</param>
public sealed record Room(DateTimeOffset Now, MemberRoll Roll, RoomRules Rules)
{
    /// <summary>The companies with at least one moderator who may act. Null in a room of the past, where it is not asked.</summary>
    public ImmutableSortedSet<MemberId>? Moderating { get; init; }
}
