using Collab.Portal;
using Collab.Portal.Proposals;

if (args is ["rebuild", ..])
{
    await using var still = PortalHost.Create(args, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.AspNetCore.StaticFiles", LogLevel.Error));
    return await ProposalRebuild.Command(still.Services, Console.Out);
}

await using var portal = PortalHost.Create(args);
await portal.RunAsync();
return 0;
