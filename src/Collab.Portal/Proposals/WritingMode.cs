namespace Collab.Portal.Proposals;

/// <summary>What becomes of a text that one person writes and hands in as a whole.</summary>
public enum WritingMode
{
    /// <summary>A new draft.</summary>
    New,

    /// <summary>The next revision of an open proposal.</summary>
    Revise,

    /// <summary>A correction of a published one.</summary>
    Correct,
}
