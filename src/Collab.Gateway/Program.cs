using Collab.Gateway;

await GatewayHost.Create(args, builder => builder.Logging.ClearProviders().AddJsonConsole()).RunAsync();
