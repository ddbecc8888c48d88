using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Masks what was written, for personal data or secrets written by mistake; its author or a moderator, also once the
/// proposal is settled. An open suggestion is withdrawn by it. Refusals: <c>not_found</c>, <c>remark.no_such_reply</c>,
/// <c>remark.not_author_or_moderator</c>, and those of <see cref="Text"/>.
/// </summary>
/// <param name="Reason">Why, shown in place of the text. Must not repeat what is masked.</param>
/// <param name="Reply">The number of the reply; null for the remark itself.</param>
public sealed record RedactRemark(string Reason, int? Reply = null)
{
    /// <summary>Decides.</summary>
    public Decision Decide(Remark? state, Proposal? proposal, Actor actor, DateTimeOffset now)
    {
        if (!RemarkGuard.MaySee(state, proposal, actor))
            return Refusal.NotFound;
        if (Reply is { } number && (number < 1 || number > state.Replies.Count))
            return Refusal.Invalid("remark.no_such_reply", "There is no reply with this number.", "reply");
        var (by, redacted) = Reply is { } reply ? (state.Replies[reply - 1].By, state.Replies[reply - 1].Redacted) : (state.By, state.Redacted);
        if (by.Person != actor.Person && !actor.Is(Roles.Moderator))
            return Refusal.Forbidden("remark.not_author_or_moderator", "Only who wrote it or a moderator redacts it.");
        if (Text.Statement(Reason, "reason", "A reason") is { } text)
            return text;
        return redacted ? Decision.Accept() : Decision.Accept(new RemarkRedacted(actor.By, now, Reply, Reason));
    }
}
