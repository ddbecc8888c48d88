using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>Proposals whose last call is over: in tally, agreed, agreed with dissent, not agreed, postponed, under appeal.</summary>
internal static class DecidedProposals
{
    public const string FuzzingBudget = "P-3CNTR", LastKnownGood = "P-6BTST", UserModeDetection = "P-0DETN",
        SecondSignature = "P-K2PRX", TelemetrySchema = "P-R4TMF", TestCoverage = "P-T6CVR";

    public static void Tell(Story story)
    {
        InTally(story);
        Agreed(story);
        AgreedWithDissent(story);
        NotAgreed(story);
        Postponed(story);
        UnderAppeal(story);
    }

    private static void InTally(Story story)
    {
        var opened = story.Now - TimeSpan.FromHours(6) - TimeSpan.FromDays(14);
        new Script<Proposal>(story, FuzzingBudget)
            .IsOpened(Aiko, Tomas, 29, 25, "A daily fuzzing budget for content parsers", Texts.Proposal("fuzzing-budget"))
            .On(24, "09:15").Takes(Leila, Position.Recuse, statement: "We sell a fuzzing service that others may buy for this. We stand aside.")
            .On(23, "10:42").Takes(Ben, Position.Support)
            .On(22, "15:01").Takes(Priya, Position.Support, statement: "We spend more than this already. What is new is that somebody counts it.")
            .On(21, "08:38").Takes(Mara, Position.Support)
            .On(19, "13:26").Takes(Amara, Position.NoObjection, statement: "24 CPU hours is little for our largest parser and much for our smallest. We can live with one number.")
            .HasLastCall(opened, Aiko, "One number for all parsers, on purpose. Contoso is recused.");
    }

    private static void Agreed(Story story) => new Script<Proposal>(story, LastKnownGood)
        .IsOpened(Jonas, Karl, 41, 37, "Boot-start components keep their last known good content", Texts.Proposal("last-known-good"))
        .On(36, "14:20").Does(Jonas, new QuoteSource(Northwind, "The rule of two early boots and ten minutes, from Northwind's design note of the discussion."))
        .On(35, "09:09").Takes(Amara, Position.Support)
        .On(34, "10:15").Takes(Leila, Position.Support)
        .On(33, "16:40").Takes(Priya, Position.Support, statement: "Point 1 is what counts: no network, no user.")
        .On(31, "11:52").Takes(Mara, Position.NoObjection)
        .On(30, "09:27").Takes(Ben, Position.Support)
        .HasLastCall(story.On(28, "10:00"), Jonas, "No objection was raised while it was open.")
        .On(12, "14:05").Does(Greta, new RecordOutcome(OutcomeResult.Agreed, "Four of six eligible companies support it, one has no objection, nobody objects. It is published once Northwind consents to the passage that is quoted from it."));

    private static void AgreedWithDissent(Story story)
    {
        var text = Texts.Proposal("user-mode-detection");
        new Script<Proposal>(story, UserModeDetection)
            .IsOpened(Tomas, Samuel, 58, 54, "Detection logic moves from kernel mode to user mode", text.Revised(
                (" When the user-mode part does not answer within its bound, the kernel part follows the policy that the customer has set: allow and record, or deny.", " When the user-mode part does not answer within its bound, the kernel part allows and records.")))
            .On(53, "09:21").Takes(Leila, Position.Support)
            .On(51, "14:55").Takes(Priya, Position.Support)
            .On(49, "10:18").Objects(Amara, 1,
                "The kernel part reads no content format more complex than a fixed-size table.",
                "Our network component matches patterns in packets. To take each packet to user mode costs more than customers accept; a table with a checksum cannot express the patterns.",
                "An exception for paths where a round trip per operation is not possible, with the bounds that such code keeps instead.")
            .On(47, "11:40").Does(Tomas, new AnswerObjection("OBJ-1",
                "The exception would be the rule: everybody has such a path. Two of the three of us that measured it stay within two per cent with batching (post 6 of the discussion). We made the policy on a missing answer a choice of the customer in revision 2, which helps with part of your concern, and leave the sentence as it is."))
            .On(46, "09:00").Does(Tomas, new ReviseProposal(RevisionKind.Substantive, text, "What happens when user mode does not answer is the customer's choice, not ours."))
            .On(45, "08:33").Takes(Leila, Position.Support, 2)
            .On(45, "13:45").Takes(Priya, Position.Support, 2)
            .On(44, "10:50").Takes(Mara, Position.Support, 2, "We are in step 1 of the rollout for one product and saw nothing that we would not expect.")
            .On(43, "15:30").Takes(Amara, Position.Object, 2, "OBJ-1 stands for revision 2 as well.")
            .On(42, "09:19").Takes(Ben, Position.NoObjection, 2)
            .On(41, "14:00").Does(Karl, new AddressObjection("OBJ-1",
                "The objection was answered with measurements that the objecting company did not contest. The concern about cost per packet is real and is printed as dissent. It does not show that the proposal fails for its purpose, because a member may keep what it has until it can move: Rollout sets no date."))
            .HasLastCall(story.On(39, "09:30"), Aiko, "OBJ-1 is found addressed and will be printed as dissent. This last call seeks agreement on revision 2.")
            .On(20, "10:25").Does(Aiko, new RecordOutcome(OutcomeResult.AgreedWithDissent, "Three support, one has no objection, one objects: three quarters of those for and against are for it. The objection of Tailspin is printed with the outcome in Tailspin's own words."))
            .On(2, "15:15").Does(Aiko, new ApprovePublication(OutcomeKind.Decision, "O-5"));
    }

