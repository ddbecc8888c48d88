namespace Collab.Domain.Proposals;

/// <summary>Something that happened to a remark on a passage of a proposal.</summary>
public interface IRemarkEvent : IEvent;

/// <summary>A reader commented on a passage.</summary>
public sealed record RemarkMade(By By, DateTimeOffset At, string Proposal, Anchor Anchor, string Markdown) : IRemarkEvent;

/// <summary>A reader suggested another wording for a passage; empty to leave the passage out.</summary>
public sealed record SuggestionMade(By By, DateTimeOffset At, string Proposal, Anchor Anchor, string Replacement, string? Reason) : IRemarkEvent;

/// <summary>Somebody replied. <paramref name="Reply"/> counts from 1.</summary>
public sealed record RemarkAnswered(By By, DateTimeOffset At, int Reply, string Markdown) : IRemarkEvent;

/// <summary>Its author changed it: the comment, or the suggested wording with its reason.</summary>
public sealed record RemarkEdited(By By, DateTimeOffset At, string? Markdown, string? Replacement) : IRemarkEvent;

/// <summary>The comment is settled.</summary>
public sealed record RemarkResolved(By By, DateTimeOffset At) : IRemarkEvent;

/// <summary>The comment is not settled after all.</summary>
public sealed record RemarkReopened(By By, DateTimeOffset At) : IRemarkEvent;

/// <summary>An author accepted the suggestion: <paramref name="Applied"/> to the draft at once, or else for the next revision.</summary>
public sealed record SuggestionAccepted(By By, DateTimeOffset At, bool Applied) : IRemarkEvent;

/// <summary>An author declined the suggestion.</summary>
public sealed record SuggestionDeclined(By By, DateTimeOffset At, string Reason) : IRemarkEvent;

/// <summary>Its author took the suggestion back.</summary>
public sealed record SuggestionWithdrawn(By By, DateTimeOffset At) : IRemarkEvent;

/// <summary>A revision took the suggestion in, and credits it.</summary>
public sealed record SuggestionRecorded(By By, DateTimeOffset At, int Revision) : IRemarkEvent;

/// <summary>What was written is masked from now on: in a reply, or in the remark itself where <paramref name="Reply"/> is null. By whom and when stays.</summary>
public sealed record RemarkRedacted(By By, DateTimeOffset At, int? Reply, string Reason) : IRemarkEvent;
