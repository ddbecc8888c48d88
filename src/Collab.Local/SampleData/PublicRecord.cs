using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Sharing;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>
/// The public record of July 2024: facts that its vendor, the press and others published, each with its source. No
/// company of that time speaks here; the findings' mitigations are what invented companies do in their own products.
/// </summary>
internal static class PublicRecord
{
    public const string Id = "IR-7J19C";

    private const string Title = "Content update of 19 July 2024: public record";
    private const string Review = "Preliminary post-incident review (PIR) of the vendor", Statement = "Vendor's statement", Press = "Press, 8 August 2024; disputed", Blog = "blogs.microsoft.com, 20 July 2024";

    public static void Tell(Story story)
    {
        var script = new Script<IncidentReport>(story, Id).On(48, "09:00").Does(Samuel, new OpenReport(Title, Utc("2024-07-19 04:09 UTC").At));
        foreach (var (section, text) in Texts.Parts("public-record"))
            script.Does(Samuel, new EditSection(Enum.Parse<Section>(section.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true), text));
        Timeline(script.On(48, "13:00"));
        Impact(script.On(47, "09:00"));
        script.On(46, "10:00")
            .Does(Samuel, new RecordReference("Post of 20 July 2024 on the number of devices", "https://blogs.microsoft.com/"))
            .Does(Samuel, new RecordContact("Northwind incident desk", "incidents@northwind.example"))
            .On(45, "09:30").Does(Greta, new ShareReport(Audience.Green));
        Findings(story, script.On(44, "10:00"));
        Asked(script);
    }

    private static void Timeline(Script<IncidentReport> script)
    {
        void At(string when, string text, string? until = null, string? url = null)
        {
            var instant = Utc(when);
            script.Does(Samuel, new RecordTimelineEntry(instant.At, instant.Precision, text, until is null ? null : Utc(until).At, url));
        }

        At("2024-02-28", "Sensor 7.11 is generally available, with the new IPC Template Type (PIR).");
        At("2024-03-05", "Stress test of the template type, and its first template instance in use (PIR).");
        At("2024-04-08", "Three more template instances in use (PIR).", "2024-04-24");
        At("2024-07-19 04:09 UTC", "The update of Channel File 291 is released (PIR).");
        At("2024-07-19 05:27 UTC", "The update is reverted, 78 minutes after its release (PIR).");
        At("2024-07-20", "About 8.5 million devices are said to be affected, under 1 % of Windows machines.", url: "https://blogs.microsoft.com/");
        At("2024-07-25", "Over 97 % of sensors are back online (vendor's statement).");
        At("2024-07-30 00:00 UTC", "About 99 % of sensors are back online (vendor's statement; 29 July 20:00 in New York).");
        At("2024-08-06", "The root cause analysis (RCA) is published, with six findings.");
        At("2024-08-08", "One airline claims 550 million dollars, about 7,000 flights and 1.3 million customers; disputed (press).");
        At("2024-09-10", "Meeting at the platform owner's campus on safe deployment, kernel and user mode, eBPF and memory-safe languages: \"not a decision-making meeting\" (press).");
        At("2024-09-12", "Points of that meeting are shared in public (Windows blog).");
    }

    private static void Impact(Script<IncidentReport> script) => script
        .Does(Samuel, new RecordImpact("about 8.5 million", "devices", Blog, "https://blogs.microsoft.com/", Utc("2024-07-20").At))
        .Does(Samuel, new RecordImpact("under 1 %", "of Windows machines", Blog, "https://blogs.microsoft.com/", Utc("2024-07-20").At))
        .Does(Samuel, new RecordImpact("over 97 %", "of sensors back online", Statement, AsOf: Utc("2024-07-25").At))
        .Does(Samuel, new RecordImpact("about 99 %", "of sensors back online", Statement, AsOf: Utc("2024-07-30 00:00 UTC").At))
        .Does(Samuel, new RecordImpact("550 million dollars", "claimed by one airline", Press, AsOf: Utc("2024-08-08").At))
        .Does(Samuel, new RecordImpact("about 7,000", "flights of that airline", Press, AsOf: Utc("2024-08-08").At))
        .Does(Samuel, new RecordImpact("1.3 million", "customers of that airline", Press, AsOf: Utc("2024-08-08").At))
        .Does(Samuel, new RecordImpact("78 minutes", "from release to reversal", Review, AsOf: Utc("2024-07-19 05:27 UTC").At));

