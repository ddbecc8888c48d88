using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Merges a sub-thread into another, or into the main line: its posts are read there, under the addresses they had.
/// <para>Refusals: <c>not_found</c>, <c>thread.not_moderator</c>, <c>thread.no_such_sub_thread</c>, <c>thread.merged_already</c>,
/// <c>thread.merges_into_itself</c>.</para>
/// </summary>
/// <param name="SubThread">The sub-thread that goes.</param>
/// <param name="Into">The one that takes its posts; null for the main line.</param>
public sealed record MergeSubThread(int SubThread, int? Into = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if ((DiscussionThread.Hidden(thread, audience, actor) ?? DiscussionThread.NotModerator(actor, "merges sub-threads")) is { } refusal)
            return refusal;
        if (thread!.FindSubThread(SubThread) is not { } source)
            return Refusal.Invalid("thread.no_such_sub_thread", $"There is no sub-thread {SubThread} in this thread.", "subThread");
        if (Into is { } into && thread.FindSubThread(into) is null)
            return Refusal.Invalid("thread.no_such_sub_thread", $"There is no sub-thread {into} in this thread.", "into");
        if (source.Merged)
            return Refusal.Conflict("thread.merged_already", "The sub-thread is merged already. Merge the one that took its posts.");
        var target = thread.Resolve(Into);
        if (target == SubThread)
            return Refusal.Invalid("thread.merges_into_itself", "A sub-thread cannot be merged into itself. Choose another.", "into");
        return Decision.Accept(new SubThreadMerged(actor.By, now, SubThread, target));
    }
}
