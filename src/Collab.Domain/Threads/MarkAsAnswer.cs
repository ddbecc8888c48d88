using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Marks a post as the answer to the post that it replies to, or takes the mark away. The one who asked does it, or the
/// one who opened the thread, or a moderator.
/// <para>Refusals: <c>not_found</c>, <c>post.not_asker</c>, <c>post.replies_to_nothing</c>, <c>thread.locked</c>,
/// <c>post.redacted</c>.</para>
/// </summary>
/// <param name="Answer">True to mark, false to take the mark away.</param>
public sealed record MarkAsAnswer(bool Answer = true)
{
    /// <summary>Decides; <paramref name="question"/> is the post that <paramref name="post"/> replies to, if it does.</summary>
    public Decision Decide(DiscussionThread? thread, Post? post, Post? question, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if (Post.Hidden(thread, post, audience, actor) is { } hidden)
            return hidden;
        var asked = question is not null && question.Number == post!.ReplyTo && question.Author.Person == actor.Person;
        if (!asked && thread!.OpenedBy.Person != actor.Person && !actor.Is(Roles.Moderator))
            return Refusal.Forbidden("post.not_asker", "Only the one who asked, the one who opened the thread, or a moderator marks an answer.");
        if (post!.IsAnswer == Answer)
            return Decision.Accept();
        if (thread!.Locked() is { } locked)
            return locked;
        if (!Answer)
            return Decision.Accept(new PostUnmarkedAsAnswer(actor.By, now, post.Number));
        if (post.ReplyTo is null)
            return Refusal.Conflict("post.replies_to_nothing", "The post replies to no other, so it answers nothing. Mark a reply.");
        return post.IsRedacted() is { } redacted ? redacted : Decision.Accept(new PostMarkedAsAnswer(actor.By, now, post.Number));
    }
}
