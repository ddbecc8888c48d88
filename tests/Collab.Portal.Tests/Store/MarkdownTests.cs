using Collab.Portal.Store;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Store;

public sealed class MarkdownTests
{
    [Fact]
    public void The_empty_corner_of_a_table_is_no_heading()
    {
        var html = Markdown.Render("| | p50 |\n|---|---|\n| in kernel | 4 µs |").Html;

        html.ShouldNotContain("<th></th>");
        html.ShouldContain("<th>p50</th>");
        html.ShouldContain("in kernel");
    }

    [Theory]
    [InlineData("[a](")]
    [InlineData("[a](b (")]
    [InlineData("![a](b")]
    public void Links_that_never_end_are_shown_as_typed_when_they_are_many(string unclosed)
    {
        // Each was looked through to the end of the text: 200,000 characters took 19 s.
        var many = string.Concat(Enumerable.Repeat(unclosed, 20_000));
        Markdown.Render(many).Html.ShouldBe($"<pre>{many}</pre>");
        MarkdownText.Of(many).Source("a").ShouldNotBeNull();
    }

    [Fact]
    public void Parentheses_left_open_here_and_there_change_nothing()
    {
        var text = string.Concat(Enumerable.Repeat("Well :( **so** it is [here](https://contoso.example/a_(b)).\n\n", 600));
        var html = Markdown.Render(text).Html;
        html.ShouldStartWith("<p>Well :( <strong>so</strong> it is <a href=\"https://contoso.example/a_(b)\"");
        html.ShouldNotContain("<pre>");
    }

    [Theory]
    [InlineData("", "\n")]
    [InlineData("", "\r")]
    [InlineData("", "\r\n")]
    [InlineData("> ", "\n")]
    [InlineData("", "\\\n")]
    [InlineData("", "\u2028\u2028\n")]
    public void A_table_of_one_wide_row_and_many_short_ones_is_shown_as_typed(string before, string after)
    {
        // Every row is made as wide as the widest: 80,000 characters made a hundred million cells.
        string Row(int cells, string cell) => before + string.Concat(Enumerable.Repeat("|" + cell, cells)) + after;
        var table = Row(5_000, "a") + Row(5_000, "-") + string.Concat(Enumerable.Repeat(Row(1, "b"), 20_000));

        var html = Markdown.Render(table).Html;

        html.ShouldStartWith("<pre>");
        html.ShouldNotContain("<td>");
    }

    [Fact]
    public void A_table_as_long_as_anybody_writes_one_stays_a_table()
    {
        var html = Markdown.Render("| a | b | c |\n|---|---|---|\n" + string.Concat(Enumerable.Repeat("| 1 | 2 | 3 |\n", 5_000))).Html;

        html.Split("<tr>").Length.ShouldBe(5_002);
    }

    [Theory]
    [InlineData("[a]", 30_000)]
    [InlineData("![a]", 30_000)]
    [InlineData("[a]", 50_000)]
    public void An_address_that_is_named_once_and_repeated_by_the_thousand_is_not_written_out(string again, int times) =>
        Markdown.Render($"[a]: https://contoso.example/{new string('y', 50_000)}\n\n{string.Concat(Enumerable.Repeat(again, times))}").Html.Length.ShouldBeLessThan(300_000);
}
