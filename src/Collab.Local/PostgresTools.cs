using System.Globalization;
using System.Text.RegularExpressions;

namespace Collab.Local;

/// <summary>One installed PostgreSQL.</summary>
/// <param name="Folder">The folder of its programs <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>.</param>
/// <param name="Major">Its major version, such as 15.</param>
public sealed partial record PostgresTools(string Folder, int Major)
{
    /// <summary>The oldest major version that Collab runs on.</summary>
    public const int Oldest = 15;

    // Where packages put the servers' programs, beside PATH: Debian and Ubuntu, Red Hat, Homebrew, Postgres.app.
    private static readonly string[] UsualPlaces =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ];

    /// <summary>The full path of one of its programs.</summary>
    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>Every folder that may hold a PostgreSQL on this machine: PATH first, then the usual places.</summary>
    public static IEnumerable<string> Places() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Concat(UsualPlaces.SelectMany(Expand));

    /// <summary>Finds the PostgreSQL to use.</summary>
    /// <param name="places">The folders to look into, best first.</param>
    /// <param name="dataMajor">The major version that made the data folder, or null when there are no data yet.</param>
    /// <returns>The one that fits the data; without data the newest.</returns>
    /// <exception cref="StartRefusedException">There is none, or none that fits.</exception>
    public static async Task<PostgresTools> FindAsync(IEnumerable<string> places, int? dataMajor)
    {
        var found = new List<PostgresTools>();
        foreach (var place in places.Distinct().Where(IsComplete))
        {
            var (code, output) = await Tool.RunAsync([Path.Combine(place, "postgres"), "--version"]);
            if (code == 0 && MajorOf().Match(output) is { Success: true } match)
            {
                found.Add(new PostgresTools(place, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
            }
        }

        if (dataMajor is { } needed)
        {
            return found.FirstOrDefault(tools => tools.Major == needed) ?? throw new StartRefusedException(
                $"The data folder was made by PostgreSQL {needed}, and {Installed(found)}: install PostgreSQL {needed}, or start over with --fresh.");
        }

        return found.Where(tools => tools.Major >= Oldest).MaxBy(tools => tools.Major) ?? throw new StartRefusedException(
            $"PostgreSQL {Oldest} or newer is needed, and {Installed(found)}: install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17), or name a server in ConnectionStrings__Collab.");
    }

    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "postgres"))
        && File.Exists(Path.Combine(folder, "initdb"))
        && File.Exists(Path.Combine(folder, "pg_ctl"));

    private static string Installed(List<PostgresTools> found) =>
        found.Count == 0
            ? "none is installed"
            : "what is installed is version " + string.Join(" and ", found.Select(tools => tools.Major).Distinct().Order());

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        var parent = pattern[..(pattern.LastIndexOf('/', star) + 1)];
        var name = pattern[parent.Length..(star + 1)];
        var rest = pattern[(star + 2)..];
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, name).Select(folder => Path.Combine(folder, rest))
            : [];
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex MajorOf();
}
