using Collab.Domain.Proposals;
using static Collab.Local.SampleData.OpenProposals;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>Comments on passages of an open proposal and suggested changes: one in each state that the page shows.</summary>
internal static class Remarks
{
    public const string Hold = "RM-4Z8QK2VN", Benchmark = "RM-9T3WB6HC", Bound = "RM-1E7MX0RD", Corpus = "RM-6N2YJ8FA", Hooks = "RM-3G5PV9KS", Below = "RM-8C4RT1ZQ";

    public static void Tell(Story story)
    {
        // Noted after the day of the revision that takes it in, which asks whether it is accepted.
        new Script<Remark>(story, Hold)
            .On(5, "11:40").Does(Ben, new OnPassage(
                VerifiedExtension, "proposal", "may delay an operation for a bounded time and ask user mode, then allow or deny it",
                "A delay sounds like a cost. What is meant is that the operation waits for the answer.",
                "may hold an operation for a bounded time, ask user mode, and then allow or deny it"))
            .On(5, "15:05").Does(Jonas, new AcceptSuggestion())
            .On(3, "00:02").Does(Jonas, new RecordSuggestion(2));

        new Script<Remark>(story, Benchmark)
            .On(5, "12:10").Does(Leila, new OnPassage(VerifiedExtension, "rollout", "measured with the benchmark that the discussion names", "Two are named there. Which one?"));

        new Script<Remark>(story, Bound)
            .On(3, "10:26").Does(Priya, new OnPassage(
                VerifiedExtension, "proposal", "for a bounded time", "Bounded by whom? A bound that the platform sets may be too short for a look-up over the network; one that the program sets is none."))
            .On(2, "09:14").Does(Jonas, new ReplyToRemark("By the platform, and readable by the program. A look-up over the network has no place in a hook."))
            .On(2, "14:51").Does(Leila, new ReplyToRemark("Then please write that: *bounded by the platform*."));

        new Script<Remark>(story, Corpus)
            .On(2, "11:03").Does(Mara, new OnPassage(
                VerifiedExtension, "security", "open to review by every vendor, and fuzzed in public", "Fuzzing in public helps others only with what it found.",
                "open to review by every vendor, and fuzzed in public with a shared corpus"))
            .On(1, "08:47").Does(Jonas, new AcceptSuggestion());

        new Script<Remark>(story, Hooks)
            .On(2, "16:20").Does(Aiko, new OnPassage(
                VerifiedExtension, "proposal", "file open and rename, network connect", "Without the close of a file, what was written between cannot be told.", "file open, close and rename, network connect"));

        new Script<Remark>(story, Below)
            .On(3, "13:30").Does(Nadia, new OnPassage(VerifiedExtension, "compatibility", "is not loaded below it", "Does it say so to the administrator, or is it silent?"))
            .On(2, "10:40").Does(Jonas, new ReplyToRemark("It says so; the list of loaded programs shows what was refused and why."))
            .On(1, "09:55").Does(Nadia, new ResolveRemark());
    }
}
