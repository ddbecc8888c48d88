using System.Text.Json;
using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>A last call ends once, at its instant by PostgreSQL's clock, whatever becomes of a node or of its clock.</summary>
public sealed class LastCallInstantTests : IAsyncLifetime
{
    private const string Id = "P-1NSTANT";

    private static readonly By Author = new(TestRoom.Tomas, TestRoom.Contoso);

    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.Create();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(60, 0)]
    [InlineData(-60, 60)]
    public async Task Nodes_whose_clocks_are_a_minute_off_end_it_at_its_instant(int first, int second)
    {
        await using var a = await Skewed(TimeSpan.FromSeconds(first));
        await using var b = await Skewed(TimeSpan.FromSeconds(second));
        await TestRoom.AdmitAll(a);
        var ends = await DatabaseTime() + TimeSpan.FromSeconds(2);
        await OpenLastCall(a, ends);

        var ended = await Ended();

        ended.ShouldBeGreaterThanOrEqualTo(ends);
        // Half of the skew: whoever went by a clock that is a minute late would be later than this.
        ended.ShouldBeLessThan(ends + TimeSpan.FromSeconds(30));
        await HappenedOnce();
    }

    [Fact]
    public async Task A_node_killed_while_it_ends_it_leaves_it_to_the_other()
    {
        await using (var seed = await PortalNode.Start(database.ConnectionString))
        {
            await TestRoom.AdmitAll(seed);
            // Its clock does nothing any more: what is due waits for the other two.
            await seed.Stop();
            await OpenLastCall(seed, seed.Clock.GetUtcNow());
        }

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var hold = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Execute(hold, "begin");
        await Execute(hold, $"select 1 from collab.mt_streams where id = '{Id}' for update");
        var nodes = new Dictionary<string, NodeProcess>();
        try
        {
            foreach (var name in (string[])["node-a", "node-b"])
                nodes[name] = NodeProcess.Start(database.ConnectionString, name);
            var working = "";
            await Wait.Until(async () => (working = await Waiting(source)) != "");

            nodes[working].Kill();
            await Execute(hold, "rollback");

            await Ended();
            await HappenedOnce();
        }
        finally
        {
            foreach (var node in nodes.Values)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_portal_that_is_told_nothing_else_goes_by_the_clock_of_its_database()
    {
        await using var portal = PortalHost.Create([], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Collab"] = database.ConnectionString,
            ["SignIn:Authority"] = TestIssuer.Authority,
        }));
        portal.Services.GetRequiredService<TimeProvider>().ShouldBeOfType<RoomClock>();
    }

    private Task<PortalNode> Skewed(TimeSpan by) =>
        PortalNode.Start(database.ConnectionString, services: s => s.AddRoomClock(new WrongClock(by)));

    private static async Task OpenLastCall(PortalNode node, DateTimeOffset ends) => (await node.Commands.Run<Proposal>(Id, 0, (_, room) => Decision.Accept(
        new DraftStarted(Author, room.Now.AddDays(-40), "Staged deployment", new ProposalText("a", "b", "c", "d", "e", "f"), null),
        new ProposalSeconded(new By(TestRoom.Priya, TestRoom.Fabrikam), room.Now.AddDays(-39)),
        new ProposalOpened(Author, room.Now.AddDays(-38), Audience.Green),
        new LastCallOpened(Author, room.Now.AddDays(-14), 1, Disposition.Agree, "Four stages.", false, ends)))).ShouldBeOfType<CommandResult.Done>();

    private async Task<DateTimeOffset> Ended()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        string? data = null;
        await Wait.Until(async () => (data = await Scalar(source, $"select data::text from collab.mt_events where stream_id = '{Id}' and type = 'last_call_ended'") as string) is not null);
        return JsonDocument.Parse(data!).RootElement.GetProperty("at").GetDateTimeOffset();
    }

    private async Task HappenedOnce()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Wait.Until(async () => await Scalar(source, $"select 1 from collab.mt_events where stream_id = '{Id}' and type in ('quorum_missed', 'tally_taken')") is not null);
        (await Scalar(source, $"select string_agg(type, ' ' order by version) from collab.mt_events where stream_id = '{Id}' and version > 4"))
            .ShouldBe("last_call_ended tally_taken quorum_missed");
    }

    private async Task<DateTimeOffset> DatabaseTime()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        return new DateTimeOffset((DateTime)(await Scalar(source, "select clock_timestamp()"))!, TimeSpan.Zero);
    }

    private static async Task<string> Waiting(NpgsqlDataSource source) => await Scalar(source, """
        select application_name from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and application_name like 'node-%' limit 1
        """) as string ?? "";

    private static async Task<object?> Scalar(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A machine whose clock is off.</summary>
    private sealed class WrongClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
