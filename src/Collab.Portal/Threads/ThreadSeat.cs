using Collab.Domain;
using Collab.Portal.Store;

namespace Collab.Portal.Threads;

/// <summary>A screen's place. Deliveries reach it in their order.</summary>
internal sealed class ThreadSeat(ThreadRoom room, ThreadView view, IThreadListener listener, IDisposable presence, PersonId person) : IThreadSeat
{
    private readonly System.Threading.Lock order = new();
    private Task last = Task.CompletedTask;
    private bool left;

    public ThreadView View { get; } = view;

    public Task<IReadOnlyList<PostHtml>> Posts(int first, int last, CancellationToken cancellation = default) => room.Posts(first, last, cancellation);

    public Task<IReadOnlyList<PostHtml>> SubThread(int subThread, int before, int limit, CancellationToken cancellation = default) =>
        room.SubThread(subThread, before, limit, cancellation);

    public Task<IReadOnlyList<Reader>> Readers(CancellationToken cancellation = default) => room.Readers(cancellation);

    public void Writing() => room.Writing(person);

    public void Dispose()
    {
        left = true;
        room.Leave(this);
        presence.Dispose();
    }

    internal void Deliver(ThreadView? now, Func<IThreadListener, Task> tell)
    {
        lock (order)
            last = After(last, () => room.Parts.Told(room.Id, () => Check(now, tell)));
    }

    private static async Task After(Task before, Func<Task> then)
    {
        await before;
        await then();
    }

    private async Task Check(ThreadView? now, Func<IThreadListener, Task> tell)
    {
        if (left)
            return;
        if (await room.Parts.WhenItAnswers(room.Id, listener.Who) is { } actor && now?.Audience.Admits(actor) == true)
        {
            await tell(listener);
            return;
        }

        Dispose();
        await listener.Lost();
    }
}
