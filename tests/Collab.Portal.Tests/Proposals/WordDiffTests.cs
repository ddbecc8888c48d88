using Collab.Domain;
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
            string.Concat(runs.Where(r => r.Change != WordChange.Inserted).Select(r => r.Text)).ShouldBe(before);
        });

    [Fact]
    public void Texts_made_to_be_slow_are_told_as_one_change()
    {
        // Compared word by word, these took minutes of every reader of a proposal's page.
        var marks = "!.,;:?-+*/#";
        var before = string.Concat(Enumerable.Range(0, Text.MarkdownLimit).Select(i => marks[((i * 31) + (i / 7)) % 11]));
        var after = string.Concat(Enumerable.Range(0, Text.MarkdownLimit).Select(i => marks[((i * 17) + (i / 5)) % 11]));

        WordDiff.Runs(before, after).Count.ShouldBeLessThanOrEqualTo(4);
        WordDiff.Runs(before.Replace("!", "!\n", StringComparison.Ordinal), after.Replace("?", "?\n", StringComparison.Ordinal)).Count.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public void A_long_text_with_few_changes_is_told_by_words()
    {
        var before = string.Join(' ', Enumerable.Range(0, 20_000).Select(i => "word" + i));
        var after = before.Replace("word17 ", "seventeen ", StringComparison.Ordinal).Replace("word19000 ", "", StringComparison.Ordinal);

        WordDiff.Runs(before, after).Where(r => r.Change != WordChange.Same).Select(r => (r.Change, r.Text.Trim()))
            .ShouldBe([(WordChange.Removed, "word17"), (WordChange.Inserted, "seventeen"), (WordChange.Removed, "word19000")]);
    }
}