    private static void Findings(Story story, Script<IncidentReport> script)
    {
        DateOnly In(int days) => DateOnly.FromDateTime(story.Now.UtcDateTime.Date).AddDays(days);
        script
            .Does(Samuel, new RecordFinding("The number of fields was not checked at compile time (RCA)", "Our content compiler compares the fields that a template defines with those that the code supplies, and fails the build.", Northwind, In(-6)))
            .Does(Samuel, new RecordFinding("No bounds check at run time (RCA)", "Every read by index in our interpreter goes through one checked function.", Contoso, In(20)))
            .Does(Samuel, new RecordFinding("Tests were too narrow (RCA)", "Each field is tested with wildcard and non-wildcard criteria, and with one field fewer than defined.", Tailspin, In(34)))
            .Does(Samuel, new RecordFinding("The validator had a logic error (RCA)", "Our validator is tested against inputs that it must refuse, by people who did not write it.", Wingtip, In(48)))
            .Does(Samuel, new RecordFinding("Instances were not tested in the interpreter (RCA)", "New content runs in the shipping interpreter before it is released.", Fabrikam, In(-2)))
            .Does(Samuel, new RecordFinding("No staged deployment (RCA)", "Content of boot-critical components is released in rings.", Contoso, In(62)));
    }

    private static void Asked(Script<IncidentReport> script) => script
        .On(43, "09:10").Does(Samuel, new SetCompanyStatus(CompanyStatus.NotAffected, "We ship no component of that kind. Our own content compiler is in finding 1."))
        .On(42, "14:30").Does(Tomas, new SetCompanyStatus(CompanyStatus.NotAffected, "Another vendor's product. We found two reads without a check of our own kind; see finding 2."))
        .On(41, "10:45").Does(Karl, new SetCompanyStatus(CompanyStatus.NotAffected))
        .On(40, "16:20").Does(Jonas, new SetCompanyStatus(CompanyStatus.Investigating, "We look through parsers that take a count from the file."))
        .On(38, "09:00").Does(Samuel, new RequestReview())
        .On(37, "11:05").Does(Priya, new AskQuestion(QuestionKind.FactCheck, "The entry of 30 July: is the instant 00:00 UTC, or the evening before in New York put into UTC? The two are the same only in summer time.", Section.Timeline))
        .On(36, "09:25").Does(Samuel, new AnswerQuestion(1, "It is 29 July 20:00 in New York, which is UTC minus four hours in July: 30 July 00:00 UTC. The date changes, the instant does not. The entry now says both."))
        .On(35, "15:15").Does(Ben, new AskQuestion(QuestionKind.Dispute, "The airline's figures are a claim of one party. They should not stand beside measured ones.", Section.Impact))
        .On(34, "10:30").Does(Mara, new LetStand(2, "The figures are printed as what they are: claimed and disputed, with the press as their source. Wingtip would leave them out."))
        .On(12, "13:40").Does(Aiko, new AskQuestion(QuestionKind.Question, "Finding 4 says that the validator had a logic error. Is it public which check passed what it should have refused? It would help us to write the tests that we own here.", Section.Findings))
        .On(30, "10:00").Does(Samuel, new UpdateFinding(1, FindingStatus.InProgress))
        .On(8, "09:50").Does(Samuel, new UpdateFinding(1, FindingStatus.Done))
        .On(22, "11:11").Does(Tomas, new UpdateFinding(2, FindingStatus.InProgress))
        .On(15, "14:00").Does(Karl, new UpdateFinding(5, FindingStatus.InProgress))
        .On(10, "08:45").Does(Aiko, new UpdateFinding(4, FindingStatus.InProgress));

    private static UtcInstant Utc(string text) =>
        UtcInstant.Parse(text, "when", out var instant) is { } refusal ? throw new InvalidOperationException($"Sample data: {text}: {refusal.Sentence}") : instant;
}
