using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Sharing;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>Reports of invented companies about invented incidents, in every other state.</summary>
internal static class Incidents
{
    public const string ClockStep = "IR-DRFT1", Certificate = "IR-5HRD2", OversizeField = "IR-EMB4R", RollbackLoop = "IR-F1NA2", HealthCheck = "IR-PBSM3", FilterMemory = "IR-RTRC9";

    public static void Tell(Story story)
    {
        Draft(story);
        Shared(story);
        UnderEmbargo(story);
        Final(story);
        WithPublicSummary(story);
        Retracted(story);
    }

    private static void Draft(Story story) => new Script<IncidentReport>(story, ClockStep)
        .On(3, "16:10").Does(Tomas, new OpenReport("Agents report stale health after the clock is set back", story.On(4, "11:20")))
        .On(3, "16:20").Does(Tomas, new EditSection(Section.WhatHappened, "After a time server sent a wrong date, agents of our product kept the later of two times as their last report and stayed *well* in the console for up to a day."))
        .On(2, "09:30").Does(Tomas, new RecordTimelineEntry(story.On(4, "11:20"), TimePrecision.Minute, "A time server at one customer sends a date one day ahead."))
        .Does(Tomas, new RecordTimelineEntry(story.On(4, "15:05"), TimePrecision.Minute, "The customer's operations team notices that machines which are switched off are shown as well."));

    private static void Shared(Story story) => Begun(story, Certificate, "certificate", Priya, "Certificate of the update channel expired in staging", story.On(17, "06:00"), 16, "09:15")
        .Does(Priya, new RecordTimelineEntry(story.On(17, "06:00"), TimePrecision.Minute, "The certificate of the staging channel expires. Agents in ring 0 refuse updates."))
        .Does(Priya, new RecordTimelineEntry(story.On(17, "07:42"), TimePrecision.Minute, "The first engineer to arrive sees that no update was taken since six."))
        .Does(Priya, new RecordTimelineEntry(story.On(17, "08:15"), TimePrecision.Minute, "A new certificate is in place; ring 0 takes updates again."))
        .On(16, "10:30").Does(Nadia, new ShareReport(Audience.AmberStrict(Fabrikam, Contoso, Tailspin)))
        .On(15, "09:45").Does(Tomas, new SetCompanyStatus(CompanyStatus.NotAffected, "Our certificates renew by themselves 30 days ahead, also in staging. We checked."))
        .On(14, "13:20").Does(Jonas, new SetCompanyStatus(CompanyStatus.Investigating, "One of ours in staging runs out in 40 days and nobody owns it."))
        .On(13, "11:00").Does(Felix, new ProposeEmbargo(story.On(0, "00:00").AddDays(12).AddHours(9)));

    private static void UnderEmbargo(Story story)
    {
        var end = story.On(0, "00:00").AddDays(5).AddHours(15);
        Begun(story, OversizeField, "oversize-field", Aiko, "Parser of definition files accepts a field that is longer than its record", story.On(11, "09:14"), 10, "16:40")
            .Does(Aiko, new RecordTimelineEntry(story.On(11, "09:14"), TimePrecision.Minute, "The daily fuzzing run reports a read past the end of a record."))
            .Does(Aiko, new RecordTimelineEntry(story.On(10, "16:30"), TimePrecision.Minute, "A check is in place on the main branch; the two affected releases are being built."))
            .On(10, "17:30").Does(Aiko, new RecordImpact("0", "machines known to be affected in the field", "Wingtip telemetry", AsOf: story.On(10, "17:00")))
            .On(9, "09:00").Does(Clara, new ShareReport(Audience.Amber(Wingtip, Contoso, Fabrikam)))
            .On(9, "09:30").Does(Clara, new ProposeEmbargo(end))
            .On(8, "10:15").Does(Ines, new AcceptEmbargo(end))
            .On(8, "14:40").Does(Nadia, new AcceptEmbargo(end))
            .On(7, "09:20").Does(Tomas, new SetCompanyStatus(CompanyStatus.Affected, "We read the same kind of file with code of the same origin. A fix is in test."))
            .On(6, "11:50").Does(Karl, new SetCompanyStatus(CompanyStatus.NotAffected, "Our parser takes the length from the record, not from the field."))
            .On(3, "15:00").Does(Clara, new ChangeAudience(Audience.Amber(Wingtip, Contoso, Fabrikam, Northwind), "Northwind mirrors definition files for two customers and should know before the embargo ends."));
    }

