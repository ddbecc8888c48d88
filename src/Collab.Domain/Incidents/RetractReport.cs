using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Retracts a report, from any state. A stone stays, with the reason and the hash of what the report said.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_source</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Reason">Why, shown in place of the report.</param>
public sealed record RetractReport(string Reason)
{
    /// <summary>Decides; <paramref name="hash"/> is the SHA-256 of the present version in lower-case hexadecimal.</summary>
    /// <exception cref="ArgumentException">The hash is none.</exception>
    public Decision Decide(IncidentReport? report, string hash, Actor actor, DateTimeOffset now)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("A SHA-256 in lower-case hexadecimal is needed.", nameof(hash));
        if ((ReportEdits.MayWrite(report, actor) ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal)
            return refusal;
        return Decision.Accept(new ReportRetracted(actor.By, now, Reason, hash));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) => ReportEdits.MayWrite(report, actor);
}
