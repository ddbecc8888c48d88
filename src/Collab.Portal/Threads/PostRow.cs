using Collab.Domain.Threads;

namespace Collab.Portal.Threads;

/// <summary>
/// One post as pages, programs and the hub read it: its state, its text and the HTML made of it, once, when it was
/// written. A row of its own, so that a thread of ten thousand posts costs what one of ten costs.
/// </summary>
public sealed record PostRow
{
    /// <summary>The thread and the number: <c>T-P-7K3MQ/17</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The thread.</summary>
    public required string ThreadId { get; init; }

    /// <summary>Its number there, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The person who wrote it.</summary>
    public required string Author { get; init; }

    /// <summary>The company they wrote it for.</summary>
    public required string Company { get; init; }

    /// <summary>The author's own id for it; unique with the thread and the author, so that nothing is written twice.</summary>
    public required string ClientKey { get; init; }

    /// <summary>Its state, as Domain folds it.</summary>
    public required Post Post { get; init; }

    /// <summary>Its source, for quoting and editing; empty once redacted.</summary>
    public required string Markdown { get; init; }

    /// <summary>Safe HTML of the source; empty once redacted.</summary>
    public required string Html { get; init; }

    /// <summary>The version of the rules that made the HTML.</summary>
    public required int Pipeline { get; init; }

    /// <summary>The version of the thread at which it was written.</summary>
    public required long WrittenIn { get; init; }

    /// <summary>The version of the thread at which it changed last. Who knows the thread up to here knows this row.</summary>
    public required long ChangedIn { get; init; }

    /// <summary>The id of a post's row.</summary>
    public static string IdOf(string threadId, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{threadId}/{number}");
}

/// <summary>An earlier text of a post that was edited.</summary>
public sealed record PostVersion
{
    /// <summary>The post's id and how often it had been edited: <c>T-P-7K3MQ/17@0</c>.</summary>
    public required string Id { get; init; }

    /// <summary>How often the post had been edited when this was its text.</summary>
    public required int Edits { get; init; }

    /// <summary>The text as it was.</summary>
    public required string Markdown { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of a version.</summary>
    public static string IdOf(string postId, int edits) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{postId}@{edits}");
}
