namespace Collab.Portal.Shell;

/// <summary>A component that stands in the app bar of the workspace: which one is registered by the feature that has it.</summary>
/// <param name="Type">A component without parameters.</param>
public sealed record AppBarPart(Type Type);
