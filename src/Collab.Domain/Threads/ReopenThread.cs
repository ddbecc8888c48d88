using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Reopens a locked thread.
/// <para>Refusals: <c>not_found</c>, <c>thread.not_moderator</c>, <c>text.*</c>.</para>
/// </summary>
/// <param name="Reason">Why, shown in the thread's history.</param>
public sealed record ReopenThread(string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if ((DiscussionThread.Hidden(thread, audience, actor) ?? DiscussionThread.NotModerator(actor, "reopens a thread")) is { } refusal)
            return refusal;
        if (Text.Statement(Reason, "reason", "A reason") is { } text)
            return text;
        return thread!.IsLocked ? Decision.Accept(new ThreadReopened(actor.By, now, Reason)) : Decision.Accept();
    }
}
