using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Says whether the own company's products are affected.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.status_unknown</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Status">The status.</param>
/// <param name="Note">What it rests on.</param>
public sealed record SetCompanyStatus(CompanyStatus Status, string? Note = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (Guard(report, actor, roll, now) is { } refusal)
            return refusal;
        if (!Enum.IsDefined(Status))
            return Refusal.Invalid("incident.status_unknown", "There is no such status. Choose one of the list.", "status");
        if (Text.OptionalStatement(Note, "note", "The note") is { } text)
            return text;
        return Note is null && report!.CompanyStatuses.GetValueOrDefault(actor.Company, CompanyStatus.NotChecked) == Status
            ? Decision.Accept()
            : Decision.Accept(new CompanyStatusSet(actor.By, now, Status, Note));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        IncidentGuards.Live(report, actor, IncidentGuards.NotEngineer(actor));
}
