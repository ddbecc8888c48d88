using System.Security.Cryptography;
using System.Text;

namespace Collab.Gateway.Pages;

/// <summary>The one stylesheet, inside the assembly so that it is found wherever the gateway is hosted.</summary>
public static class Stylesheet
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(Read("tokens.css") + Read("signin.css"));

    /// <summary>Its address, which changes with its content.</summary>
    public static string Path { get; } = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}.css";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, (HttpResponse response) =>
    {
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(Content, "text/css; charset=utf-8");
    });

    private static string Read(string name)
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
