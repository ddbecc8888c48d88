using System.ComponentModel;
using System.Diagnostics;

namespace Collab.Local;

/// <summary>Runs a command-line tool to its end.</summary>
internal static class Tool
{
    /// <summary>True when this process is root (or an administrator).</summary>
    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>The tool's full path when PATH holds it, or null.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>How a tool is started: no window, English messages, from a folder that every user may enter.</summary>
    public static ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["LC_ALL"] = "C";
        return info;
    }

    /// <summary>Runs the command and returns its exit code with all it printed. 127 when there is no such tool.</summary>
    public static async Task<(int Code, string Output)> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancel = default)
    {
        try
        {
            using var process = Process.Start(StartInfo(command))!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, (await output + await errors).Trim());
        }
        catch (Win32Exception missing)
        {
            return (127, missing.Message);
        }
    }
}
