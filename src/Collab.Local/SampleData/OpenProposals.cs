using Collab.Domain.Proposals;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>Drafts, open proposals with and without objections, and one that was withdrawn.</summary>
internal static class OpenProposals
{
    public const string SignedManifest = "P-4QW7T", OfflineRecovery = "P-9HX2C", VerifiedExtension = "P-7K3MQ", MemorySafe = "P-2VZ8N", OutsideReview = "P-W7THD";

    public static void Tell(Story story)
    {
        Draft(story);
        DraftWithCoAuthor(story);
        Open(story);
        OpenWithObjection(story);
        Withdrawn(story);
    }

    private static void Draft(Story story)
    {
        var text = Texts.Proposal("signed-manifest");
        new Script<Proposal>(story, SignedManifest)
            .On(3, "14:02").Does(Tomas, new StartDraft("Signed manifests for sets of content files", text with { Alternatives = "" }))
            .On(2, "10:17").Does(Tomas, new EditDraft("Signed manifests for sets of content files", text));
    }

    private static void DraftWithCoAuthor(Story story)
    {
        const string title = "Boot-time recovery that works without a network";
        var text = Texts.Proposal("offline-recovery");
        new Script<Proposal>(story, OfflineRecovery)
            .On(9, "11:30").Does(Priya, new StartDraft(title, text with { Security = "", Rollout = "" }))
            .On(9, "11:45").Does(Priya, new InviteCompany(Tailspin, InvitedAs.CoAuthor))
            .On(8, "09:05").Does(Jonas, new JoinAsCoAuthor())
            .On(6, "15:20").Does(Jonas, new EditDraftSection("security", text.Security, 3))
            .On(4, "08:55").Does(Priya, new EditDraftSection("rollout", text.Rollout, 4))
            .On(4, "09:10").Does(Priya, new InviteCompany(Northwind, InvitedAs.Seconder));
    }

    private static void Open(Story story)
    {
        var text = Texts.Proposal("verified-extension");
        new Script<Proposal>(story, VerifiedExtension)
            .IsOpened(Jonas, Aiko, 12, 6, "An eBPF-style verified extension point in the kernel", text)
            .On(5, "10:02").Takes(Ben, Position.Support, statement: "We have wanted to retire two of our drivers for years. With point 3 as it is written we could.")
            .On(4, "16:31").Does(Jonas, new ReviseProposal(
                RevisionKind.Editorial,
                text.Revised(
                    ("may delay an operation for a bounded time and ask user mode, then allow or deny it", "may hold an operation for a bounded time, ask user mode, and then allow or deny it"),
                    ("measured with the benchmark that the discussion names", "measured with the benchmark of post 9 in the discussion")),
                "Point 3 says hold instead of delay, as suggested; the benchmark is named.",
                [Remarks.Hold]))
            .On(3, "09:48").Takes(Leila, Position.Support, 2)
            .On(2, "13:15").Takes(Mara, Position.Abstain, 2, "We have no kernel component on that platform. We follow with interest and take no side.");
    }

    private static void OpenWithObjection(Story story)
    {
        var text = Texts.Proposal("memory-safe");
        new Script<Proposal>(story, MemorySafe)
            .IsOpened(Priya, Tomas, 27, 23, "Memory-safe languages for new kernel components", text.Revised(
                ("at the date of agreement plus six months", "at the date of agreement"),
                ("The share of unsafe lines is published with each major version.", "The share of unsafe lines is published with each build.")))
            .On(22, "08:40").Takes(Priya, Position.Support)
            .On(21, "15:22").Takes(Leila, Position.Support, statement: "Two of our new parsers are written this way already.")
            .On(19, "11:03").Objects(Amara, 1,
                "Point 1: the rule binds components that are nearly done at the date of agreement.",
                "We have a parser that ships in four months. To write it anew now means to ship it a year later, and the old one stays in use for that year. That is worse for the same customers.",
                "A time of transition of at least six months, or an exception for components in beta at the date of agreement.")
            .On(16, "09:35").Does(Priya, new AnswerObjection("OBJ-1",
                "We take the first of the two cures. Revision 2 says that \"new\" means without a release at the date of agreement plus six months. The exception for betas would need a definition of beta, which no two of us share."))
            .On(14, "10:10").Does(Priya, new ReviseProposal(RevisionKind.Substantive, text, "Six months of transition, after OBJ-1. The unsafe share is published per major version, because per build nobody would read it."))
            .On(13, "14:44").Takes(Priya, Position.Support, 2)
            .On(12, "09:00").Takes(Leila, Position.Support, 2, "Six months do no harm.")
            .On(9, "10:26").Takes(Mara, Position.NoObjection, 2, "Does not touch us today. The share of unsafe lines will be compared without looking at what the lines do; we said so in the discussion.")
            .On(3, "16:12").Objects(Ben, 2,
                "The last sentence of Security: a panic \"needs a path that disables the component instead\".",
                "On one of the platforms that we ship on there is no such path. Read strictly, the sentence forbids us the safe language exactly where we would use it first.",
                "Say \"where the platform has such a path\", and list the platforms that lack it, so that the platform owners see what is asked of them.");
    }

    private static void Withdrawn(Story story) => new Script<Proposal>(story, OutsideReview)
        .IsOpened(Nadia, Samuel, 70, 66, "Outside review before a content field is used for the first time", Texts.Proposal("outside-review"))
        .On(64, "09:50").Takes(Priya, Position.Support)
        .On(62, "13:37").Objects(Leila, 1,
            "The review waits for a person of another company.",
            "Fields are used for the first time in answer to an attack more often than not. Then every hour counts, and the reviewer is asleep.",
            "Let the review follow within two days, and let ring 0 go ahead.")
        .On(58, "10:05").Does(Priya, new AnswerObjection("OBJ-1", "We see the point and do not want a review that comes after. We look for another shape."))
        .On(51, "15:00").Does(Nadia, new WithdrawProposal("Split in two: the automatic check that finds the first use of a field goes into the proposal on fuzzing, and the review by people comes back when we know how to do it at night."));
}
