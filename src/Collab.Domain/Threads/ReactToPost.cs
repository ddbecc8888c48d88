using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Reacts to a post. The same reaction twice counts once.
/// <para>Refusals: <c>not_found</c>, <c>post.reaction_unknown</c>, <c>thread.locked</c>, <c>post.redacted</c>.</para>
/// </summary>
/// <param name="Reaction">The reaction.</param>
public sealed record ReactToPost(Reaction Reaction)
{
    /// <summary>Decides.</summary>
    public Decision Decide(DiscussionThread? thread, Post? post, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if (Post.Hidden(thread, post, audience, actor) is { } hidden)
            return hidden;
        if (!Enum.IsDefined(Reaction))
            return Refusal.Invalid("post.reaction_unknown", "There is no such reaction.", "reaction");
        if ((thread!.Locked() ?? post!.IsRedacted()) is { } closed)
            return closed;
        return post!.Has(Reaction, actor.Person) ? Decision.Accept() : Decision.Accept(new PostReacted(actor.By, now, post.Number, Reaction));
    }
}
