using System.Security.Cryptography;
using System.Text;
using Collab.Domain;
using Collab.Domain.Proposals;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Collab.Portal.Notifications;

/// <summary>One person is reminded of one thing.</summary>
/// <param name="Id">Follows from proposal, thing, step and person, so that making it again makes nothing new.</param>
/// <param name="Person">Who is reminded.</param>
/// <param name="Proposal">The proposal.</param>
/// <param name="Reminder">Of what, and for which company. Instants are in whole microseconds, as PostgreSQL keeps them.</param>
/// <param name="Matter">The thing itself (<see cref="Reminder.Matter"/>), as it was when the row was made.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ReadAt">When it was read, UTC; null while it is not.</param>
public sealed record ReminderRow(string Id, PersonId Person, string Proposal, Reminder Reminder, string Matter, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt)
{
    /// <summary>The row of a reminder for a person.</summary>
    public static ReminderRow Of(string proposal, Reminder reminder, PersonId person, DateTimeOffset now)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{proposal}\n{reminder.Matter}\n{reminder.Step}\n{person.Value}"));
        return new ReminderRow(Convert.ToHexStringLower(hash)[..32], person, proposal, reminder, reminder.Matter, now, null);
    }
}

/// <summary>The reminders of all people, and how far each proposal was looked at. Beside the events: nobody's statement.</summary>
public sealed class ReminderRows(NpgsqlDataSource database)
{
    /// <summary>How long a reminder is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private const string Columns = "id, person, proposal, kind, target, company, role, deadline, step, due_at, created_at, read_at, matter";

    /// <summary>The table of reminders.</summary>
    internal static Table MakeTable()
    {
        var table = new Table(PostgresqlProvider.Instance.Parse("collab.reminders"));
        table.AddColumn<string>("id").AsPrimaryKey();
        foreach (var text in (string[])["person", "proposal", "kind", "company", "role", "matter"])
            table.AddColumn<string>(text).NotNull();
        table.AddColumn<string>("target");
        table.AddColumn<int>("step").NotNull();
        table.AddColumn("deadline", "timestamptz");
        table.AddColumn("due_at", "timestamptz").NotNull();
        table.AddColumn("created_at", "timestamptz").NotNull();
        table.AddColumn("read_at", "timestamptz");
        table.Indexes.Add(new IndexDefinition("reminders_of_person") { Columns = ["person", "created_at", "id"] });
        table.Indexes.Add(new IndexDefinition("reminders_by_age") { Columns = ["created_at"] });
        return table;
    }

    /// <summary>The table of looks: the version of each proposal that reminders were made for, and when to look again.</summary>
    internal static Table MakeLooks()
    {
        var table = new Table(PostgresqlProvider.Instance.Parse("collab.reminder_looks"));
        table.AddColumn<string>("proposal").AsPrimaryKey();
        table.AddColumn<long>("version").NotNull();
        table.AddColumn("next_at", "timestamptz");
        return table;
    }

    /// <summary>A page of a person's reminders, the newest first.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="since">None that were made before this.</param>
    /// <param name="unread">Only what is unread.</param>
    /// <param name="after">The last of the page before; null for the first page.</param>
    /// <param name="take">The most rows.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<ReminderRow>> Of(
        PersonId person, DateTimeOffset since, bool unread, (DateTimeOffset At, string Id)? after, int take, CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand($"""
            select {Columns} from collab.reminders
            where person = $1 and created_at >= $2 and (not $3 or read_at is null) and ($4::timestamptz is null or (created_at, id) < ($4, $5))
            order by created_at desc, id desc limit $6
            """);
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(since.ToUniversalTime());
        command.Parameters.AddWithValue(unread);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, (object?)after?.At ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)after?.Id ?? DBNull.Value);
        command.Parameters.AddWithValue(take);
        List<ReminderRow> rows = [];
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var reminder = new Reminder(
                Enum.Parse<ReminderKind>(reader.GetString(3)), reader.IsDBNull(4) ? null : reader.GetString(4), new MemberId(reader.GetString(5)),
                Enum.Parse<Domain.Members.Roles>(reader.GetString(6)), At(7), reader.GetInt32(8), At(9)!.Value);
            rows.Add(new ReminderRow(reader.GetString(0), new PersonId(reader.GetString(1)), reader.GetString(2), reminder, reader.GetString(12), At(10)!.Value, At(11)));
        }

        return rows;

        DateTimeOffset? At(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
    }

    /// <summary>The person has read these; all of theirs when none are named. Another's are not touched.</summary>
    public async Task Read(PersonId person, IReadOnlyCollection<string>? ids, DateTimeOffset now, CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand("""
            with read as (update collab.reminders set read_at = $2 where person = $1 and read_at is null and ($3::text[] is null or id = any($3)) returning id)
            select pg_notify('collab_signals', $4) from (select count(*) as n from read) as r where n > 0
            """);
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(now.ToUniversalTime());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, (object?)ids?.ToArray() ?? DBNull.Value);
        command.Parameters.AddWithValue(SignalOf(person));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What other screens of the person hear.</summary>
    internal static string SignalOf(PersonId person) => "reminders " + person.Value;

    /// <summary>Writes rows that are new, lets them take the place of earlier steps, and tells the people's screens.</summary>
    internal static async Task Write(NpgsqlConnection connection, IReadOnlyList<ReminderRow> rows, DateTimeOffset now, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;
        await using var command = new NpgsqlCommand("""
            with given as (
                select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as g(id, person, proposal, kind, target, company, role, matter, deadline, step, due_at)),
            made as (
                insert into collab.reminders (id, person, proposal, kind, target, company, role, matter, deadline, step, due_at, created_at)
                select id, person, proposal, kind, target, company, role, matter, deadline, step, due_at, $12 from given on conflict (id) do nothing
                returning person, proposal, matter, step),
            replaced as (
                update collab.reminders as r set read_at = $12 from made as m
                where r.person = m.person and r.proposal = m.proposal and r.matter = m.matter and r.step < m.step and r.read_at is null)
            select pg_notify('collab_signals', 'reminders ' || person) from (select distinct person from made) as people
            """, connection);
        Texts(r => r.Id);
        Texts(r => r.Person.Value);
        Texts(r => r.Proposal);
        Texts(r => r.Reminder.Kind.ToString());
        Texts(r => r.Reminder.Target);
        Texts(r => r.Reminder.Company.Value);
        Texts(r => r.Reminder.Role.ToString());
        Texts(r => r.Matter);
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.Reminder.Deadline?.ToUniversalTime()).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Integer, rows.Select(r => r.Reminder.Step).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.Reminder.DueAt.ToUniversalTime()).ToArray());
        command.Parameters.AddWithValue(now.ToUniversalTime());
        await command.ExecuteNonQueryAsync(cancellation);

        void Texts(Func<ReminderRow, string?> of) => command.Parameters.AddWithValue(NpgsqlDbType.Array | NpgsqlDbType.Text, rows.Select(of).ToArray());
    }
}
