using Collab.Domain.Members;
using Marten;

namespace Collab.Portal.Store;

/// <summary>What every decision may need to know of the installation, as one value.</summary>
/// <param name="Now">The present instant, UTC.</param>
/// <param name="Roll">All member companies.</param>
/// <param name="Rules">The durations and thresholds in force.</param>
public sealed record Room(DateTimeOffset Now, MemberRoll Roll, RoomRules Rules);
