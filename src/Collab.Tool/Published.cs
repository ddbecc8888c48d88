using System.Net;
using System.Net.Sockets;

namespace Collab.Tool;

/// <summary>Fetches what a room has published.</summary>
internal static class Published
{
    /// <summary>The address of a room, or of something in it: https, or http on this machine.</summary>
    /// <exception cref="TroubleException">It is no such address.</exception>
    public static Uri Address(string text)
    {
        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http"))
            throw new TroubleException($"{Plain.Line(text)} is no address. It reads like https://collab.example.");
        if (address.Scheme == "http" && !address.IsLoopback)
            throw new TroubleException($"{address} is not encrypted: what arrives may have been changed on the way. Use https.");
        return address;
    }

    /// <summary>The bytes at an address.</summary>
    /// <exception cref="TroubleException">They do not arrive.</exception>
    public static async Task<byte[]> Get(HttpClient http, Uri address, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(address, cancellation);
            if (response.IsSuccessStatusCode)
                return await response.Content.ReadAsByteArrayAsync(cancellation);
            throw new TroubleException(response.StatusCode == HttpStatusCode.NotFound
                ? $"Nothing is published at {address}."
                : $"{address} answers {(int)response.StatusCode}{(response.Headers.Location is { } elsewhere ? $" and points to {Plain.Line(elsewhere.OriginalString)}; give that address if you trust it" : "")}.");
        }
        catch (HttpRequestException e)
        {
            throw new TroubleException($"{address} cannot be reached: {(e.InnerException as SocketException ?? (Exception)e).Message.TrimEnd('.')}.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TroubleException($"{address} does not answer within {http.Timeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="TroubleException">It cannot be read.</exception>
    public static async Task<byte[]> Read(string file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TroubleException($"The file {Plain.Line(file)} cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }
}
