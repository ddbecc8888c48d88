using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Collab.Local;

/// <summary>What the person who starts Collab on one machine may choose.</summary>
public sealed record LocalOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        Starts Collab on this machine: a private PostgreSQL, the gateway, the portal, six sample companies'
        identity providers, and sample data. Ctrl-C stops it; the data stay for the next start.

          --nodes N   portal nodes to start, 1 (default) to 4
          --fresh     delete the data of earlier starts first
          --help      this text

        Environment:
          COLLAB_PORT_BASE            portal's port, 5080 by default; gateway +1, further nodes from +2,
                                      providers from +10, PostgreSQL +20
          COLLAB_PG_PORT              port of the private PostgreSQL, when +20 does not suit
          COLLAB_DATA                 data folder, .collab in the repository by default
          ConnectionStrings__Collab   a PostgreSQL to use in place of the private one
        """;

    /// <summary>How many portal nodes start, 1 to 4.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>True when the data of earlier starts are deleted first.</summary>
    public bool Fresh { get; init; }

    /// <summary>True when only <see cref="Help"/> is asked for.</summary>
    public bool HelpOnly { get; init; }

    /// <summary>The portal's port; every other one follows from it.</summary>
    public int PortBase { get; init; } = 5080;

    /// <summary>The private PostgreSQL's port.</summary>
    public int PostgresPort { get; init; } = 5100;

    /// <summary>The full path of the data folder.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>How to connect to a PostgreSQL that is not ours, or null.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The port of the portal's node, counted from 0.</summary>
    public int NodePort(int node) => node == 0 ? PortBase : PortBase + 1 + node;

    /// <summary>The gateway's port.</summary>
    public int GatewayPort => PortBase + 1;

    /// <summary>The port of a sample provider, counted from 0 in the alphabetical order of their companies.</summary>
    public int ProviderPort(int provider) => PortBase + 10 + provider;

    /// <summary>Reads the command line and the environment.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="environment">Looks up a variable; null when it is not set.</param>
    /// <exception cref="StartRefusedException">An option or a value that is not known.</exception>
    public static LocalOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var options = new LocalOptions();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--fresh" => options with { Fresh = true },
                "--help" or "-h" => options with { HelpOnly = true },
                "--nodes" => options with
                {
                    Nodes = Number("--nodes", ++i < args.Count ? args[i] : "", 1, 4),
                },
                var other => throw new StartRefusedException($"Unknown option {other}: --help lists what there is."),
            };
        }

        var portBase = environment("COLLAB_PORT_BASE") is { Length: > 0 } text ? Number("COLLAB_PORT_BASE", text, 1024, 65500) : 5080;
        return options with
        {
            PortBase = portBase,
            PostgresPort = environment("COLLAB_PG_PORT") is { Length: > 0 } port ? Number("COLLAB_PG_PORT", port, 1024, 65535) : portBase + 20,
            ConnectionString = environment("ConnectionStrings__Collab") is { Length: > 0 } connection ? connection : null,
            DataFolder = environment("COLLAB_DATA") is { Length: > 0 } data ? Path.GetFullPath(data) : DefaultFolder(Environment.CurrentDirectory),
        };
    }

    private static int Number(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new StartRefusedException($"{name} takes a number from {least} to {most}, and got \"{text}\".");

    // PostgreSQL does not run as root, and the user that it runs as cannot enter, say, /root: then the data live
    // where that user can, in a folder of this repository's own.
    private static string DefaultFolder(string current)
    {
        var root = new DirectoryInfo(current);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Collab.sln")))
        {
            root = root.Parent;
        }

        var home = root?.FullName ?? current;
        if (!Tool.IsRoot || OperatingSystem.IsWindows() || EveryoneMayEnter(home))
        {
            return Path.Combine(home, ".collab");
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..8];
        return Path.Combine("/var/lib/collab", name);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static bool EveryoneMayEnter(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if ((at.UnixFileMode & UnixFileMode.OtherExecute) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
