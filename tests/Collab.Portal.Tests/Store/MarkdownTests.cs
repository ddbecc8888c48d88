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
}
