using Shouldly;

namespace Collab.Domain.Tests;

/// <summary>The words of an example: given these events, when this command, then these events or that refusal.</summary>
internal static class Spec
{
    /// <summary>The state after these events; null when there are none.</summary>
    public static T? Given<T>(string id, params IEnumerable<IEvent> events)
        where T : class, IState<T> =>
        events.Aggregate((T?)null, (state, @event) => T.Evolve(state, id, @event));

    /// <summary>Then exactly these events happened.</summary>
    public static void ShouldAccept(this Decision decision, params IReadOnlyList<IEvent> events)
    {
        if (decision is Decision.Refused refused)
            throw new ShouldAssertException($"Refused with {refused.Refusal.Code}: {refused.Refusal.Sentence}");
        ((Decision.Accepted)decision).Events.ShouldBe(events);
    }

    /// <summary>Then it was accepted; gives the one event of this type for a closer look.</summary>
    public static TEvent ShouldAcceptWith<TEvent>(this Decision decision)
        where TEvent : IEvent
    {
        if (decision is Decision.Refused refused)
            throw new ShouldAssertException($"Refused with {refused.Refusal.Code}: {refused.Refusal.Sentence}");
        return ((Decision.Accepted)decision).Events.OfType<TEvent>().ShouldHaveSingleItem();
    }

    /// <summary>Then it was refused with this code, in a sentence that ends.</summary>
    public static Refusal ShouldRefuse(this Decision decision, string code)
    {
        var refusal = decision.ShouldBeOfType<Decision.Refused>().Refusal;
        refusal.Code.ShouldBe(code);
        refusal.Sentence.ShouldEndWith(".");
        return refusal;
    }
}
