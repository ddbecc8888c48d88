using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Collab.Local;

/// <summary>
/// The secrets between the parts on one machine: each derived from one key, which is made at the first start and
/// kept in the data folder, readable by its owner alone. Nothing of it is in source.
/// </summary>
public sealed class LocalSecrets
{
    private readonly byte[] key;

    private LocalSecrets(byte[] key) => this.key = key;

    /// <summary>Reads the key of the data folder, or makes one; without a data folder, one for this start only.</summary>
    public static LocalSecrets Open(LocalOptions options)
    {
        if (options.ConnectionString is not null)
            return new LocalSecrets(RandomNumberGenerator.GetBytes(32));
        var path = Path.Combine(options.DataFolder, "secrets.key");
        if (!File.Exists(path))
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, create);
            file.Write(RandomNumberGenerator.GetBytes(32));
        }

        return new LocalSecrets(File.ReadAllBytes(path));
    }

    /// <summary>The secret of this name: 43 characters, the same at every start.</summary>
    public string For(string name) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(name)));
}
