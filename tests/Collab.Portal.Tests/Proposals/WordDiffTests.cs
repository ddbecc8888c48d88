using Collab.Portal.Proposals;
using CsCheck;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

public sealed class WordDiffTests
{
    [Fact]
    public void Words_that_changed_are_named_and_the_rest_is_left_alone() =>
        WordDiff.Runs("up to 50 %, soak 2 h.", "up to 20 %, soak 4 h.").Select(r => (r.Change, r.Text)).ShouldBe(
        [
            (WordChange.Same, "up to "), (WordChange.Removed, "50"), (WordChange.Inserted, "20"), (WordChange.Same, " %, soak "),
            (WordChange.Removed, "2"), (WordChange.Inserted, "4"), (WordChange.Same, " h."),
        ]);

    [Fact]
    public void Both_texts_can_be_read_from_the_runs() =>
        Gen.Select(Gen.String[0, 60], Gen.String[0, 60]).Sample((before, after) =>
        {
            var runs = WordDiff.Runs(before, after);
            string.Concat(runs.Where(r => r.Change != WordChange.Removed).Select(r => r.Text)).ShouldBe(after);
            string.Concat(runs.Where(r => r.Change == WordChange.Removed).Select(r => r.Text)).Length.ShouldBeLessThanOrEqualTo(before.Length);
        });
}
