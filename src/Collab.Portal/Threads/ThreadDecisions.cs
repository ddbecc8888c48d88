using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Threads;

/// <summary>Gives the commands of Domain what they ask for: the subject's audience and the one post that they are about.</summary>
internal static class ThreadDecisions
{
    /// <summary>Writes a post. The first one in a subject's thread opens it, in the same transaction.</summary>
    public static async ValueTask<Decision> Write(Given<DiscussionThread> given, string id, WritePost command, Actor actor, CancellationToken cancellation = default)
    {
        var batch = given.Session.CreateBatchQuery();
        var sent = batch.Query<PostRow>(ThreadReads.SentSql, id, actor.Person.Value, command.ClientKey ?? "");
        var subjectId = given.State?.SubjectId ?? (given.State is null ? SubjectAudience.SubjectOf(id) : null);
        var load = SubjectAudience.LoadIn(batch, subjectId);
        await batch.Execute(cancellation);

        var subject = await load();
        var now = given.Room.Now;
        if (given.State is { } thread)
        {
            var pending = Pending(given, id).OfType<PostWritten>().FirstOrDefault(e => e.By.Person == actor.Person && e.ClientKey == command.ClientKey);
            var earlier = pending is not null ? Post.Evolve(null, id, pending) : (await sent) is [var row, ..] ? row.Post : null;
            return command.Decide(thread, earlier, thread.AudienceUnder(subject?.Audience), actor, now);
        }

        if (subject is null)
            return Refusal.NotFound;
        var opening = new OpenThread(subject.Title, subject.Id, null).Decide(null, subject.Audience, actor, given.Room.Roll, now);
        if (opening is not Decision.Accepted { Events: [ThreadOpened opened] })
            return opening;
        var writing = command.Decide(DiscussionThread.Evolve(null, id, opened), null, subject.Audience, actor, now);
        return writing is Decision.Accepted written ? Decision.Accept([opened, .. written.Events]) : writing;
    }

    /// <summary>Opens a thread that stands alone, or one beside a subject with a narrower audience.</summary>
    public static async ValueTask<Decision> Open(Given<DiscussionThread> given, OpenThread command, Actor actor, CancellationToken cancellation = default) =>
        command.Decide(given.State, (await SubjectAudience.Load(given.Session, command.SubjectId, cancellation))?.Audience, actor, given.Room.Roll, given.Room.Now);

    /// <summary>Decides about a thread.</summary>
    public static async ValueTask<Decision> OnThread(Given<DiscussionThread> given, Func<DiscussionThread?, Audience?, Decision> decide, CancellationToken cancellation = default) =>
        decide(given.State, await AudienceOf(given, cancellation));

    /// <summary>Decides about one post, with the post it replies to.</summary>
    public static async ValueTask<Decision> OnPost(
        Given<DiscussionThread> given, string id, int number, Func<DiscussionThread?, Post?, Post?, Audience?, Decision> decide, CancellationToken cancellation = default)
    {
        var audience = await AudienceOf(given, cancellation);
        var post = await Load(given, id, number, cancellation);
        var question = post?.ReplyTo is { } asked ? await Load(given, id, asked, cancellation) : null;
        return decide(given.State, post, question, audience);
    }

    private static async Task<Post?> Load(Given<DiscussionThread> given, string id, int number, CancellationToken cancellation)
    {
        var kept = (await ThreadReads.Post(given.Session, id, number, cancellation))?.Post;
        return Pending(given, id).Where(e => e.Number == number).Aggregate(kept, (post, e) => Post.Evolve(post, id, e));
    }

    // Commands that wait for one thread are committed together. What those before this one led to is no row yet.
    private static IEnumerable<IPostEvent> Pending(Given<DiscussionThread> given, string id) => given.Session is IDocumentSession session
        ? session.PendingChanges.Streams().Where(s => s.Key == id).SelectMany(s => s.Events).Select(e => e.Data).OfType<IPostEvent>()
        : [];

    private static async Task<Audience?> AudienceOf(Given<DiscussionThread> given, CancellationToken cancellation) =>
        given.State is { } thread ? thread.AudienceUnder((await SubjectAudience.Load(given.Session, thread.SubjectId, cancellation))?.Audience) : null;
}
