using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Locks a thread: nothing is written, edited or reacted to until it is reopened. Reading and redacting go on.
/// <para>Refusals: <c>not_found</c>, <c>thread.not_moderator</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Reason">Why, shown at the thread.</param>
public sealed record LockThread(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if ((DiscussionThread.Hidden(thread, audience, actor) ?? DiscussionThread.NotModerator(actor, "locks a thread")) is { } refusal)
            return refusal;
        if (Text.Statement(Reason, "reason", "A reason") is { } text)
            return text;
        return thread!.IsLocked ? Decision.Accept() : Decision.Accept(new ThreadLocked(actor.By, now, Reason));
    }
}
