using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Makes a thread's audience narrower. It never becomes wider again: what was written was written for those who could
/// read it, and only each source may loosen its own words.
/// <para>Refusals: <c>not_found</c>, <c>thread.not_opener</c>, <c>audience.*</c>, <c>thread.not_narrower</c>,
/// <c>thread.leaves_you_out</c>.</para>
/// </summary>
/// <param name="Audience">The new audience.</param>
public sealed record NarrowThread(Audience Audience)
{
    /// <summary>Decides; <paramref name="audience"/> is the thread's present one, from <see cref="DiscussionThread.AudienceUnder"/>.</summary>
    public Decision Decide(DiscussionThread? thread, Audience? audience, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (DiscussionThread.Hidden(thread, audience, actor) is { } hidden)
            return hidden;
        if (thread!.OpenedBy.Company != actor.Company && !actor.Is(Roles.Moderator))
            return Refusal.Forbidden("thread.not_opener", "Only the company that opened the thread, or a moderator, makes its audience narrower.");
        if (AudienceRules.Check(Audience, roll, audience) is { } contradiction)
            return contradiction;
        if (Audience == audience)
            return Decision.Accept();
        if (!Audience.IsWithin(audience!))
            return Refusal.Invalid("thread.not_narrower", "A thread's audience only becomes narrower. Open another thread for more readers.", "audience");
        if (!Audience.Admits(actor))
            return Refusal.Invalid("thread.leaves_you_out", "You are not in the audience yourself. Add your company, or yourself for TLP:RED.", "audience");
        return Decision.Accept(new ThreadNarrowed(actor.By, now, Audience));
    }
}
