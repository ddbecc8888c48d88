using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Threads;

/// <summary>Something that happened in a thread.</summary>
public interface IThreadEvent : IEvent;

/// <summary>Something that happened to one post of a thread.</summary>
public interface IPostEvent : IThreadEvent
{
    /// <summary>The post's number in its thread, from 1. Never reused, never moved.</summary>
    int Number { get; }
}

/// <summary>The few things that one may say to a post without writing one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reaction>))]
public enum Reaction
{
    /// <summary>It helps.</summary>
    Useful,

    /// <summary>The reader sees it the same way. Not a position: those are recorded on the proposal.</summary>
    Agree,

    /// <summary>The reader does not see it the same way. Not an objection: those are raised on the proposal.</summary>
    Disagree,

    /// <summary>Thanks.</summary>
    Thanks,

    /// <summary>The reader has taken note and will look at it.</summary>
    Looking,
}

/// <summary>A thread opened: beside a proposal or report, or standing alone with its own audience.</summary>
public sealed record ThreadOpened(By By, DateTimeOffset At, string Title, string? SubjectId, Audience? Audience) : IThreadEvent;

/// <summary>A thread's own audience became narrower.</summary>
public sealed record ThreadNarrowed(By By, DateTimeOffset At, Audience Audience) : IThreadEvent;

/// <summary>A post was written.</summary>
/// <param name="By">Its author.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Number">Its number in the thread, from 1.</param>
/// <param name="Markdown">Its text.</param>
/// <param name="ReplyTo">The number of the post it replies to.</param>
/// <param name="SubThread">The number of the sub-thread it stands in, or null.</param>
/// <param name="ClientKey">The author's own id for the post: one that is sent twice is written once.</param>
public sealed record PostWritten(By By, DateTimeOffset At, int Number, string Markdown, int? ReplyTo, int? SubThread, string ClientKey) : IPostEvent;

/// <summary>A post's text changed; the earlier text stays in the history.</summary>
public sealed record PostEdited(By By, DateTimeOffset At, int Number, string Markdown) : IPostEvent;

/// <summary>A post's text is masked from now on; that it was written, by whom and when stays.</summary>
public sealed record PostRedacted(By By, DateTimeOffset At, int Number, string Reason) : IPostEvent;

/// <summary>Somebody reacted to a post.</summary>
public sealed record PostReacted(By By, DateTimeOffset At, int Number, Reaction Reaction) : IPostEvent;

/// <summary>Somebody took a reaction back.</summary>
public sealed record ReactionWithdrawn(By By, DateTimeOffset At, int Number, Reaction Reaction) : IPostEvent;

/// <summary>A post was marked as the answer to the post that it replies to.</summary>
public sealed record PostMarkedAsAnswer(By By, DateTimeOffset At, int Number) : IPostEvent;

/// <summary>A post is no longer marked as an answer.</summary>
public sealed record PostUnmarkedAsAnswer(By By, DateTimeOffset At, int Number) : IPostEvent;

/// <summary>A post now stands in this sub-thread, or on the main line when null. Its number and address stay.</summary>
public sealed record PostMoved(By By, DateTimeOffset At, int Number, int? SubThread) : IPostEvent;

/// <summary>A sub-thread with a title opened under a post of the main line.</summary>
public sealed record SubThreadOpened(By By, DateTimeOffset At, int SubThread, string Title, int FromPost) : IThreadEvent;

/// <summary>A sub-thread's posts are read in another sub-thread from now on, or on the main line when null.</summary>
public sealed record SubThreadMerged(By By, DateTimeOffset At, int SubThread, int? Into) : IThreadEvent;

/// <summary>Nothing can be written in the thread for now.</summary>
public sealed record ThreadLocked(By By, DateTimeOffset At, string Reason) : IThreadEvent;

/// <summary>The thread can be written in again.</summary>
public sealed record ThreadReopened(By By, DateTimeOffset At, string Reason) : IThreadEvent;

/// <summary>A summary was pinned above the thread, in place of any earlier one.</summary>
public sealed record SummaryPinned(By By, DateTimeOffset At, string Markdown) : IThreadEvent;

/// <summary>The pinned summary was taken down.</summary>
public sealed record SummaryUnpinned(By By, DateTimeOffset At) : IThreadEvent;

/// <summary>A line of posts beside the main line, one level deep.</summary>
/// <param name="Number">Its number in the thread, from 1.</param>
/// <param name="Title">Its title.</param>
/// <param name="FromPost">The post of the main line under which it stands.</param>
/// <param name="Merged">True once its posts are read elsewhere.</param>
/// <param name="Into">Where its posts are read once merged: another sub-thread, or the main line when null.</param>
public sealed record SubThread(int Number, string Title, int FromPost, bool Merged = false, int? Into = null);

/// <summary>The summary above a thread.</summary>
public sealed record PinnedSummary(By By, DateTimeOffset At, string Markdown);

