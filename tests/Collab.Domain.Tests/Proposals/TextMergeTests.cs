using Collab.Domain.Proposals;
using CsCheck;
using Shouldly;
using Xunit;

namespace Collab.Domain.Tests.Proposals;

public class TextMergeTests
{
    private const string Started = "Drivers crash kernels. It happens every month.\n\nMove parsing to user mode.\n";

    private static readonly Gen<string> Word = Gen.OneOf(new[] { "ring", "stage", "the", "a", "waits", "for", "one", "rollback", "é", "deploy,", "**bold**", "- item\n", "\n\n", "end.", " " }.Select(w => Gen.Const(w)).ToArray());
    private static readonly Gen<string> Prose = Word.Array[0, 30].Select(words => string.Join(' ', words));
    private static readonly Gen<string> Any = Gen.String[Gen.Char[" ab.\n*😀"], 0, 60];

    [Theory]
    [InlineData("Drivers crash whole kernels. It happens every month.\n\nMove parsing to user mode.\n", "Drivers crash kernels. It happens every week.\n\nMove parsing to user mode.\n", "Drivers crash whole kernels. It happens every week.\n\nMove parsing to user mode.\n")]
    [InlineData("Drivers crash kernels. It happens every month.\n\nMove all parsing to user mode.\n", "Often, drivers crash kernels. It happens every month.\n\nMove parsing to user mode.\n", "Often, drivers crash kernels. It happens every month.\n\nMove all parsing to user mode.\n")]
    [InlineData("Drivers crash kernels.\n\nMove parsing to user mode.\n", "Drivers crash kernels. It happens every month.\n\nMove parsing to user mode. In stages.\n", "Drivers crash kernels.\n\nMove parsing to user mode. In stages.\n")]
    [InlineData("Drivers crash kernels. It happens every month.\n\nMove parsing to user space.\n", "Drivers crash kernels. It happens every month.\n\nMove parsing to user space.\n", "Drivers crash kernels. It happens every month.\n\nMove parsing to user space.\n")]
    public void Changes_of_different_words_are_both_taken(string mine, string theirs, string merged) =>
        TextMerge.Of(Started, mine, theirs).ShouldBe(new Merged(merged, false));

    [Theory]
    [InlineData("Drivers crash kernels. It happens every day.", "Drivers crash kernels. It happens every week.", "Drivers crash kernels. It happens every day week.")]
    [InlineData("Drivers crash kernels. It happens every month. Mine.", "Drivers crash kernels. It happens every month. Theirs.", "Drivers crash kernels. It happens every month. Mine. Theirs.")]
    [InlineData("Drivers crash kernels.", "Drivers crash kernels. It happens every single month.", "Drivers crash kernels. It happens every single month.")]
    public void The_same_words_changed_differently_are_a_conflict_and_both_stand_there(string mine, string theirs, string both) =>
        TextMerge.Of("Drivers crash kernels. It happens every month.", mine, theirs).ShouldBe(new Merged(both, true));

    [Fact]
    public void A_sentence_written_anew_does_not_take_in_a_word_of_the_one_it_replaces() =>
        TextMerge.Of("The rings of the fleet are four in all.", "Nobody says how many of them there are.", "The rings of the whole fleet are four in all.").Conflict.ShouldBeTrue();

    [Fact]
    public void Texts_that_differ_in_very_many_words_are_merged_by_lines()
    {
        var started = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"line {i} as it was\n"));
        var mine = started.Replace("as it was", "as I want it", StringComparison.Ordinal) + "mine\n";
        TextMerge.Of(started, mine, "theirs\n" + started).ShouldBe(new Merged("theirs\n" + mine, false));
        TextMerge.Of(started, mine, started.Replace("line 7 as", "line 7 exactly as", StringComparison.Ordinal)).Conflict.ShouldBeTrue();
    }

    [Fact]
    public void One_side_that_changed_nothing_leaves_the_other_as_it_is() => Gen.Select(Any, Any).Sample((started, changed) =>
    {
        TextMerge.Of(started, changed, started).ShouldBe(new Merged(changed, false));
        TextMerge.Of(started, started, changed).ShouldBe(new Merged(changed, false));
        TextMerge.Of(started, changed, changed).ShouldBe(new Merged(changed, false));
    });

    [Fact]
    public void It_does_not_matter_who_is_who() => Gen.Select(Prose, Prose, Prose).Sample((started, one, other) =>
    {
        var (there, back) = (TextMerge.Of(started, one, other), TextMerge.Of(started, other, one));
        back.Conflict.ShouldBe(there.Conflict);
        if (!there.Conflict)
            back.Text.ShouldBe(there.Text);
    });

    [Fact]
    public void What_was_merged_merges_again_to_the_same() => Gen.Select(Prose, Prose, Prose).Sample((started, mine, theirs) =>
    {
        if (TextMerge.Of(started, mine, theirs) is not { Conflict: false, Text: var merged })
            return;
        // Sent twice, because the first answer was lost.
        TextMerge.Of(theirs, merged, merged).Text.ShouldBe(merged);
        TextMerge.Of(mine, mine, merged).Text.ShouldBe(merged);
    });

    [Fact]
    public void Nothing_that_either_wrote_is_lost_when_they_wrote_in_different_lines() =>
        Gen.Select(Gen.Int[2, 12].SelectMany(n => Gen.Select(Gen.Int[0, 2].Array[n], Gen.Const(n))), Prose.Array[12], Prose.Array[12]).Sample((who, mine, theirs) =>
        {
            var (writers, count) = who;
            string Line(int i, int side, string[] written) => writers[i] == side ? $"{i}: {written[i].Replace('\n', ' ')} end" : $"{i}: line of number {i}";
            string Text(Func<int, string> line) => string.Join("\n", Enumerable.Range(0, count).Select(line));
            var started = Text(i => $"{i}: line of number {i}");
            var merged = TextMerge.Of(started, Text(i => Line(i, 1, mine)), Text(i => Line(i, 2, theirs)));
            merged.ShouldBe(new Merged(Text(i => writers[i] == 1 ? Line(i, 1, mine) : Line(i, 2, theirs)), false));
        });

    [Fact]
    public void In_a_conflict_every_word_that_either_added_stands_in_the_text() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5]).Sample((at, where) =>
    {
        string[] words = ["one", "two", "three", "four", "five"];
        string With(int index, string word) => string.Join(' ', words.Take(index).Append(word).Concat(words.Skip(index)));
        var merged = TextMerge.Of(string.Join(' ', words), With(at, "mine"), With(where, "theirs"));
        merged.Conflict.ShouldBe(at == where);
        merged.Text.Split(' ').ShouldBe([.. words, "mine", "theirs"], ignoreOrder: true);
    });
}
