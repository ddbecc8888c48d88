namespace Collab.Portal.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root: the folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The project files under <c>src</c> and <c>tests</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Root, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>A path in it.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Collab.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests run from inside the repository.");
    }
}
