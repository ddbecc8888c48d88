using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Incidents;

/// <summary>The two decisions about reports that need more than the state: what they are given is read in the same transaction.</summary>
internal static class IncidentDeeds
{
    /// <summary>Opens a report, with the one that it is another view on.</summary>
    public static async ValueTask<Decision> Decide(this OpenReport command, Given<IncidentReport> given, Actor actor)
    {
        var other = command.ViewOn is { } id ? await given.Session.LoadAsync<IncidentReport>(id) : null;
        return command.Decide(given.State, other, actor, given.Room.Now);
    }

    /// <summary>Retracts a report, with the hash of what it says now.</summary>
    public static async ValueTask<Decision> Decide(this RetractReport command, Given<IncidentReport> given, Actor actor)
    {
        if (given.State is not { } report)
            return Refusal.NotFound;
        var id = report.Id;
        var texts = await given.Session.Query<ReportText>().Where(t => t.ReportId == id && !t.Kept).ToListAsync();
        var markdown = ReportDocument.Markdown(report, s => texts.FirstOrDefault(t => t.Key == ReportTexts.Of(s))?.Markdown, given.Room.Roll);
        return command.Decide(report, ReportDocument.Hash(markdown), actor, given.Room.Now);
    }
}
