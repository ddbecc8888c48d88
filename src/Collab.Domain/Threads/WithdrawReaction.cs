using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Takes one's own reaction back.
/// <para>Refusals: <c>not_found</c>, <c>thread.locked</c>.</para>
/// </summary>
/// <param name="Reaction">The reaction.</param>
public sealed record WithdrawReaction(Reaction Reaction)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Post? post, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if (Post.Hidden(thread, post, audience, actor) is { } hidden)
            return hidden;
        if (!post!.Has(Reaction, actor.Person))
            return Decision.Accept();
        return thread!.Locked() is { } locked ? locked : Decision.Accept(new ReactionWithdrawn(actor.By, now, post.Number, Reaction));
    }
}
