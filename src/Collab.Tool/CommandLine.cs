namespace Collab.Tool;

/// <summary>
/// The command line of <c>collab</c>: which command, with which arguments. Exit codes: 0, done and every check holds;
/// 1, a check does not hold; 2, it could not be done.
/// </summary>
/// <param name="output">Where results go.</param>
/// <param name="errors">Where the sentence goes that says why something could not be done.</param>
/// <param name="http">Fetches what is published.</param>
public sealed class CommandLine(TextWriter output, TextWriter errors, HttpClient http)
{
    private const int Done = 0;
    private const int Differs = 1;
    private const int NotDone = 2;

    private const string Help = """
        collab: reads what a Collab room has published, and checks what can be checked from outside.

        collab outcome ADDRESS [--markdown FILE]
            Fetches an outcome, such as https://collab.example/outcomes/O-3/v1 (without /v1: its newest version), prints it
            with the position of every company, and checks its digest and its tally.
        collab outcome FILE [--markdown FILE]
            The same from a saved file, the JSON of /api/v1/outcomes/O-3/versions/1, without a network.
            --markdown FILE   check this saved Markdown in place of the one that is fetched or that the JSON holds
        collab feed HOST
            Lists the newest outcomes of a room, such as https://collab.example.
        collab --help

        Exit codes: 0 done and every check holds, 1 a check does not hold, 2 it could not be done.
        """;

    /// <summary>A client that waits 30 seconds, takes 16 MB at most and follows nobody elsewhere: what is checked comes from the address that was given.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = 16 * 1024 * 1024,
    };

    /// <summary>Runs one command and gives the exit code.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken cancellation)
    {
        try
        {
            switch (args)
            {
                case ["--help" or "-h" or "help"] or [_, "--help" or "-h"]:
                    await output.WriteLineAsync(Help);
                    return Done;
                case ["outcome", var source] when !IsOption(source):
                    return await Outcome(source, null, cancellation);
                case ["outcome", var source, "--markdown", var file] when !IsOption(source):
                    return await Outcome(source, file, cancellation);
                case ["outcome", "--markdown", var file, var source] when !IsOption(source):
                    return await Outcome(source, file, cancellation);
                case ["feed", var host] when !IsOption(host):
                    await new Feed(output, http).List(host, cancellation);
                    return Done;
                case []:
                    throw new TroubleException("Say what to do: collab outcome or collab feed. collab --help tells more.");
                case ["outcome" or "feed", ..]:
                    throw new TroubleException($"These arguments do not fit collab {args[0]}. collab --help shows them.");
                default:
                    throw new TroubleException($"There is no command {Plain.Line(args[0])}. collab --help lists them.");
            }
        }
        catch (TroubleException trouble)
        {
            await errors.WriteLineAsync(trouble.Message);
            return NotDone;
        }
    }

    private static bool IsOption(string argument) => argument.StartsWith('-');

    private async Task<int> Outcome(string source, string? markdown, CancellationToken cancellation) =>
        await new OutcomeCheck(output, http).Run(source, markdown, cancellation) ? Done : Differs;
}
