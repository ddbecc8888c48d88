using Collab.Portal;
using Collab.Portal.Proposals;

if (args is ["rebuild", ..])
{
    await using var still = PortalHost.Create(args, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.StaticFiles", LogLevel.Error));
    return await ProposalRebuild.Command(still.Services, Console.Out);
}

// With scopes, which hold the trace id that a person is shown as the reference of a failure.
await using var portal = PortalHost.Create(args, builder => builder.Logging.ClearProviders().AddJsonConsole(console => console.IncludeScopes = true));
await portal.RunAsync();
return 0;
