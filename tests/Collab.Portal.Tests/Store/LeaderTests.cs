using Collab.Domain;
using Collab.Domain.Proposals;
using Collab.Portal.Home;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Store;

/// <summary>The async work (Recent activity stands for all of it) runs on one node, and on another once that one is killed.</summary>
public sealed class LeaderTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TestDatabase.Create();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task When_the_leader_is_killed_another_node_goes_on()
    {
        await using var witness = await PortalNode.Start(database.ConnectionString);
        var names = new[] { "node-a", "node-b", "witness" };
        await using var a = NodeProcess.Start(database.ConnectionString, "node-a");
        await using var b = NodeProcess.Start(database.ConnectionString, "node-b");

            // The witness leads at first, being first; it leaves, and one of the two processes takes over.
        await TestRoom.AdmitAll(witness);
        var store = witness.Services.GetRequiredService<IDocumentStore>();
        await OpenProposal(witness, "P-00001");
        await Wait.Until(async () => await IsShown(store, "P-00001"));
        await witness.StopAsyncWork();

        var leader = "";
        await Wait.Until(async () => (leader = await Leader()) is "node-a" or "node-b");
        (leader == "node-a" ? a : b).Kill();

        await OpenProposal(witness, "P-00002");
        await Wait.Until(async () => await IsShown(store, "P-00002"));
        (await Leader()).ShouldBe(leader == "node-a" ? "node-b" : "node-a");

        async Task<string> Leader()
        {
            await using var source = NpgsqlDataSource.Create(database.ConnectionString);
            await using var command = source.CreateCommand("""
                select a.application_name from pg_locks l join pg_stat_activity a using (pid)
                where l.locktype = 'advisory' and l.granted and a.application_name = any($1) and a.datname = current_database()
                """);
            command.Parameters.AddWithValue(names);
            return await command.ExecuteScalarAsync() as string ?? "";
        }
    }

    private static async Task<bool> IsShown(IDocumentStore store, string proposal)
    {
        await using var session = store.QuerySession();
        return await session.Query<ActivityRow>().AnyAsync(r => r.Subject == proposal);
    }

    private static async Task OpenProposal(PortalNode node, string id) => await node.Commands.Run<Proposal>(id, 0, (_, room) => Decision.Accept(
        new DraftStarted(new By(TestRoom.Tomas, TestRoom.Contoso), room.Now, "Staged deployment", new ProposalText("a", "b", "c", "d", "e", "f"), null),
        new ProposalSeconded(new By(TestRoom.Priya, TestRoom.Fabrikam), room.Now),
        new ProposalOpened(new By(TestRoom.Tomas, TestRoom.Contoso), room.Now, Domain.Sharing.Audience.Green)));
}
