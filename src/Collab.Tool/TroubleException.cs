namespace Collab.Tool;

/// <summary>What was asked for cannot be done; the message is one sentence that says why and, where it helps, what to do.</summary>
public sealed class TroubleException(string sentence) : Exception(sentence);
