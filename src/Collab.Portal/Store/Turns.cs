using System.Collections.Concurrent;
using Collab.Domain;

namespace Collab.Portal.Store;

/// <summary>One command that waits for its stream.</summary>
/// <param name="ExpectedVersion">The version the person saw; null when any will do.</param>
/// <param name="Decide">The decision.</param>
/// <param name="Key">The request's own name, where it has one.</param>
/// <param name="Cancellation">Gives up while it still waits.</param>
internal sealed record Turn<T>(long? ExpectedVersion, Func<Given<T>, ValueTask<Decision>> Decide, RequestKey? Key, CancellationToken Cancellation)
    where T : class, IState<T>
{
    /// <summary>Completes with what became of it.</summary>
    public TaskCompletionSource<CommandResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// Commands of one stream, on this node, in the order they came. While one transaction commits, others gather, and the
/// next transaction takes them all: in a busy thread the disk is waited for once for many posts. Each is decided on the
/// state that the one before it left, and answered for itself.
/// </summary>
/// <param name="commit">Commits these turns in one transaction, and completes them.</param>
internal sealed class Turns<T>(Func<string, IReadOnlyList<Turn<T>>, Task> commit)
    where T : class, IState<T>
{
    /// <summary>The most commands of one transaction: keeps it short for other nodes, which wait for the stream.</summary>
    private const int Most = 32;

    private readonly ConcurrentDictionary<string, Queue<Turn<T>>> waiting = new(StringComparer.Ordinal);

    /// <summary>Takes a turn.</summary>
    public Task<CommandResult> Take(string id, Turn<T> turn)
    {
        for (; ; )
        {
            var queue = waiting.GetOrAdd(id, _ => new Queue<Turn<T>>());
            lock (queue)
            {
                // A queue that ran empty was taken out: then there is another, or room for one.
                if (!waiting.TryGetValue(id, out var current) || current != queue)
                    continue;
                queue.Enqueue(turn);
                if (queue.Count == 1)
                    _ = Task.Run(() => Serve(id, queue), CancellationToken.None);
                return turn.Result.Task;
            }
        }
    }

    // The turns at the head stay in the queue until they are done: so its being empty says that nobody serves it.
    private async Task Serve(string id, Queue<Turn<T>> queue)
    {
        for (; ; )
        {
            List<Turn<T>> batch;
            lock (queue)
                batch = [.. queue.Take(Most)];

            var wanted = batch.Where(t => !t.Cancellation.IsCancellationRequested).ToList();
            if (wanted.Count > 0)
                await commit(id, wanted);
            foreach (var turn in batch.Except(wanted))
                turn.Result.TrySetCanceled(turn.Cancellation);

            lock (queue)
            {
                for (var i = 0; i < batch.Count; i++)
                    queue.Dequeue();
                if (queue.Count > 0)
                    continue;
                waiting.TryRemove(id, out _);
                return;
            }
        }
    }
}
