namespace Collab.Domain;

/// <summary>What a command led to: the events that now happened, or one refusal. Never both.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>The events to append, in order. Empty when the wish already holds: nothing happens twice.</summary>
    /// <param name="Events">Events of the stream decided on.</param>
    public sealed record Accepted(IReadOnlyList<IEvent> Events) : Decision;

    /// <summary>Nothing happened, and why.</summary>
    /// <param name="Refusal">The one reason, the first that applies.</param>
    public sealed record Refused(Refusal Refusal) : Decision;

    /// <summary>Accepts with these events, in order.</summary>
    public static Decision Accept(params IReadOnlyList<IEvent> events) => new Accepted(events);

    /// <summary>Refuses for this reason.</summary>
    public static implicit operator Decision(Refusal refusal) => new Refused(refusal);

    /// <summary>Refuses for this reason.</summary>
    public static Decision FromRefusal(Refusal refusal) => new Refused(refusal);
}

/// <summary>Something that happened, in the past tense, with who did it and when.</summary>
public interface IEvent
{
    /// <summary>The person and company that did it, or the system.</summary>
    By By { get; }

    /// <summary>When it happened, UTC.</summary>
    DateTimeOffset At { get; }
}

/// <summary>The kind of a refusal; decides the HTTP status that the API answers with.</summary>
public enum RefusalKind
{
    /// <summary>The command itself is wrong: a missing text, a date in the past. 422.</summary>
    Invalid,

    /// <summary>This actor may never do this here, though it may see the thing. 403.</summary>
    Forbidden,

    /// <summary>It does not exist, or must not be seen to exist. 404.</summary>
    NotFound,

    /// <summary>Not possible in the present state; may become possible. 409.</summary>
    Conflict,
}

/// <summary>Why a command was refused: a stable code and one sentence a person can act on.</summary>
/// <param name="Kind">What sort of refusal it is.</param>
/// <param name="Code">Stable, lower case, dotted: <c>proposal.not_seconded</c>. Programs match on it.</param>
/// <param name="Sentence">One sentence, present tense, that says what was wrong and what to do.</param>
/// <param name="Field">The field of the command at fault, in camel case, where there is one.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Sentence, string? Field = null)
{
    /// <summary>The command itself is wrong.</summary>
    public static Refusal Invalid(string code, string sentence, string? field = null) => new(RefusalKind.Invalid, code, sentence, field);

    /// <summary>This actor may not do this here.</summary>
    public static Refusal Forbidden(string code, string sentence) => new(RefusalKind.Forbidden, code, sentence);

    /// <summary>Not possible in the present state.</summary>
    public static Refusal Conflict(string code, string sentence) => new(RefusalKind.Conflict, code, sentence);

    /// <summary>The one answer for what does not exist and for what may not be seen: the same words always.</summary>
    public static readonly Refusal NotFound = new(RefusalKind.NotFound, "not_found", "There is nothing here, or nothing that you may see.");
}

/// <summary>State that evolves over events and over nothing else.</summary>
/// <typeparam name="TSelf">The state's own type: an immutable record.</typeparam>
public interface IState<TSelf>
    where TSelf : class, IState<TSelf>
{
    /// <summary>The stream's id: <c>P-7K3MQ</c>.</summary>
    string Id { get; }

    /// <summary>Folds one event into the state; null before the first event of a stream.</summary>
    /// <exception cref="InvalidOperationException">The event cannot follow this state: the stream is not one of this kind.</exception>
    static abstract TSelf Evolve(TSelf? state, string id, IEvent @event);
}
