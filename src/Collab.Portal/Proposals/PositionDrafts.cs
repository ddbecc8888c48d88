using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Collab.Portal.Proposals;

/// <summary>A company's draft on one proposal, as it is kept.</summary>
/// <param name="Draft">What it says; empty after it was discarded or recorded.</param>
/// <param name="Version">How often it was written, for the next writer to say what they saw; 0 where there never was one. Never goes back.</param>
/// <param name="Revision">The proposal's revision that it was written on.</param>
/// <param name="By">The person of the company who wrote it last.</param>
/// <param name="SavedAt">When, UTC.</param>
public sealed record KeptDraft(PositionDraft Draft, long Version, int Revision, PersonId By, DateTimeOffset SavedAt)
{
    /// <summary>None was ever written.</summary>
    public static readonly KeptDraft None = new(new(), 0, 0, Collab.Domain.By.System.Person, default);
}

/// <summary>What became of writing a draft.</summary>
/// <param name="Kept">The draft as it is now.</param>
/// <param name="Refusal">Why nothing was written; null when it was.</param>
/// <param name="Changed">True when somebody of the company wrote it meanwhile: nothing is written, and <paramref name="Kept"/> is theirs.</param>
public sealed record DraftResult(KeptDraft Kept, Refusal? Refusal = null, bool Changed = false);

/// <summary>
/// The drafts of positions: one row for each proposal and company, beside the events and not among them. Every question
/// takes the company from the actor, so there is none to ask about another's. Other screens of the company hear of each
/// change by a signal that names proposal and company and carries no word of the draft.
/// </summary>
public sealed class PositionDrafts(NpgsqlDataSource database, IDocumentStore store, RoomFacts facts, LiveFeed feed, TimeProvider clock)
{
    private const string Columns = "version, position, statement, what, why, cure, revision, person, saved_at";
    private const string Signal = "draft ";

    /// <summary>The table. A draft that was discarded or recorded leaves its version behind and nothing else.</summary>
    internal static Table MakeTable()
    {
        var table = new Table(PostgresqlProvider.Instance.Parse("collab.position_drafts"));
        table.AddColumn<string>("proposal").AsPrimaryKey();
        table.AddColumn<string>("company").AsPrimaryKey();
        table.AddColumn<long>("version").NotNull();
        foreach (var text in (string[])["position", "statement", "what", "why", "cure"])
            table.AddColumn<string>(text);
        table.AddColumn<int>("revision").NotNull();
        table.AddColumn<string>("person").NotNull();
        table.AddColumn("saved_at", "timestamptz").NotNull();
        return table;
    }

    /// <summary>The draft of the actor's company, or why they may not read it.</summary>
    public async Task<DraftResult> Read(string proposal, Actor actor, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        return PositionDraft.MayRead(await session.LoadAsync<Proposal>(proposal, cancellation), actor, room.Now, room.Roll) is { } refusal
            ? new DraftResult(KeptDraft.None, refusal)
            : new DraftResult(await Load(proposal, actor.Company, cancellation));
    }

    /// <summary>Keeps a draft for the actor's company; an empty one discards what was kept.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="draft">What it says.</param>
    /// <param name="expected">The version that was seen; null when any will do.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="cancellation">Gives up before anything is written.</param>
    public async Task<DraftResult> Write(string proposal, PositionDraft draft, long? expected, Actor actor, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        var state = await session.LoadAsync<Proposal>(proposal, cancellation);
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        if (draft.MayWrite(state, actor, room.Now, room.Roll) is { } refusal)
            return new DraftResult(KeptDraft.None, refusal);
        await using var command = database.CreateCommand($"""
            with written as (
                insert into collab.position_drafts as d (proposal, company, {Columns})
                select $1, $2, 1, $4, $5, $6, $7, $8, $9, $10, $11
                where coalesce($3, 0) = 0 or exists (select 1 from collab.position_drafts where proposal = $1 and company = $2)
                on conflict (proposal, company) do update set version = d.version + 1, position = $4, statement = $5, what = $6, why = $7, cure = $8, revision = $9, person = $10, saved_at = $11
                where d.version = $3 or $3 is null
                returning version)
            select version, pg_notify('collab_signals', $12) from written
            """);
        Add(command, proposal, actor.Company.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Bigint, (object?)expected ?? DBNull.Value);
        var kept = draft.IsEmpty ? new PositionDraft() : draft;
        Add(command, kept.Position?.ToString(), kept.Statement, kept.What, kept.Why, kept.Cure);
        command.Parameters.AddWithValue(state!.Revision);
        Add(command, actor.Person.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, room.Now.ToUniversalTime());
        Add(command, SignalOf(proposal, actor.Company));
        return await command.ExecuteScalarAsync(cancellation) is long version
            ? new DraftResult(new KeptDraft(kept, version, state.Revision, actor.Person, room.Now))
            : new DraftResult(await Load(proposal, actor.Company, cancellation), Changed: true);
    }

    /// <summary>Which of these proposals the actor's company has a draft on.</summary>
    public async Task<IReadOnlyDictionary<string, KeptDraft>> Of(IReadOnlyList<Proposal> proposals, Actor actor, CancellationToken cancellation = default)
    {
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        var open = proposals.Where(p => PositionDraft.MayRead(p, actor, room.Now, room.Roll) is null).Select(p => p.Id).ToArray();
        await using var command = database.CreateCommand($"select {Columns}, proposal from collab.position_drafts where proposal = any($1) and company = $2");
        command.Parameters.AddWithValue(open);
        command.Parameters.AddWithValue(actor.Company.Value);
        var found = new Dictionary<string, KeptDraft>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (Read(reader) is { Draft.IsEmpty: false } kept)
                found[reader.GetString(9)] = kept;
        }

        return found;
    }

    /// <summary>Hears that a company's draft was written, or that any may have been; the listener reads what it may.</summary>
    /// <param name="company">The company.</param>
    /// <param name="onChange">Called with the proposal; null when any of the company's may have changed.</param>
    public IDisposable Subscribe(MemberId company, Action<string?> onChange) =>
        feed.Subscribe(
            commit =>
            {
                if (commit.Version == Commit.Unknown)
                    onChange(null);
            },
            signal =>
            {
                if (signal.StartsWith(Signal, StringComparison.Ordinal) && signal.Split(' ') is [_, var proposal, var whose] && whose == company.Value)
                    onChange(proposal);
            });

    private static string SignalOf(string proposal, MemberId company) => $"{Signal}{proposal} {company.Value}";

    private async Task<KeptDraft> Load(string proposal, MemberId company, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select {Columns} from collab.position_drafts where proposal = $1 and company = $2");
        Add(command, proposal, company.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : KeptDraft.None;
    }

    private static KeptDraft Read(NpgsqlDataReader row)
    {
        return new(
            new PositionDraft(Text(1) is { } position ? Enum.Parse<Position>(position) : null, Text(2), Text(3), Text(4), Text(5)),
            row.GetInt64(0), row.GetInt32(6), new PersonId(row.GetString(7)), row.GetFieldValue<DateTimeOffset>(8));

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }

    private static void Add(NpgsqlCommand command, params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
            command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)value ?? DBNull.Value);
    }
}