    private static void NotAgreed(Story story) => new Script<Proposal>(story, SecondSignature)
        .IsOpened(Aiko, Jonas, 88, 84, "Kernel components carry the signature of a second member", Texts.Proposal("second-signature"))
        .On(82, "10:10").Takes(Ben, Position.Support)
        .On(81, "11:36").Objects(Leila, 1,
            "The second signature itself.",
            "It says that somebody ran our own suite on our own build. Customers will read it as \"checked by a competitor\", and the competitor will be asked why it signed.",
            "Drop the signature and publish the suites. We would support that.")
        .On(79, "09:41").Does(Aiko, new AnswerObjection("OBJ-1", "The text says what the signature means and what it does not. To publish suites without anybody who runs them is the second alternative, and we say there why it is not enough."))
        .On(76, "14:12").Takes(Priya, Position.Abstain, statement: "We would run a suite for others and would not like to be asked about it. Both sides are ours.")
        .Together(s => s
            .On(63, "10:00").Does(Owen, new EscalateObjection("OBJ-1"))
            .On(61, "09:30").Does(Leila, new SustainObjection("OBJ-1", true))
            .On(60, "15:20").Does(Ben, new SustainObjection("OBJ-1", false))
            .On(59, "11:05").Does(Mara, new SustainObjection("OBJ-1", true))
            .On(58, "13:50").Does(Amara, new SustainObjection("OBJ-1", false))
            .At(story.On(56, "10:00")).ClockDoes(new PassTime()))
        .On(54, "09:00").Does(Karl, new AppointPanel("OBJ-1", [Fabrikam, Northwind, Tailspin]))
        .On(47, "16:00").Does(Mara, new WritePanelDecision("OBJ-1", PanelResult.Upheld, ["The signature promises more than the procedure gives. The text explains it, and the people who read a signature do not read the text. What the proposal wants, that somebody else runs the suite, can be had without one."], "One seat holds that a precise word on the certificate would have been enough."))
        .On(46, "09:40").Does(Priya, new ConfirmPanelDecision("OBJ-1"))
        .HasLastCall(story.On(44, "10:00"), Aiko, "The panel upheld OBJ-1, so this text cannot be agreed. The last call seeks to end it.", Disposition.Reject, s => s
            .On(41, "09:30").Takes(Mara, Position.NoObjection, statement: "We can live with the end of this text, and hope for a second attempt."))
        .On(28, "11:30").Does(Greta, new RecordOutcome(OutcomeResult.NotAgreed, "A panel of three upheld the objection of Contoso. Nothing speaks against a new proposal on published test suites; the panel's reasons say what it should avoid."));

    private static void Postponed(Story story) => new Script<Proposal>(story, TelemetrySchema)
        .IsOpened(Samuel, Priya, 67, 63, "One schema for the health of an agent", Texts.Proposal("telemetry-schema"), Audience.Amber(Contoso, Tailspin))
        .On(61, "10:30").Takes(Mara, Position.Support)
        .On(60, "15:48").Takes(Leila, Position.NoObjection, statement: "Fine, and early. Two standards bodies are at work on the same.")
        .On(58, "09:22").Takes(Priya, Position.NoObjection, statement: "Agree with Contoso: let us see what comes from the two bodies first.")
        .HasLastCall(story.On(53, "09:00"), Samuel, "The authors themselves ask to put this off for half a year.", Disposition.Postpone)
        .On(38, "10:15").Does(Owen, new RecordOutcome(OutcomeResult.Postponed, "Nobody is against the schema, and nobody wants a third one. The room comes back to it when the first of the two bodies has published, or in six months."));

    private static void UnderAppeal(Story story) => new Script<Proposal>(story, TestCoverage)
        .IsOpened(Samuel, Tomas, 75, 71, "Members publish the test coverage of their content parsers", Texts.Proposal("test-coverage"))
        .On(70, "09:30").Takes(Mara, Position.Support)
        .On(69, "13:12").Takes(Leila, Position.Support)
        .On(68, "10:03").Takes(Priya, Position.Support)
        .On(66, "14:41").Takes(Ben, Position.NoObjection)
        .HasLastCall(story.On(63, "09:00"), Samuel, "Four companies have spoken, nobody against.")
        .On(46, "11:20").Does(Aiko, new RecordOutcome(OutcomeResult.Agreed, "Three of six support it, one has no objection, nobody objects."))
        .On(11, "15:55").Does(Amara, new FileAppeal(
        [
            "The last call fell into the two weeks in which our release froze, and the summary did not say that a figure must be published for every parser. We would have objected.",
            "Branch coverage cannot be computed for the language of our largest parser with the tools that exist. The text says \"everybody can compute it tomorrow\", which is not so.",
        ]))
        .On(7, "09:10").Does(Karl, new AppointPanel(Panel.OnAppeal, [Contoso, Fabrikam, Wingtip]));
}
