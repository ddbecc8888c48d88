using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Opens a sub-thread with a title under a post of the main line. Anyone who may write may open one; putting posts that
/// exist already into it is a moderator's: <see cref="MovePost"/>.
/// <para>Refusals: <c>not_found</c>, <c>text.*</c>, <c>thread.locked</c>, <c>thread.one_level</c>,
/// <c>thread.too_many_sub_threads</c>.</para>
/// </summary>
/// <param name="Title">Its title.</param>
public sealed record OpenSubThread(string Title)
{
    /// <summary>Decides; <paramref name="post"/> is the post that it stands under.</summary>
    public Decision Decide(DiscussionThread? thread, Post? post, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if (Post.Hidden(thread, post, audience, actor) is { } hidden)
            return hidden;
        if (Text.Title(Title) is { } text)
            return text;
        if (thread!.Locked() is { } locked)
            return locked;
        if (thread.Resolve(post!.SubThread) is not null)
            return Refusal.Conflict("thread.one_level", "The post is in a sub-thread already, and there is only one level. Open one from the main line.");
        if (thread.SubThreads.Count >= DiscussionThread.SubThreadLimit)
            return Refusal.Conflict("thread.too_many_sub_threads", "The thread holds 200 sub-threads, which is the most. Open another thread.");
        return Decision.Accept(new SubThreadOpened(actor.By, now, thread.SubThreads.Count + 1, Title, post.Number));
    }
}
