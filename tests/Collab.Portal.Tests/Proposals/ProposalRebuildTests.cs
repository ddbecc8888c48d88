using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using Sample = Collab.Local.SampleData.SampleData;

namespace Collab.Portal.Tests.Proposals;

/// <summary>A portal with the sample data's histories, where nothing but the tests writes.</summary>
public sealed class StillRoom : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public PortalNode Node { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.Create();
        Node = await PortalNode.Start(Database.ConnectionString, prepare: (services, clock) => Sample.FillIn(services, clock, CancellationToken.None));
        await Node.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>The read models made anew by the thousand: the same rows, and nothing lost.</summary>
public sealed class ProposalRebuildTests(StillRoom room) : IClassFixture<StillRoom>
{
    private readonly TestDatabase database = room.Database;
    private readonly PortalNode node = room.Node;

    private ProposalRebuild Rebuild => node.Services.GetRequiredService<ProposalRebuild>();

    [Fact]
    public async Task Every_row_is_what_the_projections_left_and_commands_go_on_from_it()
    {
        var kept = await Rows();
        kept.Count.ShouldBeGreaterThan(100);
        kept.ShouldContain(r => r.Contains("\"id\": \"RM-", StringComparison.Ordinal));
        kept.ShouldContain(r => r.Contains("is waited for by", StringComparison.Ordinal));
        kept.ShouldContain(r => r.Contains("\"supersededBy\": \"", StringComparison.Ordinal));
        await database.Execute("""
            update collab.mt_doc_proposalrow set data = jsonb_set(data, '{title}', '"stale"'), title = 'stale', spoke = '{}';
            update collab.mt_doc_saying set data = jsonb_set(data, '{parts}', '[]');
            delete from collab.mt_doc_revisiontext;
            delete from collab.proposal_waits where company = 'northwind';
            update collab.mt_doc_remarkrow set data = jsonb_set(data, '{html}', '"stale"');
            delete from collab.mt_doc_proposal where id > (select min(id) from collab.mt_doc_proposal)
            """);
        List<RebuildProgress> told = [];

        var done = (await Rebuild.Run(told.Add, TestContext.Current.CancellationToken)).ShouldNotBeNull();

        (await Rows()).ShouldBe(kept);
        done.Streams.ShouldBe(done.AllStreams);
        done.Events.ShouldBe(done.AllEvents);
        done.ToString().ShouldContain("(100 %)", Case.Sensitive, done.ToString());

        var row = await Draft();
        await Edit(row.Id, "Edited after");
        await Edit(row.Id, "Edited again");
        (await Draft(row.Id)).ShouldSatisfyAllConditions(r => r.Title.ShouldBe("Edited again"), r => r.Version.ShouldBe(row.Version + 2));
        await SameAsFold();
    }

    [Fact]
    public async Task A_command_that_had_read_before_and_writes_after_is_not_lost()
    {
        var row = await Draft();
        var result = await node.Commands.Run<Proposal>(row.Id, null, async given =>
        {
            await Rebuild.Run(_ => { }, TestContext.Current.CancellationToken);
            return Decision.Accept(Edited(given.State!, "Written meanwhile"));
        });

        result.ShouldBeOfType<CommandResult.Done>().Version.ShouldBe(row.Version + 1);
        (await Draft(row.Id)).Title.ShouldBe("Written meanwhile");
        await SameAsFold();
    }

    [Fact]
    public async Task Writers_and_the_rebuild_take_turns_and_lose_nothing()
    {
        var row = await Draft();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("select from collab.mt_streams where id = $1 for update", connection, transaction) { Parameters = { new() { Value = row.Id } } })
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var rebuild = Rebuild.Run(_ => { }, TestContext.Current.CancellationToken);
        var command = Edit(row.Id, "Waited");
        await database.UntilWaiting(2);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(rebuild, command);

        (await Draft(row.Id)).Title.ShouldBe("Waited");
        await SameAsFold();
    }

    [Fact]
    public async Task Interrupted_it_leaves_whole_documents_and_a_second_one_beside_it_is_refused()
    {
        var kept = await Rows();
        using var stop = new CancellationTokenSource();
        var row = await Draft();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("select from collab.mt_streams where id = $1 for update", connection, transaction) { Parameters = { new() { Value = row.Id } } })
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var rebuild = Rebuild.Run(_ => { }, stop.Token);
        await database.UntilWaiting(1);

