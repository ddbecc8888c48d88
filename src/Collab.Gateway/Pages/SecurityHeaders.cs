namespace Collab.Gateway.Pages;

/// <summary>Headers on every answer.</summary>
public static class SecurityHeaders
{
    /// <summary>
    /// No script, no frame, no foreign content. Forms lead here and, by redirects that browsers count as part of
    /// the form, on to whatever provider a member has: any https address.
    /// </summary>
    public static void Use(WebApplication app, GatewaySettings settings)
    {
        var policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https:"
            + (settings.AllowLoopback ? " http://localhost:* http://127.0.0.1:*" : "");
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            return next();
        });
    }
}
