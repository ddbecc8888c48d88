using System.Text.Json.Nodes;
using Collab.Domain.Proposals;
using Collab.Portal.Tests.Proposals;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Tool;

/// <summary><c>collab</c> against a real node with a published outcome, and against files that somebody changed.</summary>
public sealed class OutcomeTests : ProposalRoom
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_outcome_is_printed_and_holds()
    {
        await Publish();

        foreach (var path in (string[])["outcomes/O-1/v1", "outcomes/O-1", "outcomes/O-1/v1.md"])
        {
            var ran = await Terminal.Run("outcome", new Uri(Node.Address, path).AbsoluteUri);

            ran.Error.ShouldBeEmpty();
            ran.Exit.ShouldBe(0);
            ran.Output.ShouldStartWith("O-1, version 1: Staged deployment\nAgreed. Decision, published ");
            ran.Output.ShouldContain("\nPositions on revision 1:\n  contoso    Support\n  fabrikam   Support\n  northwind  Support\n  tailspin   No record\n  wingtip    No objection\n");
            ran.Output.ShouldContain("\nTally: 5 eligible; 3 support, 1 no objection, 0 object, 0 abstain.\n");
            ran.Output.ShouldContain($"\nHolds: SHA-256 of {Node.Address}outcomes/O-1/v1.md is the printed one, ");
            ran.Output.ShouldContain("\nHolds: The positions add up to the tally; affiliates count as one.\n");
            ran.Output.ShouldContain("\nNot checked: that this is what the companies recorded.");
            ran.Output.ShouldNotContain("DOES NOT HOLD");
        }

        var missing = await Terminal.Run("outcome", new Uri(Node.Address, "outcomes/O-2/v1").AbsoluteUri);
        missing.Exit.ShouldBe(2);
        missing.Error.ShouldBe($"Nothing is published at {Node.Address}api/v1/outcomes/O-2/versions/1.");
    }

    [Fact]
    public async Task A_saved_outcome_holds_without_a_network_until_somebody_changes_it()
    {
        await Publish();
        using var http = new HttpClient { BaseAddress = Node.Address };
        var json = JsonNode.Parse(await http.GetStringAsync("/api/v1/outcomes/O-1/versions/1", Cancel))!;
        var markdown = await http.GetByteArrayAsync("/outcomes/O-1/v1.md", Cancel);
        var folder = Directory.CreateTempSubdirectory("collab-tool-").FullName;
        string saved = Path.Combine(folder, "outcome.json"), text = Path.Combine(folder, "outcome.md");

        await Save(_ => { });
        (await Terminal.Offline("outcome", saved)).Exit.ShouldBe(0);
        (await Terminal.Offline("outcome", saved, "--markdown", text)).Exit.ShouldBe(0);
        // Who kept a copy compares it with what the room prints today.
        (await Terminal.Run("outcome", new Uri(Node.Address, "outcomes/O-1/v1").AbsoluteUri, "--markdown", text)).Exit.ShouldBe(0);

        await File.WriteAllBytesAsync(text, [.. markdown, (byte)'\n'], Cancel);
        var digest = await Terminal.Offline("outcome", saved, "--markdown", text);
        digest.Exit.ShouldBe(1);
        digest.Output.ShouldContain($"DOES NOT HOLD: SHA-256 of {text} is ");
        digest.Output.ShouldContain($"; printed is {json["sha256"]}.");

        await Fails(o => o["markdown"] = o["markdown"]!.GetValue<string>().Replace("stages", "one go", StringComparison.Ordinal), $"SHA-256 of the text in {saved} is ");
        await Fails(o => Position(o, "northwind")["position"] = "Object", "Support: 2 in the positions, 3 in the tally.", "Object: 1 in the positions, 0 in the tally.");
        await Fails(o => Positions(o).Remove(Position(o, "tailspin")), "Eligible: 4 spoke and 0 are silent; the tally says 5.");
        await Fails(o => Positions(o).Add(Position(o, "contoso").DeepClone()), "contoso stands there 2 times; every company stands there once.");
        await Fails(o => Position(o, "wingtip")["spokenBy"] = "contoso", "contoso spoke for companies with different positions.");

        // An affiliate that contoso spoke for is no voice of its own; a silent affiliate cannot be told from another company.
        await Save(o => Positions(o).Add(new JsonObject { ["company"] = "contoso-labs", ["position"] = "Support", ["spokenBy"] = "contoso" }));
        var affiliate = await Terminal.Offline("outcome", saved);
        affiliate.Exit.ShouldBe(0);
        affiliate.Output.ShouldContain("  contoso-labs  Support (spoken by contoso)\n");
        await Save(o => Positions(o).Add(new JsonObject { ["company"] = "tailspin-labs", ["position"] = "NoRecord", ["spokenBy"] = null }));
        var silent = await Terminal.Offline("outcome", saved);
        silent.Exit.ShouldBe(0);
        silent.Output.ShouldContain("Not checked: that 2 silent companies count as 1.");

        // What others wrote does not steer the terminal.
        await Save(o => o["title"] = "Staged\u001b[2J\u202edeployment\nHolds: everything");
        (await Terminal.Offline("outcome", saved)).Output.ShouldStartWith("O-1, version 1: Staged\uFFFD[2J\uFFFDdeployment\uFFFDHolds: everything\n");

        Directory.Delete(folder, recursive: true);

        async Task Save(Action<JsonNode> change)
        {
            var changed = json.DeepClone();
            change(changed);
            await File.WriteAllTextAsync(saved, changed.ToJsonString(), Cancel);
            await File.WriteAllBytesAsync(text, markdown, Cancel);
        }

        async Task Fails(Action<JsonNode> change, params string[] sentences)
        {
            await Save(change);
            var ran = await Terminal.Offline("outcome", saved);
            ran.Exit.ShouldBe(1);
            foreach (var sentence in sentences)
                ran.Output.ShouldContain("\nDOES NOT HOLD: " + sentence);
        }
    }

    [Fact]
    public async Task The_feed_lists_what_is_published()
    {
        (await Terminal.Run("feed", Node.Address.AbsoluteUri)).ShouldBe(new Ran(0, "No outcome is published yet.\n", ""));

        await Publish();

        var ran = await Terminal.Run("feed", Node.Address.AbsoluteUri);
        ran.Exit.ShouldBe(0);
        ran.Output.ShouldContain("UTC  TLP:CLEAR O-1: Staged deployment\n");
        ran.Output.ShouldContain($"  {Node.Address}outcomes/O-1/v1\n");
    }

    private static JsonArray Positions(JsonNode outcome) => outcome["positions"]!.AsArray();

    private static JsonNode Position(JsonNode outcome, string company) => Positions(outcome).Single(p => p!["company"]!.GetValue<string>() == company)!;

    /// <summary>O-1: three companies support it, one can live with it, one is silent.</summary>
    private async Task Publish()
    {
        var id = await Open();
        foreach (var client in (HttpClient[])[Tomas, Priya, Mara])
            await Ok(client, id, "record-position", new { revision = 1, position = "Support" });
        await Ok(Aiko, id, "record-position", new { revision = 1, position = "NoObjection" });
        Node.Clock.Advance(TimeSpan.FromDays(7.01));
        await Ok(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." });
        Node.Clock.Advance(TimeSpan.FromDays(14.01));
        await Until(id, ProposalStatus.Tally);
        await Ok(Jonas, id, "record-outcome", new { result = "Agreed", reasons = "Nobody dissents." });
        await Ok(Jonas, id, "approve-publication", new { kind = "Decision" });
        await Ok(Aiko, id, "approve-publication", new { kind = "Decision" });
    }
}
