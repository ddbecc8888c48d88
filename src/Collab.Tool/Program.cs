using Collab.Tool;

using var http = CommandLine.Client();
return await new CommandLine(Console.Out, Console.Error, http).Run(args, CancellationToken.None);
