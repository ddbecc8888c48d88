namespace Collab.Portal.Shell;

/// <summary>The component that <see cref="ThreadBeside"/> shows: features meet here without knowing each other.</summary>
/// <param name="Type">A component with the parameters <c>SubjectId</c> and <c>SubjectTitle</c>.</param>
public sealed record ThreadBesideComponent(Type Type);
