using System.Diagnostics;
using System.Globalization;

namespace Collab.Local;

/// <summary>What an earlier start may have left in a cluster's folder: a server that still ends, or a stale lock file.</summary>
internal static class PreviousServer
{
    /// <summary>
    /// Waits until the earlier server has ended, and removes its <c>postmaster.pid</c> when no server stands behind it
    /// (after a crash, its process id may belong to any other program; PostgreSQL would then refuse to start).
    /// </summary>
    /// <exception cref="StartRefusedException">The server does not end.</exception>
    public static async Task AwaitEndAsync(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, "postmaster.pid");
        if (!File.Exists(file))
        {
            return;
        }

        var first = File.ReadLines(file).FirstOrDefault();
        if (int.TryParse(first, CultureInfo.InvariantCulture, out var id) && Find(id, folder) is { } server)
        {
            using (server)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(TimeSpan.FromSeconds(15));
                try
                {
                    await server.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
                {
                    throw new StartRefusedException(
                        $"A PostgreSQL already runs in {folder} (process {id}): end it with \"kill -INT {id}\", then start again.");
                }
            }
        }

        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new StartRefusedException($"The stale lock {file} cannot be removed ({failure.Message.TrimEnd('.')}): delete it, then start again.");
        }
    }

    private static Process? Find(int id, string folder)
    {
        try
        {
            var process = Process.GetProcessById(id);
            if (process.ProcessName is "postgres" or "postmaster" && WorksIn(id, folder))
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // A server's working folder is its data folder. Where the system does not tell, the name has to do.
    private static bool WorksIn(int id, string folder)
    {
        var link = new DirectoryInfo($"/proc/{id}/cwd");
        try
        {
            return !OperatingSystem.IsLinux() || link.LinkTarget == folder;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