/// <summary>A lock on a thread.</summary>
public sealed record Lock(By By, DateTimeOffset At, string Reason);

/// <summary>
/// A discussion, without its posts: what a decision about a post needs beside the post itself. Its size does not
/// depend on how much was written.
/// </summary>
/// <param name="Id">The thread's id; <see cref="Ids.ThreadOf"/> for a proposal's or report's own thread.</param>
/// <param name="Title">Its title.</param>
/// <param name="SubjectId">The proposal or incident report it stands beside; null when it stands alone.</param>
/// <param name="Own">Its own audience; null when it is exactly the subject's.</param>
/// <param name="OpenedBy">Who opened it.</param>
/// <param name="OpenedAt">When, UTC.</param>
public sealed record DiscussionThread(string Id, string Title, string? SubjectId, Audience? Own, By OpenedBy, DateTimeOffset OpenedAt)
    : IState<DiscussionThread>
{
    /// <summary>The most sub-threads that one thread holds.</summary>
    public const int SubThreadLimit = 200;

    /// <summary>The longest pinned summary, in UTF-16 units.</summary>
    public const int SummaryLimit = 2_000;

    /// <summary>The number that the next post gets.</summary>
    public int NextPost { get; init; } = 1;

    /// <summary>When something was last written, UTC.</summary>
    public DateTimeOffset LastPostAt { get; init; } = OpenedAt;

    /// <summary>The lock, while there is one.</summary>
    public Lock? Lock { get; init; }

    /// <summary>The summary pinned above it.</summary>
    public PinnedSummary? Summary { get; init; }

    /// <summary>Its sub-threads, in the order of their numbers.</summary>
    public ImmutableList<SubThread> SubThreads { get; init; } = [];

    /// <summary>True while nothing can be written.</summary>
    [JsonIgnore]
    public bool IsLocked => Lock is not null;

    /// <summary>
    /// Who may read the thread: its subject's audience, narrowed by its own. Null when it names a subject and none is
    /// given: then nobody may.
    /// </summary>
    /// <param name="subject">The subject's present audience; null for a thread that stands alone.</param>
    public Audience? AudienceUnder(Audience? subject) => SubjectId is null
        ? Own
        : subject is null ? null : Own is null ? subject : subject.Narrowed(Own);

    /// <summary>The sub-thread where posts of this sub-thread are read now; null for the main line.</summary>
    public int? Resolve(int? subThread)
    {
        // A sub-thread merges once and into one not merged at that time, so this never turns in a circle.
        while (subThread is { } number && FindSubThread(number) is { Merged: true } merged)
            subThread = merged.Into;
        return subThread;
    }

    /// <summary>The sub-thread of this number, merged or not; null when there is none.</summary>
    public SubThread? FindSubThread(int number) => number >= 1 && number <= SubThreads.Count ? SubThreads[number - 1] : null;

    /// <summary>True when a post of this number was ever written.</summary>
    public bool HasPost(int number) => number >= 1 && number < NextPost;

    /// <inheritdoc/>
    public static DiscussionThread Evolve(DiscussionThread? state, string id, IEvent @event) => (state, @event) switch
    {
        (null, ThreadOpened e) => new(id, e.Title, e.SubjectId, e.Audience, e.By, e.At),
        (not null, ThreadNarrowed e) => state with { Own = e.Audience },
        (not null, PostWritten e) => state with { NextPost = e.Number + 1, LastPostAt = e.At },
        (not null, ThreadLocked e) => state with { Lock = new(e.By, e.At, e.Reason) },
        (not null, ThreadReopened) => state with { Lock = null },
        (not null, SummaryPinned e) => state with { Summary = new(e.By, e.At, e.Markdown) },
        (not null, SummaryUnpinned) => state with { Summary = null },
        (not null, SubThreadOpened e) => state with { SubThreads = state.SubThreads.Add(new(e.SubThread, e.Title, e.FromPost)) },
        (not null, SubThreadMerged e) => state with
        {
            SubThreads = state.SubThreads.SetItem(e.SubThread - 1, state.SubThreads[e.SubThread - 1] with { Merged = true, Into = e.Into }),
        },
        (not null, IPostEvent) => state,
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow in the thread {id}."),
    };

    /// <summary>Refuses whoever may not read the thread: for them it does not exist.</summary>
    internal static Refusal? Hidden(DiscussionThread? thread, Audience? audience, Actor actor) =>
        thread is null || audience is null || !audience.Admits(actor) ? Refusal.NotFound : null;

    /// <summary>Refuses while the thread is locked.</summary>
    internal Refusal? Locked() => Lock is null
        ? null
        : Refusal.Conflict("thread.locked", "The thread is locked. A moderator can reopen it.");

    /// <summary>Refuses whoever is not a moderator.</summary>
    internal static Refusal? NotModerator(Actor actor, string deed) => actor.Is(Roles.Moderator)
        ? null
        : Refusal.Forbidden("thread.not_moderator", $"Only a moderator {deed}.");
}
