using System.Diagnostics;
using System.Text;
using Collab.Domain.Proposals;
using CsCheck;
using Shouldly;
using Xunit;

namespace Collab.Domain.Tests.Proposals;

public class AnchorTests
{
    private const string Text = "Drivers crash **kernels** every day.\n\nMove parsing to user mode. Do it in stages, and say when.\n\n- ring 0 first\n- then ring 1\n";

    private static readonly Gen<string> Words = Gen.String[Gen.Char['a', 'z'], 2, 9].Array[0, 30].Select(words => string.Join(' ', words));

    private static Anchor Of(string quote, string text = Text, int nth = 0)
    {
        var at = -1;
        for (var i = 0; i <= nth; i++)
            at = text.IndexOf(quote, at + 1, StringComparison.Ordinal);
        return Anchor.To("proposal", text, new Passage(at, quote.Length), 5, 1);
    }

    private static string? Found(Anchor anchor, string text) => anchor.Find(text) is { } passage ? text.Substring(passage.Start, passage.Length) : null;

    [Fact]
    public void An_anchor_keeps_the_passage_and_32_characters_on_each_side()
    {
        var anchor = Of("parsing to user mode");
        anchor.ShouldBe(new Anchor("proposal", "h **kernels** every day.\n\nMove ", "parsing to user mode", ". Do it in stages, and say when.", 5, 1) with { Prefix = anchor.Prefix });
        anchor.Prefix.Length.ShouldBe(32);
        Text.ShouldContain(anchor.Prefix + anchor.Quote + anchor.Suffix);
        Of("ring 1").Suffix.ShouldBe("\n");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_left_out_of_the_context()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 20)) + "!the passage" + string.Concat(Enumerable.Repeat("😀", 20));
        var anchor = Of("the passage", text);
        anchor.Prefix.ShouldBe(string.Concat(Enumerable.Repeat("😀", 15)) + "!");
        anchor.Suffix.Length.ShouldBe(32);
        Of("he passage", text).Prefix.Length.ShouldBe(32);
    }

    [Fact]
    public void Of_equal_passages_the_one_with_the_same_surroundings_is_found()
    {
        var twice = "First, the rollout is staged by ring. Later, the rollout is staged by country.";
        var second = Of("the rollout is staged", twice, nth: 1);
        second.Find(twice)!.Value.Start.ShouldBe(twice.LastIndexOf("the rollout", StringComparison.Ordinal));
        second.Find("A new sentence. " + twice)!.Value.Start.ShouldBe(16 + twice.LastIndexOf("the rollout", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_white_space_and_small_edits_inside_leave_it_found()
    {
        Found(Of("Move parsing to user mode"), Text.Replace("parsing to", "parsing\n  to", StringComparison.Ordinal)).ShouldBe("Move parsing\n  to user mode");
        Found(Of("Move parsing to user mode"), Text.Replace("parsing to user", "the parsing to user", StringComparison.Ordinal)).ShouldBe("Move the parsing to user mode");
        Found(Of("Do it in stages, and say when"), Text.Replace("in stages, and", "in four stages and", StringComparison.Ordinal)).ShouldBe("Do it in four stages and say when");
    }

    [Fact]
    public void A_passage_that_was_removed_or_rewritten_is_gone()
    {
        Of("Move parsing to user mode").Find(Text.Replace("Move parsing to user mode. ", "", StringComparison.Ordinal)).ShouldBeNull();
        Of("Move parsing to user mode").Find(Text.Replace("Move parsing to user mode", "Leave everything where it is", StringComparison.Ordinal)).ShouldBeNull();
        Of("Move parsing to user mode").Find("").ShouldBeNull();
    }

    [Fact]
    public void A_short_passage_is_not_found_in_another_place_by_chance() =>
        Of("when").Find("Nobody knows when the day comes, nor when it ends.").ShouldBeNull();

    [Fact]
    public void A_section_as_a_whole_is_never_gone()
    {
        var whole = Anchor.ToSection("proposal", 5, 1);
        whole.Find("").ShouldBe(new Passage(0, 0));
        whole.Find(Text).ShouldBe(new Passage(0, Text.Length));
        whole.Replace(" ", "Written.").ShouldBe("Written.");
        whole.Replace(Text, "Overwritten.").ShouldBeNull();
    }

    [Fact]
    public void A_long_passage_across_many_words_of_64_bits_is_found_with_edits_in_it()
    {
        var random = new Random(7);
        var text = new StringBuilder();
        for (var i = 0; i < 4_000; i++)
            text.Append("word").Append(random.Next(100_000)).Append(i % 11 == 0 ? "\n" : " ");
        var source = text.ToString();
        var quote = source.Substring(9_000, 1_900);
        var anchor = Anchor.To("proposal", source, new Passage(9_000, quote.Length), 1, 1);
        var edited = quote.Remove(700, 12).Insert(300, "some new words ").Replace('\n', ' ');
        var changed = "Before. " + source.Replace(quote, edited, StringComparison.Ordinal);
        Found(anchor, changed).ShouldBe(edited);
    }

    [Fact]
    public void Texts_made_to_be_slow_are_searched_in_a_fraction_of_a_second()
    {
        var quote = string.Concat(Enumerable.Repeat("ab", 999)) + "ac";
        var text = string.Concat(Enumerable.Repeat("ab", 99_000)) + new string('a', 2_000);
        var anchor = new Anchor("proposal", "ababab", quote, "ababab", 1, 1);
        var watch = Stopwatch.StartNew();
        anchor.Find(text).ShouldNotBeNull();
        new Anchor("proposal", "q", "a", "q", 1, 1).Find(new string('a', 200_000)).ShouldBeNull();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_unique_passage_survives_edits_elsewhere_and_moves_with_them() =>
        Gen.Select(Words, Words, Words, Words, Words).Sample((before, passage, after, newBefore, newAfter) =>
        {
            var quote = "[" + passage + " quoted]";
            var text = before + " " + quote + " " + after;
            var anchor = Anchor.To("proposal", text, new Passage(before.Length + 1, quote.Length), 1, 1);
            anchor.Find(newBefore + " " + quote + " " + newAfter).ShouldBe(new Passage(newBefore.Length + 1, quote.Length));
            anchor.Find(newBefore + before + " " + quote + " " + after + newAfter).ShouldBe(new Passage(newBefore.Length + before.Length + 1, quote.Length));
        });

    [Fact]
    public void Whatever_the_texts_a_passage_that_is_found_lies_in_the_text() =>
        Gen.Select(Gen.String[Gen.Char[" ab\n*😀"], 0, 80], Gen.String[Gen.Char[" ab\n*😀"], 1, 40], Gen.Int[0, 79], Gen.Int[1, 40]).Sample((text, other, start, length) =>
        {
            if (start + length > text.Length)
                return;
            var anchor = Anchor.To("proposal", text, new Passage(start, length), 1, 1);
            anchor.Find(text).ShouldNotBeNull();
            if (anchor.Find(other) is { } passage)
            {
                passage.Start.ShouldBeInRange(0, other.Length);
                passage.Length.ShouldBeInRange(1, other.Length - passage.Start);
            }
        });

    [Fact]
    public void The_difference_of_two_versions_put_in_place_gives_the_later_one() =>
        Gen.Select(Words, Words, Words, Words).Sample((head, before, after, tail) =>
        {
            var (old, @new) = ($"{head} {before} {tail}", $"{head} {after} {tail}");
            if (Anchor.Difference(old, @new) is not { } change)
            {
                old.ShouldBe(@new);
                return;
            }

            change.Passage.Length.ShouldBeGreaterThan(0);
            (old[..change.Passage.Start] + change.Replacement + old[change.Passage.End..]).ShouldBe(@new);
        });

    [Theory]
    [InlineData("Do it in stages.", "Do it in four stages.", "in", "in four")]
    [InlineData("Do it in stages.", "Do it in rings.", "stages.", "rings.")]
    [InlineData("Do it.", "First do it.", "Do", "First do")]
    [InlineData("", "New.", "", "New.")]
    public void The_difference_is_of_whole_words(string before, string after, string passage, string replacement)
    {
        var change = Anchor.Difference(before, after)!.Value;
        before.Substring(change.Passage.Start, change.Passage.Length).ShouldBe(passage);
        change.Replacement.ShouldBe(replacement);
    }
}
