using Collab.Domain.Members;
using Collab.Domain.Threads;
using Collab.Local.SampleProviders;
using Marten;

namespace Collab.Local.SampleData;

/// <summary>
/// The sample room: six members, proposals and incident reports in every state, and their discussions, written by the
/// domain's own commands as if they had happened in the past four months. Every company that speaks is invented; the
/// facts of July 2024 are the public ones.
/// </summary>
public static class SampleData
{
    /// <summary>Fills an empty installation; does nothing where there is a member already.</summary>
    /// <param name="portalServices">The services of a portal whose schema stands; best before it starts, so that no clock of its own sees the past half told.</param>
    /// <param name="clock">The present, which the open deadlines are counted from.</param>
    /// <param name="cancellation">Gives up in between; what was written stays.</param>
    /// <exception cref="InvalidOperationException">A step is refused; the message names it.</exception>
    /// <exception cref="StartRefusedException">An earlier start was broken off half-way.</exception>
    public static async Task FillIn(IServiceProvider portalServices, TimeProvider clock, CancellationToken cancellation)
    {
        var store = portalServices.GetRequiredService<IDocumentStore>();
        await using (var session = store.QuerySession())
        {
            var members = await session.Query<Member>().ToListAsync(cancellation);
            var begun = members.Any(m => m.Domains.Contains(SamplePeople.DomainOf(m.Company.Value)));
            if (begun && await session.LoadAsync<DiscussionThread>(Threads.WhoStarts, cancellation) is null)
                throw new StartRefusedException("An earlier start was broken off while it filled in the sample data. Start once with --fresh.");
            if (members.Count > 0)
                return;
        }

        var now = clock.GetUtcNow();
        var arrivals = new Story(now);
        People.Tell(arrivals);
        await Play(arrivals, portalServices, cancellation);

        var story = new Story(now);
        OpenProposals.Tell(story);
        Remarks.Tell(story);
        LastCalls.Tell(story);
        DecidedProposals.Tell(story);
        PublishedProposals.Tell(story);
        PublicRecord.Tell(story);
        Incidents.Tell(story);
        Threads.Tell(story);
        await Play(story, portalServices, cancellation);

        var last = new Story(now);
        Threads.TellLast(last);
        await Play(last, portalServices, cancellation);
    }

    // A stage of its own for each part: the second one knows the members from its first moment. Streams run side by side
    // within a day, so what one of them needs of another happened on an earlier day.
    private static async Task Play(Story story, IServiceProvider portal, CancellationToken cancellation)
    {
        using var stage = new Stage(portal, story.Now);
        foreach (var day in story.Days)
        {
            await Parallel.ForEachAsync(day, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (scenes, cancel) =>
            {
                foreach (var scene in scenes)
                    await scene.Play(stage, cancel);
            });
        }
    }
}
