using Npgsql;

namespace Collab.Portal.Store;

/// <summary>Tells an outage of PostgreSQL, which is a normal day, from a failure of the program.</summary>
public static class Outage
{
    /// <summary>
    /// True when PostgreSQL did not answer, or said that it cannot now: shutting down, starting, out of connections,
    /// memory or disk. What it says of a wrong statement is a bug, and is none. Marten wraps what Npgsql throws, once or
    /// more, when a connection breaks in the middle of a command.
    /// </summary>
    public static bool Is(Exception e) => e switch
    {
        PostgresException said => said.IsTransient || IsUnavailable(said.SqlState),
        NpgsqlException or TimeoutException => true,
        _ => e.InnerException is { } inner && Is(inner),
    };

    // SQLSTATE classes of PostgreSQL's appendix A: connection, resources, operator intervention, system; and a database
    // that does not take connections.
    private static bool IsUnavailable(string state) =>
        state == PostgresErrorCodes.ObjectNotInPrerequisiteState
        || ((string[])["08", "53", "57P", "58"]).Any(c => state.StartsWith(c, StringComparison.Ordinal));
}
