using System.Globalization;

namespace Collab.Gateway.Providers;

/// <summary>Mail domains in one form: lower case, ASCII (RFC 5890).</summary>
public static class MailDomain
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The domain of an e-mail address, or null when there is none.</summary>
    public static string? Of(string? email)
    {
        if (email is null || email.Length > 320)
            return null;
        var at = email.LastIndexOf('@');
        return at > 0 ? Normalize(email[(at + 1)..]) : null;
    }

    /// <summary>A domain in its one form, or null when it is not a domain with at least two labels.</summary>
    public static string? Normalize(string? domain)
    {
        domain = domain?.Trim();
        if (string.IsNullOrEmpty(domain) || domain.Length > 253 || !domain.Contains('.', StringComparison.Ordinal))
            return null;
        try
        {
            return Idn.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
