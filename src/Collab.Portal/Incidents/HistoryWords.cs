using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Portal.Incidents;

/// <summary>One event of a report in words.</summary>
/// <param name="Event">Its number in the report.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Sentence">What happened.</param>
public sealed record HistoryLine(long Event, DateTimeOffset At, By By, string Name, string Sentence);

/// <summary>What happened to a report, one sentence for each event. The texts themselves stand in the report, not here.</summary>
internal static class HistoryWords
{
    public static HistoryLine Line(long number, IEvent @event, MemberRoll roll) => new(number, @event.At, @event.By, @event.GetType().Name, Sentence(@event, roll));

    private static string Sentence(IEvent @event, MemberRoll roll) => @event switch
    {
        ReportOpened { ViewOn: { } other } => $"Opened, as another view on {other}",
        ReportOpened => "Opened",
        ReportDescribed => "Changed the title or the beginning",
        SectionEdited e => $"Wrote “{e.Section.Words()}”",
        TimelineEntryRecorded e => $"Recorded timeline entry {N(e.Number)}",
        ImpactRecorded e => $"Recorded impact figure {N(e.Number)}",
        FindingRecorded e => $"Recorded finding {N(e.Number)}",
        FindingUpdated e => $"Finding {N(e.Number)}: {IncidentWords.Of(e.Status).ToLowerInvariant()}",
        ContactRecorded e => $"Recorded contact {N(e.Number)}",
        ReferenceRecorded e => $"Recorded reference {N(e.Number)}",
        EntryRemoved e => $"Removed entry {N(e.Number)} of “{e.Section.Words()}”",
        ReportShared e => $"Shared under {e.Audience.Label.Text()} as version {N(e.Version)}. {e.Audience.Sentence(roll)}",
        AudienceChanged e => $"Changed the audience to {e.Audience.Label.Text()}. {e.Audience.Sentence(roll)} Reason: {e.Reason}",
        CompaniesInvited e => $"Invited {AudienceInWords.List(e.Companies.Select(roll.Name))}, who accept the embargo first",
        InvitationAccepted => "Accepted the embargo and reads the report",
        CompanyStatusSet e => $"Own products: {IncidentWords.Of(e.Status).ToLowerInvariant()}",
        ReviewRequested => "Asked for a review",
        ReviewStarted e => $"The review began, version {N(e.Version)}",
        QuestionAsked e => $"Raised {N(e.Number)}, a {IncidentWords.Of(e.Kind).ToLowerInvariant()}, to {roll.Name(e.To)}",
        QuestionAnswered e => $"Answered {N(e.Number)}",
        QuestionStands e => $"Lets {N(e.Number)} stand as disputed",
        QuestionWithdrawn e => $"Took {N(e.Number)} back",
        ReportFinalised e => $"Made it final, version {N(e.Version)}",
        SummaryReleaseRequested e => e.Quoted.IsEmpty ? "Put a summary forward for release" : $"Put a summary forward for release that quotes {AudienceInWords.List(e.Quoted.Select(roll.Name))}",
        QuoteConsented => "Consents to the summary",
        SummaryReleased => "Released the summary, TLP:CLEAR",
        ReportCorrected e => $"Corrected, version {N(e.Version)}: {e.Summary}",
        ReportRetracted e => $"Retracted. Reason: {e.Reason}",
        EmbargoProposed e => $"Proposes an embargo until {Until(e.End)}",
        EmbargoRevisionProposed e => $"Proposes {Until(e.End)} as the embargo’s end",
        EmbargoAccepted e => $"Accepts the embargo until {Until(e.End)}",
        EmbargoActivated e => $"The embargo runs until {Until(e.End)}",
        EmbargoProposalWithdrawn => "Took its proposed end of the embargo back",
        EmbargoProposalsRejected e => $"Turned the proposed embargo down. Reason: {e.Reason}",
        EmbargoLeft e => $"Left the embargo. Reason: {e.Reason}",
        EmbargoEnded { Ending: EmbargoEnding.EndReached } => "The embargo is over: its end came",
        EmbargoEnded e => $"The embargo is over: it is public at {e.Url}",
        _ => Shell.TroubleNote.Words(@event.GetType().Name),
    };

    private static string Until(DateTimeOffset end) => IncidentWords.Time(end, TimePrecision.Minute) + " UTC";

    private static string N(int number) => IncidentWords.Number(number);
}
