using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>
/// Writes a post. One that comes again with the same key of the same author changes nothing.
/// <para>Refusals: <c>not_found</c>, <c>post.client_key</c>, <c>text.*</c>, <c>thread.locked</c>, <c>post.no_such_post</c>,
/// <c>thread.no_such_sub_thread</c>.</para>
/// </summary>
/// <param name="Markdown">Its text.</param>
/// <param name="ClientKey">The author's own id for the post: 1 to 64 letters, digits, <c>-</c> or <c>_</c>.</param>
/// <param name="ReplyTo">The number of the post it replies to.</param>
/// <param name="SubThread">The sub-thread it stands in; null for the main line.</param>
public sealed record WritePost(string Markdown, string ClientKey, int? ReplyTo = null, int? SubThread = null)
{
    /// <summary>The longest key, in characters.</summary>
    public const int ClientKeyLimit = 64;

    /// <summary>Decides; <paramref name="sent"/> is the actor's earlier post in this thread with the same key, if there is one.</summary>
    public Decision Decide(DiscussionThread? thread, Post? sent, Audience? audience, Actor actor, DateTimeOffset now)
    {
        if (DiscussionThread.Hidden(thread, audience, actor) is { } hidden)
            return hidden;
        if (string.IsNullOrEmpty(ClientKey) || ClientKey.Length > ClientKeyLimit || !ClientKey.All(IsKeyCharacter))
            return Refusal.Invalid("post.client_key", "The post's key is 1 to 64 letters, digits, hyphens or underscores.", "clientKey");
        if (sent is not null && sent.ThreadId == thread!.Id && sent.Author.Person == actor.Person && sent.ClientKey == ClientKey)
            return Decision.Accept();
        if (Text.Document(Markdown, "markdown", "The post's text") is { } text)
            return text;
        if (thread!.Locked() is { } locked)
            return locked;
        if (ReplyTo is { } replyTo && !thread.HasPost(replyTo))
            return Refusal.Invalid("post.no_such_post", $"There is no post {replyTo} in this thread to reply to.", "replyTo");
        if (SubThread is { } subThread && thread.FindSubThread(subThread) is null)
            return Refusal.Invalid("thread.no_such_sub_thread", $"There is no sub-thread {subThread} in this thread.", "subThread");
        return Decision.Accept(new PostWritten(actor.By, now, thread.NextPost, Markdown, ReplyTo, thread.Resolve(SubThread), ClientKey));
    }

    private static bool IsKeyCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
