using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Puts a post into a sub-thread, or back on the main line. Its number and address stay.
/// <para>Refusals: <c>not_found</c>, <c>thread.not_moderator</c>, <c>thread.no_such_sub_thread</c>,
/// <c>thread.heads_sub_thread</c>.</para>
/// </summary>
/// <param name="SubThread">The sub-thread; null for the main line.</param>
public sealed record MovePost(int? SubThread)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Post? post, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if ((Post.Hidden(thread, post, audience, actor) ?? DiscussionThread.NotModerator(actor, "moves posts")) is { } refusal)
            return refusal;
        if (SubThread is { } number && thread!.FindSubThread(number) is null)
            return Refusal.Invalid("thread.no_such_sub_thread", $"There is no sub-thread {number} in this thread.", "subThread");
        var target = thread!.Resolve(SubThread);
        if (thread.Resolve(post!.SubThread) == target)
            return Decision.Accept();
        if (target is not null && thread.SubThreads.Any(s => !s.Merged && s.FromPost == post.Number))
            return Refusal.Conflict("thread.heads_sub_thread", "A sub-thread stands under this post, so it stays on the main line. Merge that sub-thread first.");
        return Decision.Accept(new PostMoved(actor.By, now, post.Number, target));
    }
}
