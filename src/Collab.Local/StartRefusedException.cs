namespace Collab.Local;

/// <summary>
/// The start cannot go on, for a reason that the person at the keyboard can mend. Program prints the sentence on
/// standard error and exits with 1; nobody sees a stack trace.
/// </summary>
/// <param name="sentence">What is wrong and what to do, in one sentence.</param>
public sealed class StartRefusedException(string sentence) : Exception(sentence);
