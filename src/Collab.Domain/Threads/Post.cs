using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Collab.Domain.Threads;

/// <summary>
/// One post as its own small state, without its text: the text is in the events, and as safe HTML in the page's read
/// model. A thread's cost does not grow with its posts, because a decision loads the one post that it is about.
/// </summary>
/// <param name="ThreadId">The thread.</param>
/// <param name="Number">Its number there, from 1.</param>
/// <param name="Author">Who wrote it, for which company.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="ClientKey">The author's own id for it.</param>
/// <param name="ReplyTo">The number of the post it replies to.</param>
/// <param name="SubThread">The sub-thread it was put in; <see cref="DiscussionThread.Resolve"/> gives where it is read now.</param>
public sealed record Post(string ThreadId, int Number, By Author, DateTimeOffset At, string ClientKey, int? ReplyTo, int? SubThread)
{
    /// <summary>How often it was edited.</summary>
    public int EditCount { get; init; }

    /// <summary>When it was last edited, UTC; null when it never was.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Why its text is masked; null while it is not.</summary>
    public string? RedactedBecause { get; init; }

    /// <summary>Who marked it as the answer to the post it replies to; null while it is none.</summary>
    public By? MarkedAsAnswerBy { get; init; }

    /// <summary>Who reacted how; a reaction that nobody holds is absent.</summary>
    public ImmutableSortedDictionary<Reaction, ImmutableSortedSet<PersonId>> Reactions { get; init; } =
        ImmutableSortedDictionary<Reaction, ImmutableSortedSet<PersonId>>.Empty;

    /// <summary>True when its text is masked.</summary>
    [JsonIgnore]
    public bool Redacted => RedactedBecause is not null;

    /// <summary>True when it is marked as an answer.</summary>
    [JsonIgnore]
    public bool IsAnswer => MarkedAsAnswerBy is not null;

    /// <summary>True when the person reacted so.</summary>
    public bool Has(Reaction reaction, PersonId person) => Reactions.TryGetValue(reaction, out var people) && people.Contains(person);

    /// <summary>Folds an event of this post into it; null before it is written.</summary>
    /// <exception cref="InvalidOperationException">The event is of another post, or cannot follow.</exception>
    public static Post Evolve(Post? post, string threadId, IPostEvent @event)
    {
        if (post is not null && (post.ThreadId != threadId || post.Number != @event.Number))
            throw new InvalidOperationException($"An event of post {threadId} {@event.Number} does not belong to post {post.ThreadId} {post.Number}.");
        return (post, @event) switch
        {
            (null, PostWritten e) => new(threadId, e.Number, e.By, e.At, e.ClientKey, e.ReplyTo, e.SubThread),
            (not null, PostEdited e) => post with { EditCount = post.EditCount + 1, EditedAt = e.At },
            (not null, PostRedacted e) => post with { RedactedBecause = e.Reason, MarkedAsAnswerBy = null },
            (not null, PostReacted e) => post with { Reactions = post.Reactions.SetItem(e.Reaction, post.Who(e.Reaction).Add(e.By.Person)) },
            (not null, ReactionWithdrawn e) => post.Without(e.Reaction, e.By.Person),
            (not null, PostMarkedAsAnswer e) => post with { MarkedAsAnswerBy = e.By },
            (not null, PostUnmarkedAsAnswer) => post with { MarkedAsAnswerBy = null },
            (not null, PostMoved e) => post with { SubThread = e.SubThread },
            _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow in post {threadId} {@event.Number}."),
        };
    }

    /// <summary>Refuses what nobody may read or what is not there: the thread, or the post in it.</summary>
    internal static Refusal? Hidden(DiscussionThread? thread, Post? post, Sharing.Audience? audience, Members.Actor actor) =>
        DiscussionThread.Hidden(thread, audience, actor) ?? (post is null || post.ThreadId != thread!.Id ? Refusal.NotFound : null);

    /// <summary>Refuses once the text is masked.</summary>
    internal Refusal? IsRedacted() => Redacted
        ? Refusal.Conflict("post.redacted", "The post is redacted. Write a new one instead.")
        : null;

    private ImmutableSortedSet<PersonId> Who(Reaction reaction) => Reactions.TryGetValue(reaction, out var people) ? people : [];

    private Post Without(Reaction reaction, PersonId person)
    {
        var left = Who(reaction).Remove(person);
        return this with { Reactions = left.IsEmpty ? Reactions.Remove(reaction) : Reactions.SetItem(reaction, left) };
    }
}
