using System.Collections.Immutable;
using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Puts a summary forward to be released to the world under TLP:CLEAR. A moderator of an unrelated company releases it,
/// once each company quoted in it consents. Also replaces a summary that is public already.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_source</c>, <c>incident.not_release_officer</c>, <c>incident.retracted</c>,
/// <c>incident.not_final</c>, <c>incident.embargo_not_over</c>, <c>text.*</c>, <c>incident.quoted_not_recipient</c>.</para>
/// </summary>
/// <param name="Markdown">The summary.</param>
/// <param name="Quoted">The companies quoted in it; the source's own consent is this request.</param>
public sealed record RequestRelease(string Markdown, ImmutableSortedSet<MemberId> Quoted)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Guard(report, actor, roll, now) ?? Text.Document(Markdown, "markdown", "The summary")) is { } refusal)
            return refusal;
        var quoted = Quoted.Remove(report!.Source);
        if (quoted.Any(c => !report.IsRecipient(c, roll)))
            return Refusal.Invalid("incident.quoted_not_recipient", "A quoted company cannot read the report, so it cannot consent. Share the report with it, or leave the quote out.", "quoted");
        return Decision.Accept(new SummaryReleaseRequested(actor.By, now, Markdown, quoted));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (report is null || !report.Audience.Admits(actor))
            return Refusal.NotFound;
        return IncidentGuards.NotSource(report, actor)
            ?? IncidentGuards.NotReleaseOfficer(actor)
            ?? IncidentGuards.Retracted(report)
            ?? IncidentGuards.NotFinal(report)
            ?? EmbargoNotOver(report);
    }

    internal static Refusal? EmbargoNotOver(IncidentReport report) => report.Embargo.Status is EmbargoStatus.None or EmbargoStatus.Exited
        ? null
        : Refusal.Conflict("incident.embargo_not_over", "An embargo is proposed or runs. A summary is released when there is none, or when it is over.");

    internal static Refusal? NothingToRelease(IncidentReport report) => report.Release is null
        ? Refusal.Conflict("incident.no_release_requested", "No summary waits to be released. The source's release officer puts one forward first.")
        : null;
}
