using Collab.Domain;
using Marten.Events.Aggregation;

namespace Collab.Portal.Store;

/// <summary>Stores a domain state as it evolves: nothing of its own, so that Domain has the only word.</summary>
/// <typeparam name="T">The state.</typeparam>
internal sealed partial class StateProjection<T> : SingleStreamProjection<T, string>
    where T : class, IState<T>
{
    public StateProjection() => Name = typeof(T).Name;

    public override T? Evolve(T? snapshot, string id, JasperFx.Events.IEvent e) =>
        e.Data is Domain.IEvent @event ? T.Evolve(snapshot, id, @event) : snapshot;
}
