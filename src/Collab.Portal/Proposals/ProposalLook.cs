using System.Globalization;

namespace Collab.Portal.Proposals;

/// <summary>What an address of a proposal's page asks to see, so that every look can be linked to.</summary>
/// <param name="Id">The proposal.</param>
/// <param name="Event">As it stood at this event; null for now.</param>
/// <param name="From">What changed since this revision; null for the one before <paramref name="To"/>.</param>
/// <param name="To">What changed up to this revision; null for the latest.</param>
/// <param name="Side">Both texts side by side, not the changed words alone.</param>
public sealed record ProposalLook(string Id, long? Event = null, int? From = null, int? To = null, bool Side = false)
{
    /// <summary>How addresses write <see cref="Side"/>.</summary>
    public const string SideBySide = "side";

    /// <summary>The address.</summary>
    public override string ToString()
    {
        (string Name, string? Value)[] query =
        [
            ("event", Event?.ToString(CultureInfo.InvariantCulture)), ("from", From?.ToString(CultureInfo.InvariantCulture)),
            ("to", To?.ToString(CultureInfo.InvariantCulture)), ("view", Side ? SideBySide : null),
        ];
        var asked = query.Where(q => q.Value is not null).Select(q => $"{q.Name}={q.Value}").ToList();
        return $"/proposals/{Id}{(asked.Count == 0 ? "" : "?" + string.Join('&', asked))}";
    }
}
