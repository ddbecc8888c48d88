using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>What the public has: O-1 in its second version, O-2 with dissent, and O-3, which O-4 supersedes.</summary>
internal static class PublishedProposals
{
    public const string ReportFormat = "P-M4FMT", CustomerControl = "P-C7CTR", NoticeWithin24h = "P-N1T24", NoticeWithStatus = "P-N2ST8";

    public static void Tell(Story story)
    {
        Corrected(story);
        WithDissent(story);
        Superseded(story);
        Successor(story);
    }

    private static void Corrected(Story story)
    {
        var text = Texts.Proposal("report-format");
        new Script<Proposal>(story, ReportFormat)
            .IsOpened(Samuel, Tomas, 120, 116, "A common format for post-incident reports", text.Revised(("with the build-up and with how finely each time is known", "with how finely each time is known")))
            .On(115, "09:30").Takes(Mara, Position.Support)
            .On(114, "10:45").Takes(Leila, Position.Support)
            .On(113, "14:20").Does(Samuel, new ReviseProposal(RevisionKind.Substantive, text, "The timeline covers the build-up too: what was released in the weeks before is often the larger part of the story."))
            .On(112, "09:05").Takes(Mara, Position.Support, 2)
            .On(112, "11:15").Takes(Leila, Position.Support, 2)
            .On(111, "15:33").Takes(Priya, Position.Support, 2, "Our last two reports fit the format without a change of substance. We tried.")
            .On(110, "08:59").Takes(Amara, Position.Support, 2)
            .On(109, "13:40").Takes(Ben, Position.NoObjection, 2, "We would have left contacts out. It is no reason to hold this up.")
            .HasLastCall(story.On(106, "10:00"), Samuel, "Seven sections and three targets. No objection so far.")
            .On(90, "09:50").Does(Aiko, new RecordOutcome(OutcomeResult.Agreed, "Four of six eligible companies support it, one has no objection and nobody objects."))
            .IsPublished(80, Aiko, Karl, OutcomeKind.Decision, "O-1")
            .On(55, "10:30").Does(Samuel, new ProposeCorrection(
                text.Revised(("a preliminary report within 7 days, a final one within 30.", "a preliminary report within 7 days, a final one within 30 days, each counted from when the incident began.")),
                "Says what the three targets are counted from, as the text was meant and as the last call understood it."))
            .On(53, "14:10").Does(Karl, new ApproveCorrection())
            .On(52, "09:25").Does(Aiko, new ApproveCorrection());
    }

    private static void WithDissent(Story story) => new Script<Proposal>(story, CustomerControl)
        .On(106, "10:10").Does(Priya, new StartDraft("Customers choose when content arrives", Texts.Proposal("customer-control")))
        .On(106, "10:20").Does(Priya, new InviteCompany(Contoso, InvitedAs.CoAuthor))
        .On(105, "09:00").Does(Tomas, new JoinAsCoAuthor())
        .On(105, "13:00").Does(Priya, new InviteCompany(Wingtip, InvitedAs.Seconder))
        .On(104, "09:30").Does(Aiko, new SecondProposal())
        .On(102, "09:30").Does(Priya, new OpenProposal(Domain.Sharing.Audience.Green))
        .On(101, "10:15").Takes(Priya, Position.Support)
        .On(100, "11:20").Takes(Leila, Position.Support)
        .On(99, "09:05").Takes(Mara, Position.Support)
        .On(98, "15:44").Objects(Amara, 1,
            "The hold of up to 24 hours.",
            "A hold is used by those who have been hurt once and forgotten by those who come after. We sell to small companies; they will hold because a consultant said so, and be hit by what they held back.",
            "Limit the hold to machines of class \"critical\", or to two hours.")
        .On(96, "09:18").Does(Tomas, new AnswerObjection("OBJ-1", "The hold expires by itself, and the page shows what the machine lacks: both were put in for exactly this customer. A class \"critical\" would be chosen for everything within a month."))
        .On(95, "14:30").Takes(Ben, Position.NoObjection)
        .On(93, "10:00").Does(Greta, new AddressObjection("OBJ-1", "The answer takes up the concern: holds expire, and the risk is shown to whoever takes it. Whether 24 hours is too long is a matter of judgement on which the companies differ; the objection is printed so that readers can weigh it."))
        .HasLastCall(story.On(91, "09:30"), Priya, "OBJ-1 is found addressed and is printed as dissent.")
        .On(75, "10:20").Does(Greta, new RecordOutcome(OutcomeResult.AgreedWithDissent, "Three support, one has no objection, one objects."))
        .IsPublished(62, Greta, Aiko, OutcomeKind.ConsensusPoint, "O-2");

    private static void Superseded(Story story) => new Script<Proposal>(story, NoticeWithin24h)
        .IsOpened(Aiko, Priya, 94, 91, "First notice of an incident within 24 hours", Texts.Proposal("notice-24h"))
        .On(90, "10:10").Takes(Ben, Position.Support)
        .On(89, "13:25").Takes(Priya, Position.Support, statement: "Three sentences can be written at night.")
        .On(88, "09:12").Takes(Mara, Position.Support)
        .On(87, "16:02").Takes(Leila, Position.NoObjection)
        .HasLastCall(story.On(83, "10:00"), Aiko, "Four companies have spoken; nobody objects.")
        .On(67, "09:55").Does(Owen, new RecordOutcome(OutcomeResult.Agreed, "Three support and one has no objection, of six eligible companies."))
        .IsPublished(59, Owen, Karl, OutcomeKind.Decision, "O-3")
        .On(8, "00:00").ClockDoes(new SupersedeBy(NoticeWithStatus));

    private static void Successor(Story story) => new Script<Proposal>(story, NoticeWithStatus)
        .IsOpened(Aiko, Karl, 51, 47, "First notice within 24 hours, with a status of every member", Texts.Proposal("notice-status"), supersedes: NoticeWithin24h)
        .On(46, "09:40").Takes(Ben, Position.Support)
        .On(45, "10:12").Takes(Priya, Position.Support)
        .On(44, "14:25").Takes(Leila, Position.Support, statement: "The line \"shown, never blank\" is the best of it.")
        .On(43, "11:01").Takes(Amara, Position.Support)
        .On(42, "09:36").Takes(Mara, Position.NoObjection)
        .HasLastCall(story.On(39, "10:00"), Aiko, "Contains the earlier outcome on first notices and takes its place.")
        .On(23, "13:50").Does(Greta, new RecordOutcome(OutcomeResult.Agreed, "Four support, one has no objection, of six eligible companies."))
        .IsPublished(9, Greta, Karl, OutcomeKind.Decision, "O-4");
}
