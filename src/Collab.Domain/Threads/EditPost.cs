using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Changes a post's text. The earlier text stays in the history for those who may read the thread.
/// <para>Refusals: <c>not_found</c>, <c>post.not_author</c>, <c>text.*</c>, <c>thread.locked</c>, <c>post.redacted</c>,
/// <c>post.changed</c>.</para>
/// </summary>
/// <param name="Markdown">The new text.</param>
/// <param name="Edits">How often the post was edited when the author began; null to replace whatever is there.</param>
public sealed record EditPost(string Markdown, int? Edits = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Post? post, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if (Post.Hidden(thread, post, audience, actor) is { } hidden)
            return hidden;
        if (post!.Author.Person != actor.Person)
            return Refusal.Forbidden("post.not_author", "Only its author edits a post. Reply to it instead.");
        if (Text.Document(Markdown, "markdown", "The post's text") is { } text)
            return text;
        if ((thread!.Locked() ?? post.IsRedacted()) is { } closed)
            return closed;
        if (Edits is { } edits && edits != post.EditCount)
            return Refusal.Conflict("post.changed", "The post was edited meanwhile. Look at the newer text, then edit again.");
        return Decision.Accept(new PostEdited(actor.By, now, post.Number, Markdown));
    }
}