    private static void Final(Story story)
    {
        var script = Begun(story, RollbackLoop, "rollback-loop", Jonas, "Machines go back and forth between two definition updates", story.On(64, "13:25"), 63, "09:15")
            .Does(Jonas, new RecordTimelineEntry(story.On(64, "13:25"), TimePrecision.Minute, "A definition update is released to ring 2."))
            .Does(Jonas, new RecordTimelineEntry(story.On(64, "14:10"), TimePrecision.Minute, "Consoles show machines that change their content id every few minutes."))
            .Does(Jonas, new RecordTimelineEntry(story.On(64, "15:55"), TimePrecision.Minute, "The update is withdrawn; machines settle on the previous one."))
            .Does(Jonas, new RecordFinding("The marker for a failed update was cleared by the update that followed", "The marker is kept until an update has run for ten minutes.", Tailspin, DateOnly.FromDateTime(story.On(40, "00:00").UtcDateTime)))
            .Does(Jonas, new RecordImpact("about 3,100", "machines that changed more than twice", "Tailspin telemetry", AsOf: story.On(63, "00:00")))
            .Does(Jonas, new RecordContact("Tailspin product security", "security@tailspin.example"))
            .Does(Jonas, new RecordReference("Release note of the withdrawn update", "https://updates.tailspin.example/notes/rollback"))
            .On(62, "09:00").Does(Felix, new ShareReport(Audience.Amber(Tailspin, Contoso, Fabrikam, Northwind)))
            .On(60, "10:30").Does(Tomas, new SetCompanyStatus(CompanyStatus.NotAffected))
            .On(59, "09:15").Does(Samuel, new SetCompanyStatus(CompanyStatus.NotAffected, "We do not go back by ourselves."))
            .On(58, "10:00").Does(Jonas, new RequestReview())
            .On(56, "14:25").Does(Karl, new AskQuestion(QuestionKind.Question, "Why did ring 1 not show it?", Section.WhatWentWrong))
            .On(55, "09:40").Does(Jonas, new AnswerQuestion(1, "Ring 1 took both updates within ten minutes of each other and never started between them. We now leave a boot between two updates in ring 1."))
            .On(50, "11:00").Does(Jonas, new UpdateFinding(1, FindingStatus.InProgress))
            .On(42, "16:00").Does(Jonas, new UpdateFinding(1, FindingStatus.Done))
            .On(41, "10:00").Does(Jonas, new FinaliseReport());
        script.On(35, "09:30").Does(Jonas, new CorrectReport("The figure of machines counted test machines too.", [new RecordImpact("about 2,900", "machines that changed more than twice", "Tailspin telemetry, without test machines", AsOf: story.On(63, "00:00"), Number: 1)]));
    }

    private static void WithPublicSummary(Story story)
    {
        var embargoEnd = story.On(78, "12:00");
        var script = Begun(story, HealthCheck, "health-check", Karl, "Health check passes while the service is stopped", story.On(93, "08:05"), 91, "19:00")
            .Does(Karl, new RecordTimelineEntry(story.On(93, "08:05"), TimePrecision.Minute, "A release changes how the agent asks whether its service runs."))
            .Does(Karl, new RecordTimelineEntry(story.On(91, "10:40"), TimePrecision.Minute, "A customer reports a machine that is shown as healthy with the service stopped."))
            .Does(Karl, new RecordTimelineEntry(story.On(91, "18:30"), TimePrecision.Minute, "A corrected release is out."))
            .Does(Karl, new RecordFinding("The check asked whether the service is installed, not whether it runs", "The check asks for a heartbeat of the last minute.", Fabrikam, DateOnly.FromDateTime(story.On(70, "00:00").UtcDateTime)))
            .Does(Karl, new RecordImpact("14", "customers with at least one such machine", "Fabrikam support", AsOf: story.On(91, "18:00")))
            .Does(Karl, new RecordContact("Fabrikam product security", "psirt@fabrikam.example"))
            .Does(Karl, new RecordReference("Release note of the corrected version", "https://releases.fabrikam.example/health-check"))
            .On(90, "09:30").Does(Nadia, new ShareReport(Audience.Green))
            .Together(s => s
                .On(90, "10:00").Does(Nadia, new ProposeEmbargo(embargoEnd))
                .On(89, "11:20").Does(Ines, new AcceptEmbargo(embargoEnd))
                .At(embargoEnd).ClockDoes(new EndEmbargo()));
        script.On(77, "09:00").Does(Karl, new RequestReview())
            .On(76, "13:30").Does(Jonas, new SetCompanyStatus(CompanyStatus.NotAffected))
            .On(75, "10:20").Does(Samuel, new AskQuestion(QuestionKind.Question, "Would a machine in that state have been counted as healthy by a staged rollout?", Section.WhatWentWrong))
            .On(74, "09:05").Does(Karl, new AnswerQuestion(1, "Yes, and it was, in ring 1. It is the reason why we support a health signal that is built on absence."))
            .On(69, "15:10").Does(Karl, new UpdateFinding(1, FindingStatus.Done))
            .On(68, "10:00").Does(Karl, new FinaliseReport())
            .On(66, "09:00").Does(Nadia, new RequestRelease(Texts.Parts("health-check")["Public summary"], []))
            .On(65, "14:15").Does(Greta, new ReleaseSummary());
    }

    private static void Retracted(Story story) => Begun(story, FilterMemory, "filter-memory", Aiko, "Suspected growth of memory in the filter driver", story.On(57, "12:00"), 56, "09:10")
        .Does(Aiko, new RecordTimelineEntry(story.On(57, "12:00"), TimePrecision.Day, "Two customers report machines that become slow after three days."))
        .On(56, "09:30").Does(Clara, new ShareReport(Audience.Amber(Wingtip, Contoso, Northwind)))
        .On(55, "15:00").Does(Tomas, new SetCompanyStatus(CompanyStatus.Investigating))
        .On(53, "10:10").Does(Aiko, new RetractReport("The growth was in a test tool that both customers had left running. The filter driver is not concerned. We are sorry for the work that the report made."));

    /// <summary>A report with the text sections of a file, opened at this time of day so many days ago.</summary>
    private static Script<IncidentReport> Begun(Story story, string id, string text, string engineer, string title, DateTimeOffset began, int openedDaysAgo, string openedAt)
    {
        var script = new Script<IncidentReport>(story, id).On(openedDaysAgo, openedAt).Does(engineer, new OpenReport(title, began));
        foreach (var (heading, part) in Texts.Parts(text))
        {
            if (Enum.TryParse<Section>(heading.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var section))
                script.Does(engineer, new EditSection(section, part));
        }

        return script;
    }
}
