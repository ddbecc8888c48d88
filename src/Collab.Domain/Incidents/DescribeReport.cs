using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Changes a report's title and when the incident began.
/// <para>Refusals: <c>text.*</c>, <c>incident.time_ahead</c>, and those of <see cref="ReportEdits.Decide"/>.</para>
/// </summary>
/// <param name="Title">Its title.</param>
/// <param name="BeganAt">When the incident began, UTC, where known.</param>
public sealed record DescribeReport(string Title, DateTimeOffset? BeganAt) : IReportEdit
{
    /// <inheritdoc/>
    public Decision Edit(IncidentReport report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Text.Title(Title) ?? IncidentGuards.Ahead(BeganAt, now, "beganAt")) is { } refusal)
            return refusal;
        return report.Title == Title && report.BeganAt == BeganAt
            ? Decision.Accept()
            : Decision.Accept(new ReportDescribed(actor.By, now, Title, BeganAt?.ToUniversalTime()));
    }
}
