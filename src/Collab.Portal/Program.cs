using Collab.Portal;
using Collab.Portal.Proposals;

await using var portal = PortalHost.Create(args);
if (args is ["rebuild", ..])
    return await ProposalRebuild.Command(portal.Services, Console.Out);
await portal.RunAsync();
return 0;
