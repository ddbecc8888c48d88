namespace Collab.Portal;
/// <summary>The web application.</summary>
public static class PortalHost
{
    /// <summary>Builds the portal.</summary>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        return builder.Build();
    }
}
