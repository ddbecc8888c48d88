using JasperFx;
using JasperFx.Events;

namespace Collab.Portal.Store;

/// <summary>A stream's version and its state are read by two statements, and each sees what was committed before it.</summary>
internal static class TornReads
{
    /// <summary>
    /// Refuses a stream that somebody began between the two: there is a state, but no version to append after, and no row that
    /// could have been locked. Of every later commit between them, the appended version tells.
    /// </summary>
    /// <exception cref="ConcurrencyException">It began meanwhile: read and decide again.</exception>
    public static void RefuseTorn<T>(this IEventStream<T> stream, string id)
        where T : class
    {
        if (stream is { CurrentVersion: null or 0, Aggregate: not null })
            throw new ConcurrencyException(typeof(T), id);
    }
}
