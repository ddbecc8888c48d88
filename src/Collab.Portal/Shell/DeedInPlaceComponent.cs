namespace Collab.Portal.Shell;

/// <summary>The component that <see cref="DeedInPlace"/> shows: features meet here without knowing each other.</summary>
/// <param name="Type">A component with the parameters of <see cref="DeedInPlace"/>.</param>
public sealed record DeedInPlaceComponent(Type Type);