        using var output = new StringWriter();
        (await ProposalRebuild.Command(node.Services, output)).ShouldBe(1);
        output.ToString().ShouldContain("Another rebuild runs on this database.");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(rebuild);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        (await Rows()).ShouldBe(kept);

        using var again = new StringWriter();
        (await ProposalRebuild.Command(node.Services, again)).ShouldBe(0);
        again.ToString().ShouldContain("proposals and remarks are made anew");
        (await Rows()).ShouldBe(kept);
    }

    [Fact]
    public async Task Columns_that_a_database_lacks_are_added_and_filled()
    {
        var kept = await Rows();
        await database.Execute("""
            drop trigger proposal_waits on collab.mt_doc_proposalrow;
            drop trigger proposal_waits on collab.mt_doc_member;
            drop table collab.proposal_waits;
            alter table collab.mt_doc_proposalrow drop column title, drop column authors, drop column companies, drop column people, drop column spoke, drop column waits_on, drop column last_call_ends
            """);

        await node.Services.GetRequiredService<StoreStartup>().StartAsync(TestContext.Current.CancellationToken);

        (await Rows()).ShouldBe(kept);
    }

    [Fact]
    public async Task A_second_start_leaves_the_schema_as_it_is()
    {
        var before = await Schema();
        before.Count.ShouldBeGreaterThan(100);
        before.ShouldContain(o => o.StartsWith("proposals_title ", StringComparison.Ordinal));

        await node.Services.GetRequiredService<StoreStartup>().StartAsync(TestContext.Current.CancellationToken);

        (await Schema()).ShouldBe(before);

        // Tables, indexes and triggers with their object ids: what is made anew has another one.
        async Task<List<string>> Schema()
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await using var command = source.CreateCommand("select relname || ' ' || oid from pg_class where relnamespace = 'collab'::regnamespace union all select tgname || ' ' || oid from pg_trigger where not tgisinternal order by 1");
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            List<string> objects = [];
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                objects.Add(reader.GetString(0));
            return objects;
        }
    }

    private static DraftEdited Edited(Proposal proposal, string title) =>
        new(proposal.Author, proposal.RevisedAt.AddMinutes(1), title, new ProposalText("Problem *now*.", "Proposal.", "", "", "", ""));

    private async Task Edit(string id, string title) =>
        (await node.Commands.Run<Proposal>(id, null, (state, _) => Decision.Accept(Edited(state!, title)))).ShouldBeOfType<CommandResult.Done>();

    private async Task<ProposalRow> Draft(string? id = null)
    {
        await using var session = node.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return id is null
            ? await session.Query<ProposalRow>().Where(r => r.Status == ProposalStatus.Draft).OrderBy(r => r.Id).FirstAsync(TestContext.Current.CancellationToken)
            : (await session.LoadAsync<ProposalRow>(id, TestContext.Current.CancellationToken))!;
    }

    /// <summary>What stands is what a rebuild of all that happened makes.</summary>
    private async Task SameAsFold()
    {
        var kept = await Rows();
        await Rebuild.Run(_ => { }, TestContext.Current.CancellationToken);
        (await Rows()).ShouldBe(kept);
    }

    /// <summary>Every row of the read models with all its columns, but for the time of writing and the random version of what has no numbered one.</summary>
    private async Task<List<string>> Rows()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        List<string> rows = [];
        foreach (var (table, without) in ((string, string)[])[("proposal", ""), ("proposalrow", ""), ("remark", ""), ("remarkrow", ""), ("revisiontext", "- 'mt_version'"), ("saying", "- 'mt_version'"), ("outcome", "- 'mt_version'")])
        {
            await using var command = source.CreateCommand($"select (to_jsonb(d) - 'mt_last_modified' {without})::text from collab.mt_doc_{table} as d order by id");
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                rows.Add(reader.GetString(0));
        }

        await using var waits = source.CreateCommand("select company || ' is waited for by ' || proposal from collab.proposal_waits order by 1");
        await using var each = await waits.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await each.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(each.GetString(0));
        return rows;
    }
}
