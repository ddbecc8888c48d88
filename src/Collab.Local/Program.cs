using Collab.Local;

var asked = LocalHost.UntilAskedToStop(out var registrations);
using (registrations)
{
    await using var host = new LocalHost();
    try
    {
        var options = LocalOptions.Parse(args, Environment.GetEnvironmentVariable);
        if (options.HelpOnly)
        {
            Console.WriteLine(LocalOptions.Help);
            return 0;
        }

        await host.TakeDataAsync(options, asked);
        var parts = Parts.Of(options);
        Ports.RequireFree(parts.PortsNeeded());
        await parts.StartAsync(host, asked);
        Console.WriteLine(parts.Welcome());

        await Task.WhenAny(host.Failed, Task.Delay(Timeout.Infinite, asked));
        if (asked.IsCancellationRequested)
        {
            Console.WriteLine("Stopping.");
            return 0;
        }

        throw new StartRefusedException("PostgreSQL has ended by itself, so Collab ends too: start it again; what was acknowledged is kept.");
    }
    catch (OperationCanceledException) when (asked.IsCancellationRequested)
    {
        return 130;
    }
    catch (StartRefusedException refused)
    {
        await Console.Error.WriteLineAsync(refused.Message);
        return 1;
    }
}
