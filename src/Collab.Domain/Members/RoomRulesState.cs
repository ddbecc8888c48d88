namespace Collab.Domain.Members;

/// <summary>The installation set the rules of the room. Stream: <see cref="Ids.RoomRules"/>. Every member sees it.</summary>
public sealed record RoomRulesChanged(By By, DateTimeOffset At, RoomRules Rules, string Reason) : IEvent;

/// <summary>The rules in force; the defaults until the first change.</summary>
/// <param name="Id">The one stream.</param>
/// <param name="Rules">The rules in force.</param>
public sealed record RoomRulesState(string Id, RoomRules Rules) : IState<RoomRulesState>
{
    /// <inheritdoc/>
    public static RoomRulesState Evolve(RoomRulesState? state, string id, IEvent @event) => @event is RoomRulesChanged e
        ? new(id, e.Rules)
        : throw new InvalidOperationException($"{@event.GetType().Name} cannot follow in the stream {id} of the room's rules.");
}
