using Npgsql;

namespace Collab.Portal.Store;

/// <summary>Tells an outage of PostgreSQL, which is a normal day, from a failure of the program.</summary>
public static class Outage
{
    /// <summary>True when PostgreSQL did not answer. Marten wraps what Npgsql throws, once or more, when a connection breaks in the middle of a command.</summary>
    public static bool Is(Exception e) => e is NpgsqlException or TimeoutException || (e.InnerException is { } inner && Is(inner));
}
