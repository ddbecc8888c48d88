using Collab.Domain.Members;
using Collab.Domain.Proposals;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>One last call that ends within minutes, and one that ends in two days and waits for companies.</summary>
internal static class LastCalls
{
    public const string StagedDeployment = "P-5STGD", HealthSignal = "P-8MWRE";

    public static void Tell(Story story)
    {
        EndsInMinutes(story);
        WaitsForCompanies(story);
    }

    private static void EndsInMinutes(Story story)
    {
        var second = Texts.Proposal("staged-deployment");
        var first = second.Revised(
            ("| 1 | customers who chose early content | 1 % | 30 minutes |\n| 2 | a random sample of the rest | 10 % | 60 minutes |\n| 3 | everybody else | – | 120 minutes |",
             "| 1 | customers who chose early content | 1 % | 4 hours |\n| 2 | a random sample of the rest | 10 % | 12 hours |\n| 3 | everybody else | – | 24 hours |"),
            ("3. An update against an attack under way may shorten the times, never skip ring 0, and is marked as such.\n4. Customers", "3. Customers"),
            ("The emergency path in point 3 bounds that cost, and its use is published so that it does not become the normal path. ", ""));
        var opened = story.Now + TimeSpan.FromMinutes(12) - new RoomRules().LastCall;
        new Script<Proposal>(story, StagedDeployment)
            .On(37, "10:20").Does(Tomas, new StartDraft("Staged deployment of content updates", first))
            .On(37, "10:30").Does(Tomas, new InviteCompany(Northwind, InvitedAs.CoAuthor))
            .On(36, "09:15").Does(Samuel, new JoinAsCoAuthor())
            .On(36, "14:00").Does(Tomas, new InviteCompany(Fabrikam, InvitedAs.Seconder))
            .On(35, "08:20").Does(Karl, new SecondProposal())
            .On(33, "09:00").Does(Tomas, new OpenProposal(Domain.Sharing.Audience.Green))
            .On(32, "13:10").Takes(Leila, Position.Support)
            .On(31, "09:44").Takes(Priya, Position.Support, statement: "This is what we do for versions; there is no reason to do less for content.")
            .On(30, "15:05").Objects(Ben, 1,
                "The times in the table: 4, 12 and 24 hours.",
                "An attack that spreads in six hours is over before ring 2 has the rule. We measured our own last ten urgent rules: seven mattered most within the first day.",
                "Shorter times, or a way for urgent content that is visible when it is used.")
            .On(28, "10:31").Does(Tomas, new AnswerObjection("OBJ-1", "Both are right: the times were guesses of ours. Revision 2 shortens them to minutes and adds an emergency path that never skips ring 0 and is published when it is used."))
            .On(26, "11:00").Does(Samuel, new ReviseProposal(RevisionKind.Substantive, second, "Times in minutes instead of hours; an emergency path that is published when used. After OBJ-1 of Wingtip."))
            .On(25, "09:07").Does(Ben, new AccommodateObjection("OBJ-1", "Met. We will watch how often the emergency path is used."))
            .On(25, "09:12").Takes(Ben, Position.NoObjection, 2)
            .On(24, "10:40").Takes(Leila, Position.Support, 2)
            .On(23, "14:18").Takes(Priya, Position.Support, 2)
            .On(22, "08:52").Takes(Mara, Position.Support, 2, "We begin with one kind of content in spring, whatever becomes of this text.")
            .On(20, "16:25").Does(Tomas, new ReviseProposal(
                RevisionKind.Editorial,
                second.Revised(
                    ("Nothing breaks at a given date.", "Nothing breaks on a given date."),
                    ("A vendor takes an update back by publishing the one before under a new id; agents never step back on their own.", "A vendor takes an update back by publishing the previous one under a new id. Agents never step back on their own.")),
                "Wording only."))
            .At(opened).Does(Karl, new OpenLastCall(Disposition.Agree, "Rings for content, with times in minutes and an emergency path. The one objection is met. Please say where you stand, also if you have nothing against it."))
            .On(8, "10:09").Takes(Ben, Position.NoObjection, 3, "Looked at revision 3: wording only, our position is the same.");
    }

    private static void WaitsForCompanies(Story story)
    {
        var text = Texts.Proposal("health-signal");
        var hold = TimeSpan.FromDays(3);
        new Script<Proposal>(story, HealthSignal)
            .IsOpened(Samuel, Jonas, 31, 27, "A health signal that stops a rollout by itself", text.Revised(("Going on after a stop needs two.", "Going on after a stop needs one.")))
            .On(25, "09:31").Takes(Mara, Position.Support)
            .On(23, "10:00").Does(Samuel, new ReviseProposal(RevisionKind.Substantive, text, "Going on after a stop needs two people. One alone would be under pressure at the worst moment."))
            .On(22, "08:47").Takes(Mara, Position.Support, 2)
            .On(21, "14:30").Takes(Amara, Position.Support, 2, "We bring four weeks of measured absence to the first review, as Rollout asks.")
            .Together(steps => steps
                .At(story.Now + TimeSpan.FromDays(2) - hold - new RoomRules().LastCall).Does(Greta, new OpenLastCall(Disposition.Agree, "Absence as the signal, with a threshold from measured data. Two companies support it so far; four are needed for a quorum."))
                .On(6, "11:11").Does(Ben, new HoldLastCall(hold, "Our fleet team is back on Monday and should look at the threshold before we speak.")));
    }
}
