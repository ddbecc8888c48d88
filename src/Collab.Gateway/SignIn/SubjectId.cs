using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Collab.Gateway.SignIn;

/// <summary>A person's <c>sub</c>: opaque, stable, and made of who vouches for the person, never of an e-mail.</summary>
public static class SubjectId
{
    /// <summary>
    /// SHA-256 over the two values, each preceded by its length in bytes, in base64url: 43 characters.
    /// Two people of different members never meet, whatever their providers assert.
    /// </summary>
    public static string For(string memberId, string upstreamSub)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var value in (string[])[memberId, upstreamSub])
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }
}
