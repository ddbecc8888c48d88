using System.Text.Json;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>What the clock does by itself, and that rebuilding gives what was kept.</summary>
public sealed class ProposalClockTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    [Fact]
    public async Task A_last_call_ends_once_with_two_nodes_running()
    {
        await using var other = await PortalNode.Start(Database.ConnectionString, Node.Clock);
        var id = await Open();
        foreach (var client in (HttpClient[])[Tomas, Priya, Mara])
            await Ok(client, id, "record-position", new { revision = 1, position = "Support" });
        Node.Clock.Advance(TimeSpan.FromDays(7.01));
        await Ok(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." });

        Node.Clock.Advance(TimeSpan.FromDays(14.01));
        await Until(id, ProposalStatus.Tally);

        // Both nodes look again after this commit, and find nothing to do.
        await Ok(Jonas, id, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." });
        var names = await Names(id);
        names.Count(n => n == "LastCallEnded").ShouldBe(1);
        names.Count(n => n == "TallyTaken").ShouldBe(1);
        names.ShouldNotContain("QuorumMissed");
    }

    [Fact]
    public async Task What_came_due_while_no_node_ran_is_done_when_one_starts()
    {
        var id = await Open();
        await Ok(Mara, id, "record-position", new { revision = 1, position = "Support" });
        Node.Clock.Advance(TimeSpan.FromDays(7.01));
        await Ok(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." });
        var clock = new TestClock();
        clock.Advance(Node.Clock.GetUtcNow() - clock.GetUtcNow() + TimeSpan.FromDays(14.01));
        await using var later = await PortalNode.Start(Database.ConnectionString, clock);

        await Until(id, ProposalStatus.Open);

        var names = await Names(id);
        names[0].ShouldBe("QuorumMissed");
        names.Count(n => n == "LastCallEnded").ShouldBe(1);
    }

    [Fact]
    public async Task Rebuilding_the_read_models_gives_the_same_bytes()
    {
        var id = await Open();
        await Ok(Tomas, id, "revise-proposal", new { kind = "Substantive", text = Text with { Proposal = "Five *stages*." }, summary = "Five." });
        await Ok(Mara, id, "record-position", new { revision = 2, position = "Object", what = "Rollback", why = "Hosts are offline.", cure = "Say what they do.", statement = "We want one line more." });
        await Ok(Tomas, id, "answer-objection", new { objection = "OBJ-1", answer = "They join later." });
        var other = await Open("Another");
        await Tally(other);
        await Ok(Jonas, other, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." });
        await Ok(Jonas, other, "approve-publication", new { kind = "Decision" });
        await Ok(Aiko, other, "approve-publication", new { kind = "Decision" });
        var kept = await Documents();
        kept.Count.ShouldBeGreaterThan(12);

        var store = Node.Services.GetRequiredService<IDocumentStore>();
        using var daemon = await store.BuildProjectionDaemonAsync();
        foreach (var name in (string[])[nameof(Proposal), nameof(ProposalRow), nameof(RevisionText)])
            await daemon.RebuildProjectionAsync(name, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        (await Documents()).ShouldBe(kept);
    }

    [Fact]
    public async Task The_proposal_at_each_event_is_the_fold_of_the_events_up_to_it()
    {
        var id = await Open();
        await Ok(Tomas, id, "revise-proposal", new { kind = "Editorial", text = Text with { Proposal = "Deploy in four stages." }, summary = "Wording." });
        await Tally2(id);
        var store = Node.Services.GetRequiredService<IDocumentStore>();
        await using var session = store.QuerySession();
        var events = await session.Events.FetchStreamAsync(id, token: TestContext.Current.CancellationToken);

        Proposal? fold = null;
        foreach (var e in events)
        {
            fold = Proposal.Evolve(fold, id, (IProposalEvent)e.Data);
            var seen = (await Get(Tomas, $"/{id}?event={e.Version}")).GetProperty("state");
            seen.GetProperty("status").GetString().ShouldBe(fold.Status.ToString());
            seen.GetProperty("revision").GetInt32().ShouldBe(fold.Revision);
            seen.GetProperty("positions").EnumerateObject().Count().ShouldBe(fold.Positions.Count);
        }

        var text = (await Get(Mara, $"/{id}?event=4")).GetProperty("text").GetProperty("sections")[1].GetProperty("markdown").GetString();
        text.ShouldBe("Deploy in stages.");
    }

    private async Task Tally2(string id)
    {
        foreach (var client in (HttpClient[])[Tomas, Priya, Mara])
            await Ok(client, id, "record-position", new { revision = 2, position = "Support" });
    }

    private async Task<List<string?>> Names(string id) =>
        [.. (await Get(Tomas, $"/{id}/history")).GetProperty("items").EnumerateArray().Select(l => l.GetProperty("name").GetString())];

    private async Task<List<string>> Documents()
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(Database.ConnectionString);
        await using var command = source.CreateCommand("""
            select data::text from (
                select id, data, 1 as part from collab.mt_doc_proposal union all select id, data, 2 from collab.mt_doc_proposalrow
                union all select id, data, 3 from collab.mt_doc_revisiontext union all select id, data, 4 from collab.mt_doc_saying) as all_documents
            order by part, id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> documents = [];
        while (await reader.ReadAsync())
            documents.Add(reader.GetString(0));
        return documents;
    }
}
