using Collab.Domain;
using Marten.Events.Aggregation;

namespace Collab.Portal.Store;

/// <summary>Stores a domain state as it evolves: nothing of its own, so that Domain has the only word.</summary>
/// <typeparam name="T">The state.</typeparam>
/// <typeparam name="TEvent">What its events have in common.</typeparam>
internal sealed partial class StateProjection<T, TEvent> : SingleStreamProjection<T, string>
    where T : class, IState<T>
    where TEvent : IEvent
{
    public StateProjection()
    {
        Name = typeof(T).Name;
        foreach (var type in EventTypes.Of<TEvent>())
            IncludeType(type);
    }

    public override T? Evolve(T? snapshot, string id, JasperFx.Events.IEvent e) =>
        e.Data is TEvent @event ? T.Evolve(snapshot, id, @event) : snapshot;
}

/// <summary>The event types of Domain.</summary>
internal static class EventTypes
{
    /// <summary>Every concrete event that is a <typeparamref name="TEvent"/>.</summary>
    public static IEnumerable<Type> Of<TEvent>()
        where TEvent : IEvent =>
        typeof(TEvent).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(TEvent).IsAssignableFrom(t));
}
