using Collab.Tool;

namespace Collab.Portal.Tests.Tool;

/// <summary>Runs <c>collab</c> as somebody at a terminal does, and keeps what it prints.</summary>
internal static class Terminal
{
    /// <summary>With the network.</summary>
    public static async Task<Ran> Run(params string[] args)
    {
        using var http = CommandLine.Client();
        return await Run(http, args);
    }

    /// <summary>Without one: whatever is asked for over the network fails the test.</summary>
    public static async Task<Ran> Offline(params string[] args)
    {
        using var http = new HttpClient(new NoNetwork());
        return await Run(http, args);
    }

    private static async Task<Ran> Run(HttpClient http, string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await new CommandLine(output, errors, http).Run(args, CancellationToken.None);
        return new Ran(exit, output.ToString().ReplaceLineEndings("\n"), errors.ToString().TrimEnd());
    }

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Nobody is asked here; {request.RequestUri} was.");
    }
}

/// <summary>How it ended, and what it printed.</summary>
internal sealed record Ran(int Exit, string Output, string Error);
