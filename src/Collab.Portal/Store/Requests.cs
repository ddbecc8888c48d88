using Collab.Domain;
using Marten;

namespace Collab.Portal.Store;

/// <summary>The requests that programs named, kept a day, so that a repetition is answered with what happened the first time.</summary>
internal static class Requests
{
    /// <summary>Creates the table. Rows older than a day are deleted as new ones come.</summary>
    public const string Table = """
        create table if not exists collab.requests (
            person text not null,
            key text not null,
            fingerprint text not null,
            stream text not null,
            version bigint not null,
            at timestamptz not null,
            primary key (person, key));
        create index if not exists requests_at on collab.requests (at);
        """;

    private static readonly Refusal AnotherRequest = Refusal.Conflict(
        "request.key_reused", "This Idempotency-Key was used for another request. Send a new key with a new request.");

    /// <summary>What the request led to, or null when it is new.</summary>
    public static async Task<CommandResult?> Find(IQuerySession session, RequestKey key, CancellationToken cancellation)
    {
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select fingerprint, stream, version from collab.requests where person = $1 and key = $2";
        command.Parameters.AddWithValue(key.Person.Value);
        command.Parameters.AddWithValue(key.Key);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        return reader.GetString(0) == key.Fingerprint
            ? new CommandResult.Done(reader.GetString(1), reader.GetInt64(2), [])
            : new CommandResult.Refused(AnotherRequest);
    }

    /// <summary>Remembers the request in the transaction that does what it asks.</summary>
    public static void Remember(IDocumentSession session, RequestKey key, CommandResult.Done done, DateTimeOffset now)
    {
        session.QueueSqlCommand("delete from collab.requests where at < ?", now.AddDays(-1));
        session.QueueSqlCommand(
            "insert into collab.requests (person, key, fingerprint, stream, version, at) values (?, ?, ?, ?, ?, ?)",
            key.Person.Value, key.Key, key.Fingerprint, done.Id, done.Version, now);
    }
}
