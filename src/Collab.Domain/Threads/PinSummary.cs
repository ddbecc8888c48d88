using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Pins a moderator's summary above the thread in place of any earlier one; an empty text takes it down.
/// <para>Refusals: <c>not_found</c>, <c>thread.not_moderator</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Markdown">The summary, at most <see cref="DiscussionThread.SummaryLimit"/> UTF-16 units.</param>
public sealed record PinSummary(string? Markdown)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if ((DiscussionThread.Hidden(thread, audience, actor) ?? DiscussionThread.NotModerator(actor, "pins a summary")) is { } refusal)
            return refusal;
        if (string.IsNullOrWhiteSpace(Markdown))
            return thread!.Summary is null ? Decision.Accept() : Decision.Accept(new SummaryUnpinned(actor.By, now));
        if (Text.Statement(Markdown, "markdown", "The summary") is { } text)
            return text;
        if (Markdown.Length > DiscussionThread.SummaryLimit)
            return Refusal.Invalid("text.too_long", "The summary is longer than 2,000 characters. Shorten it.", "markdown");
        return thread!.Summary?.Markdown == Markdown ? Decision.Accept() : Decision.Accept(new SummaryPinned(actor.By, now, Markdown));
    }
}
