using Collab.Portal;

await using var portal = PortalHost.Create(args);
await portal.RunAsync();
