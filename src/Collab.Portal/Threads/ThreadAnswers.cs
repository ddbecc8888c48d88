using Collab.Domain;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;

namespace Collab.Portal.Threads;

/// <summary>A thread as programs read it.</summary>
/// <param name="Id">The thread.</param>
/// <param name="Title">Its title.</param>
/// <param name="SubjectId">The proposal or incident report it stands beside; null when it stands alone.</param>
/// <param name="Label">The TLP label, as it is printed.</param>
/// <param name="Companies">The companies that may read it, for TLP:AMBER and TLP:AMBER+STRICT.</param>
/// <param name="People">The people who may read it, for TLP:RED.</param>
/// <param name="Version">The version of the thread; catch up from here.</param>
/// <param name="Posts">How many posts were written. Their numbers run from 1 without gaps.</param>
/// <param name="LastPostAt">When the last was written, UTC; null while none is.</param>
/// <param name="LockedBecause">Why nothing can be written; null while it can.</param>
/// <param name="Summary">The pinned summary's Markdown.</param>
/// <param name="SubThreads">Its sub-threads.</param>
public sealed record ThreadAnswer(
    string Id, string Title, string? SubjectId, string Label, IReadOnlyList<MemberId> Companies, IReadOnlyList<PersonId> People,
    long Version, int Posts, DateTimeOffset? LastPostAt, string? LockedBecause, string? Summary, IReadOnlyList<SubThread> SubThreads)
{
    internal static ThreadAnswer Of(ThreadView view) => new(
        view.Id, view.Title, view.Subject?.Id, view.Audience.Label.Text(), [.. view.Audience.Companies], [.. view.Audience.People],
        view.Version, view.Count, view.Count == 0 ? null : view.State?.LastPostAt, view.State?.Lock?.Reason, view.State?.Summary?.Markdown, view.State?.SubThreads ?? []);
}

/// <summary>A post as programs read it.</summary>
/// <param name="ThreadId">The thread.</param>
/// <param name="Number">Its number there.</param>
/// <param name="Author">Who wrote it, for which company.</param>
/// <param name="AuthorName">Their name.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Markdown">Its source; empty once redacted.</param>
/// <param name="Html">Safe HTML of it; empty once redacted.</param>
/// <param name="ReplyTo">The number of the post it replies to.</param>
/// <param name="SubThread">The sub-thread it was put in.</param>
/// <param name="Edits">How often it was edited; the ETag to edit it with.</param>
/// <param name="EditedAt">When it was last edited, UTC.</param>
/// <param name="RedactedBecause">Why its text is masked; null while it is not.</param>
/// <param name="IsAnswer">True when it is marked as the answer to the post it replies to.</param>
/// <param name="Reactions">Who reacted how.</param>
/// <param name="WrittenIn">The version of the thread at which it was written.</param>
/// <param name="ChangedIn">The version of the thread at which it changed last.</param>
public sealed record PostAnswer(
    string ThreadId, int Number, By Author, string AuthorName, DateTimeOffset At, string Markdown, string Html, int? ReplyTo, int? SubThread,
    int Edits, DateTimeOffset? EditedAt, string? RedactedBecause, bool IsAnswer, IReadOnlyDictionary<Reaction, IReadOnlyList<PersonId>> Reactions, long WrittenIn, long ChangedIn)
{
    internal static PostAnswer Of(PostRow row, IReadOnlyDictionary<PersonId, string> names) => new(
        row.ThreadId, row.Number, row.Post.Author, names.TryGetValue(row.Post.Author.Person, out var name) ? name : row.Author, row.Post.At,
        row.Markdown, row.Html, row.Post.ReplyTo, row.Post.SubThread, row.Post.EditCount, row.Post.EditedAt, row.Post.RedactedBecause, row.Post.IsAnswer,
        row.Post.Reactions.ToDictionary(r => r.Key, r => (IReadOnlyList<PersonId>)[.. r.Value]), row.WrittenIn, row.ChangedIn);
}
