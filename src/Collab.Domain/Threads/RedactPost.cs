using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Masks a post's text, for personal data or secrets posted by mistake. Possible in a locked thread too.
/// <para>Refusals: <c>not_found</c>, <c>post.not_author_or_moderator</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Reason">Why, shown in place of the text. Must not repeat what is masked.</param>
public sealed record RedactPost(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Post? post, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if (Post.Hidden(thread, post, audience, actor) is { } hidden)
            return hidden;
        if (post!.Author.Person != actor.Person && !actor.Is(Roles.Moderator))
            return Refusal.Forbidden("post.not_author_or_moderator", "Only its author or a moderator redacts a post.");
        if (Text.Statement(Reason, "reason", "A reason") is { } text)
            return text;
        return post.Redacted ? Decision.Accept() : Decision.Accept(new PostRedacted(actor.By, now, post.Number, Reason));
    }
}
