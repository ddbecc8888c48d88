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
}
