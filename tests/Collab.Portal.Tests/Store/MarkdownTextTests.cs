using Collab.Domain.Proposals;
using Collab.Portal.Store;
using CsCheck;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Store;

/// <summary>A passage selected on the page, found in the source.</summary>
public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("Drivers crash **kernels** every day.", "crash kernels every", "crash **kernels** every")]
    [InlineData("Drivers crash **kernels** every day.", "kernels", "**kernels**")]
    [InlineData("Drivers crash **all kernels** every day.", "kernels every", "**all kernels** every")]
    [InlineData("Drivers crash **all kernels** every day.", "kernels", "kernels")]
    [InlineData("See [the list](https://example.org/a) first.", "the list first", "[the list](https://example.org/a) first")]
    [InlineData("Call `map_lookup(a, b)` there.", "map_lookup(a, b) there", "`map_lookup(a, b)` there")]
    [InlineData("One line\nand the next.\n\nA paragraph.", "and the next.\n\nA paragraph", "and the next.\n\nA paragraph")]
    [InlineData("- ring 0 first\n- then ring 1\n", "first then ring", "first\n- then ring")]
    [InlineData("1. one\n2. two\n", "one\ntwo", "one\n2. two")]
    [InlineData("> quoted words\n> go on\n", "words go", "words\n> go")]
    [InlineData("Fish &amp; chips &lt; 3.", "Fish & chips", "Fish &amp; chips")]
    [InlineData("A \\*star\\* here.", "star", "star")]
    [InlineData("```text\nh = 1\n    return h\n```\n\nAfter.", "= 1 return", "= 1\n    return")]
    [InlineData("| a | b |\n|---|---|\n| one | two |\n", "one\ttwo", "one | two")]
    [InlineData("A note[^1] here.\n\n[^1]: The note.\n", "note1 here", "note[^1] here")]
    [InlineData("## A heading\n\nText.", "A heading", "A heading")]
    [InlineData("Typed <script>alert(1)</script> as text.", "<script>alert(1)</script> as", "<script>alert(1)</script> as")]
    [InlineData("~~gone~~ and here", "gone and", "~~gone~~ and")]
    public void A_selection_is_found_with_the_marks_that_it_crosses(string markdown, string selected, string source)
    {
        var found = MarkdownText.Of(markdown).Source(selected)!.Value;
        markdown.Substring(found.Start, found.Length).ShouldBe(source);
    }

    [Fact]
    public void Of_equal_words_the_ones_with_the_same_surroundings_are_meant()
    {
        const string markdown = "First the *ring* is small. Then the ring is large.";
        var text = MarkdownText.Of(markdown);
        text.Source("ring", "First the ", " is small.")!.Value.Start.ShouldBe(markdown.IndexOf("*ring*", StringComparison.Ordinal));
        text.Source("ring", "Then the ", " is large.")!.Value.Start.ShouldBe(markdown.LastIndexOf("ring", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        MarkdownText.Of("Some words.").Source("other words").ShouldBeNull();
        MarkdownText.Of("Some words.").Source(" \n").ShouldBeNull();
        MarkdownText.Of("").Source("x").ShouldBeNull();
        MarkdownText.Of(new string('>', 5_000) + " deep").Source("deep").ShouldNotBeNull();
    }

    [Fact]
    public void A_passage_of_the_source_is_measured_in_visible_characters_of_the_page()
    {
        const string markdown = "Drivers crash **all kernels** every day.";
        var text = MarkdownText.Of(markdown);
        text.OnPage(new Passage(markdown.IndexOf("kernels", StringComparison.Ordinal), 7)).ShouldBe(new Passage("Driverscrashall".Length, 7));
        text.OnPage(new Passage(markdown.IndexOf("**", StringComparison.Ordinal), 2)).ShouldBeNull();
    }

    [Fact]
    public void Whatever_is_typed_a_selection_of_what_is_seen_lies_in_the_source() =>
        Gen.Select(Gen.String[Gen.Char["ab *_`[]()\n-#>|~&;<\\"], 0, 60], Gen.Int[0, 59], Gen.Int[1, 20]).Sample((markdown, start, length) =>
        {
            if (start + length > markdown.Length)
                return;
            var text = MarkdownText.Of(markdown);
            if (text.Source(markdown.Substring(start, length)) is { } found)
            {
                found.Start.ShouldBeInRange(0, markdown.Length);
                found.Length.ShouldBeInRange(1, markdown.Length - found.Start);
            }

            text.OnPage(new Passage(start, length));
        });
}
