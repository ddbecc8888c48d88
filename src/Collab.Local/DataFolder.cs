using System.Globalization;

namespace Collab.Local;

/// <summary>
/// The folder that keeps an installation's data between starts. It is ours when it carries our marker file, and in
/// use by one process at a time, which holds its lock; the lock falls with the process, however that ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string Marker = ".collab-data";
    private const string Lock = "lock";
    private const string Holder = "process";
    private const long NeededBytes = 400L * 1024 * 1024;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Root = path;
        _lock = @lock;
    }

    /// <summary>The folder's full path.</summary>
    public string Root { get; }

    /// <summary>Opens the folder, makes it when it does not exist, and takes its lock.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="StartRefusedException">It is in use, not ours, not writable, or its disk is full.</exception>
    public static DataFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(path);
            if (!File.Exists(Path.Combine(path, Marker)) && Directory.EnumerateFileSystemEntries(path).Any())
            {
                throw new StartRefusedException(
                    $"{path} holds files that are not Collab's (it has no {Marker} file): name an empty or new folder in COLLAB_DATA.");
            }

            var free = new DriveInfo(path).AvailableFreeSpace;
            if (free < NeededBytes)
            {
                throw new StartRefusedException(
                    $"The disk of {path} is full ({free / 1024 / 1024} MB free, {NeededBytes / 1024 / 1024} MB needed): free some space, or name a folder on another disk in COLLAB_DATA.");
            }

            File.WriteAllText(
                Path.Combine(path, Marker),
                "This folder holds the data of a Collab that runs on one machine. ./eng/run.sh --fresh deletes it.\n");
            return new DataFolder(path, TakeLock(path));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw NotWritable(path, failure);
        }
    }

    /// <summary>Deletes all that is in the folder, but for its marker and its lock's files.</summary>
    /// <exception cref="StartRefusedException">Something cannot be deleted.</exception>
    public void Clear()
    {
        try
        {
            foreach (var entry in new DirectoryInfo(Root).EnumerateFileSystemInfos().Where(e => e.Name is not (Marker or Lock or Holder)))
            {
                if (entry is DirectoryInfo { LinkTarget: null } folder)
                {
                    folder.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw NotWritable(Root, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // The lock's holder stands in a file of its own: nobody else may even read a locked one.
    private static FileStream TakeLock(string path)
    {
        var file = Path.Combine(path, Lock);
        var holder = Path.Combine(path, Holder);
        try
        {
            var taken = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return taken;
        }
        catch (IOException) when (File.Exists(file) && File.Exists(holder))
        {
            throw new StartRefusedException(
                $"Collab already runs on {path} (process {File.ReadAllText(holder)}): use that one, end it first, or set COLLAB_DATA and COLLAB_PORT_BASE to run a second one.");
        }
    }

    private static StartRefusedException NotWritable(string path, Exception failure) =>
        new($"The data folder {path} cannot be written ({failure.Message.TrimEnd('.')}): mend its owner or mode, or name another folder in COLLAB_DATA.");
}
