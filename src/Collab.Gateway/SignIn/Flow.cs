using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Collab.Gateway.SignIn;

/// <summary>The authorization request that a sign-in serves, carried through pages in a form nobody can alter.</summary>
/// <param name="ReturnUrl">Path and query of the authorization request.</param>
/// <param name="Fresh">The request asks for a new sign-in, whatever session there is.</param>
public sealed record Flow(string ReturnUrl, bool Fresh)
{
    /// <summary>Identifies the request; with PAR the address differs by its request_uri.</summary>
    public string RequestHash => Hash(ReturnUrl);

    /// <summary>As <see cref="RequestHash"/>.</summary>
    public static string Hash(string returnUrl) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(returnUrl)));
}

/// <summary>Protects and reads <see cref="Flow"/>.</summary>
public sealed class Flows(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Collab.Gateway.Flow");

    /// <summary>For a hidden field or a query.</summary>
    public string Protect(Flow flow) => protector.Protect(JsonSerializer.Serialize(flow));

    /// <summary>Null when it was not made here.</summary>
    public Flow? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Flow>(protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
