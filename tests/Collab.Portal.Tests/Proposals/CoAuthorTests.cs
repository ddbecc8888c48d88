using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bunit;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>A draft that two companies write, over HTTP and on screens of two nodes.</summary>
public sealed class CoAuthorTests(ProposalStage stage) : ProposalRoom(stage), IClassFixture<ProposalStage>
{
    private static readonly ProposalText Long = Text with { Proposal = "Deploy in four stages. Each stage waits for the one before it." };

    [Fact]
    public async Task Different_sections_saved_at_once_on_two_nodes_are_both_kept()
    {
        await using var second = await PortalNode.Start(Database.ConnectionString, Node.Clock);
        using var priya = second.ClientFor(TestRoom.Priya, TestRoom.Fabrikam);
        var id = await Joined();
        for (var round = 0; round < 5; round++)
        {
            var number = await Version(id);
            await Task.WhenAll(
                Ok(Tomas, id, "edit-draft-section", Section("security", $"Security, round {round}.", number)),
                Ok(priya, id, "edit-draft-section", Section("rollout", $"Rollout, round {round}.", number)));
            (await Markdown(Tomas, id, "security"), await Markdown(priya, id, "rollout")).ShouldBe(($"Security, round {round}.", $"Rollout, round {round}."));
            (await Markdown(Tomas, id, "proposal")).ShouldBe(Long.Proposal);
        }
    }

    [Fact]
    public async Task Different_sentences_of_one_section_are_merged_and_the_answer_is_the_merged_text()
    {
        var id = await Joined();
        var number = await Version(id);
        await Ok(Tomas, id, "edit-draft-section", Section("proposal", "Deploy in five stages. Each stage waits for the one before it.", number));
        var answer = await Ok(Priya, id, "edit-draft-section", Section("proposal", "Deploy in four stages. Each stage waits a day for the one before it.", number));
        answer.GetProperty("markdown").GetString().ShouldBe("Deploy in five stages. Each stage waits a day for the one before it.");
        answer.GetProperty("events")[0].GetString().ShouldBe("DraftSectionEdited");
        answer.GetProperty("version").GetInt64().ShouldBe(number + 2);
        (await Markdown(Tomas, id, "proposal")).ShouldBe("Deploy in five stages. Each stage waits a day for the one before it.");

        // Sent again, because the first answer was lost: nothing happens twice.
        (await Ok(Tomas, id, "edit-draft-section", Section("proposal", "Deploy in five stages. Each stage waits for the one before it.", number))).GetProperty("events").GetArrayLength().ShouldBe(0);

        // The text at each event is what stood there, and the history tells one line for each save.
        (await Get(Priya, $"/{id}?event={number}")).GetProperty("text").GetProperty("sections")[1].GetProperty("markdown").GetString().ShouldBe(Long.Proposal);
        (await Get(Priya, $"/{id}?event={number + 1}")).GetProperty("text").GetProperty("sections")[1].GetProperty("markdown").GetString()!.ShouldStartWith("Deploy in five stages. Each stage waits for");
        (await Get(Priya, $"/{id}/history")).GetProperty("items")[0].GetProperty("sentence").GetString().ShouldBe("edited Proposal");
    }

    [Fact]
    public async Task The_same_words_are_refused_with_theirs_beside_and_nothing_is_overwritten()
    {
        var id = await Joined();
        var number = await Version(id);
        await Ok(Tomas, id, "edit-draft-section", Section("proposal", Long.Proposal.Replace("four", "five", StringComparison.Ordinal), number));
        var problem = await Refused(Priya, id, "edit-draft-section", Section("proposal", Long.Proposal.Replace("four", "six", StringComparison.Ordinal), number), HttpStatusCode.Conflict, "proposal.section_conflict");
        problem.GetProperty("theirs").GetString()!.ShouldStartWith("Deploy in five stages.");
        (await Markdown(Priya, id, "proposal")).ShouldStartWith("Deploy in five stages.");

        // Having read theirs, Priya writes on top of it.
        await Ok(Priya, id, "edit-draft-section", Section("proposal", Long.Proposal.Replace("four", "six", StringComparison.Ordinal), number + 1));
        (await Markdown(Tomas, id, "proposal")).ShouldStartWith("Deploy in six stages.");
    }

    [Fact]
    public async Task Who_is_no_author_does_not_write_and_who_is_not_invited_finds_nothing()
    {
        var id = await Joined();
        var number = await Version(id);
        await Refused(Mara, id, "edit-draft-section", Section("proposal", "Mine.", number), HttpStatusCode.NotFound, "not_found");
        await Refused(Mara, id, "rename-draft", new { title = "Mine" }, HttpStatusCode.NotFound, "not_found");
        await Ok(Tomas, id, "invite-company", new { company = "northwind", @as = "Seconder" });
        await Refused(Mara, id, "edit-draft-section", Section("proposal", "Mine.", number), HttpStatusCode.Forbidden, "proposal.not_author");
        await Refused(Priya, id, "edit-draft-section", Section("poem", "Mine.", number), HttpStatusCode.UnprocessableEntity, "proposal.no_such_section");
        await Refused(Priya, id, "edit-draft-section", Section("proposal", "Mine.", 0), HttpStatusCode.UnprocessableEntity, "proposal.no_such_base");
        await Refused(Priya, id, "edit-draft-section", Section("proposal", "Mine.", number + 100), HttpStatusCode.UnprocessableEntity, "proposal.no_such_base");

        // A base from long ago will do.
        await Ok(Priya, id, "edit-draft-section", Section("rollout", "Each member states when and where.", 1));
        var commands = (await Get(Priya, $"/{id}/commands")).EnumerateArray().ToDictionary(c => c.GetProperty("command").GetString()! + c.GetProperty("target"), c => c.GetProperty("possible").GetBoolean());
        (commands["EditDraftSection"], commands["RenameDraft"]).ShouldBe((true, true));
    }

    [Fact]
    public async Task A_title_is_replaced_only_by_who_read_it()
    {
        var id = await Joined();
        await Ok(Tomas, id, "rename-draft", new { title = "Deployment in stages", from = "Staged deployment" });
        await Refused(Priya, id, "rename-draft", new { title = "Rings", from = "Staged deployment" }, HttpStatusCode.Conflict, "proposal.title_conflict");
        (await Get(Priya, "/" + id)).GetProperty("state").GetProperty("title").GetString().ShouldBe("Deployment in stages");
        (await Get(Priya, $"/{id}/history")).GetProperty("items")[0].GetProperty("sentence").GetString().ShouldBe("gave the draft the title “Deployment in stages”");
    }

    [Fact]
    public async Task What_was_written_section_by_section_is_what_opens()
    {
        var id = await Joined();
        await Ok(Priya, id, "edit-draft-section", Section("rollout", "", await Version(id)));
        (await Get(Tomas, $"/{id}/commands")).EnumerateArray().First(c => c.GetProperty("command").GetString() == "OpenProposal").GetProperty("possible").GetBoolean().ShouldBeFalse();
        await Ok(Tomas, id, "edit-draft", new { title = "Whole", text = Long with { Rollout = "In rings." } });
        await Ok(Priya, id, "edit-draft-section", Section("security", "Reviewed by two.", await Version(id)));
        await Ok(Tomas, id, "invite-company", new { company = "northwind", @as = "Seconder" });
        await Ok(Mara, id, "second-proposal");
        await Ok(Tomas, id, "open-proposal", new { audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } });
        (await Markdown(Jonas, id, "security"), await Markdown(Jonas, id, "rollout")).ShouldBe(("Reviewed by two.", "In rings."));
        (await Get(Jonas, $"/{id}/revisions/1")).GetProperty("sections")[4].GetProperty("markdown").GetString().ShouldBe("Reviewed by two.");
        await Refused(Priya, id, "edit-draft-section", Section("security", "Late.", await Version(id)), HttpStatusCode.Conflict, "proposal.wrong_status");
    }

    [Fact]
    public async Task A_save_whose_answer_was_lost_is_no_conflict_with_what_was_typed_since()
    {
        var id = await Joined();
        var number = await Version(id);
        var lost = await Save(Node, id, "proposal", "Deploy in five", number);
        lost.Kind.ShouldBe("saved");
        var then = await Save(Node, id, "proposal", "Deploy in five stages, one a day.", number, "Deploy in five");
        (then.Kind, then.Text).ShouldBe(("saved", "Deploy in five stages, one a day."));
        // A text that was sent and never arrived does not count as saved.
        await Ok(Priya, id, "edit-draft-section", Section("proposal", "Deploy in six stages, one a day.", then.Event));
        (await Save(Node, id, "proposal", "Deploy in seven stages, one a day.", then.Event, "Deploy in sev stages, one a day.")).Kind.ShouldBe("conflict");
    }

    [Fact]
    public async Task The_others_screen_follows_shows_who_edits_and_shows_both_texts_of_a_conflict()
    {
        await using var second = await PortalNode.Start(Database.ConnectionString, Node.Clock);
        var id = await Joined();
        await using var mine = new PersonScreen(Node, TestRoom.Tomas);
        await using var theirs = new PersonScreen(second, TestRoom.Priya);
        var page = mine.Open<DraftPage>($"/proposals/{id}/edit", p => p.Add(x => x.Id, id));
        var other = theirs.Open<DraftPage>($"/proposals/{id}/edit", p => p.Add(x => x.Id, id));
        page.WaitForElement("#proposal", PersonScreen.Patience);
        other.WaitForElement("#proposal", PersonScreen.Patience);
        var (tomas, priya) = (page.FindComponent<CoDraft>(), other.FindComponent<CoDraft>());

        await priya.InvokeAsync(() => priya.Instance.Entered("proposal"));
        await page.WaitForAssertionAsync(() => page.Find(".sectionedit:has(#proposal) .whoedits").TextContent.ShouldBe("p-priya (Fabrikam) is editing this section"), PersonScreen.Patience);
        page.FindAll(".whoedits").Count(w => w.TextContent.Length > 0).ShouldBe(1);
        await priya.InvokeAsync(() => priya.Instance.Left("proposal"));
        await page.WaitForAssertionAsync(() => page.Find(".sectionedit:has(#proposal) .whoedits").TextContent.ShouldBeEmpty(), PersonScreen.Patience);

        var number = await Version(id);
        await tomas.InvokeAsync(() => tomas.Instance.Save("proposal", Long.Proposal.Replace("four", "five", StringComparison.Ordinal), number, [], null));
        page.Find("#saved-proposal").TextContent.ShouldMatch("^Saved [0-9:]{8} UTC$");
        await other.WaitForAssertionAsync(() => other.Find(".sectionedit:has(#proposal) .preview").TextContent.ShouldContain("five stages"), PersonScreen.Patience);
        other.Find("#saved-proposal").TextContent.ShouldStartWith("p-tomas (Contoso) saved ");

        await priya.InvokeAsync(() => priya.Instance.Save("proposal", Long.Proposal.Replace("four", "six", StringComparison.Ordinal), number, [], null));
        var choice = other.Find(".theirs");
        choice.TextContent.ShouldContain("Another author changed the same words.");
        (choice.QuerySelector("ins")!.TextContent.Trim(), choice.QuerySelector("del")!.TextContent.Trim()).ShouldBe(("five", "six"));
        choice.QuerySelectorAll("button").Select(b => b.TextContent).ShouldBe(["Take theirs", "Keep mine", "Keep both"]);
        await other.InvokeAsync(() => other.Find(".theirs button").Click());
        other.FindAll(".theirs").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_who_reads_no_more_sees_nothing_and_one_who_writes_no_more_is_told()
    {
        var id = await Joined();
        await using var screen = new PersonScreen(Node, TestRoom.Priya);
        var page = screen.Open<DraftPage>($"/proposals/{id}/edit", p => p.Add(x => x.Id, id));
        page.WaitForElement("#proposal", PersonScreen.Patience);
        await Ok(Tomas, id, "withdraw-proposal", new { reason = "Not now." });
        page.WaitForElement(".trouble", PersonScreen.Patience).TextContent.ShouldContain("The proposal is withdrawn");
        page.Find("#proposal").HasAttribute("readonly").ShouldBeTrue();
        var draft = page.FindComponent<CoDraft>();
        (await draft.InvokeAsync(() => draft.Instance.Save("proposal", "Late.", 1, [], null))).Kind.ShouldBe("refused");
    }

    [Fact]
    public void Saves_of_one_person_in_one_section_are_one_line_of_history()
    {
        var at = new DateTimeOffset(2026, 11, 24, 14, 0, 0, TimeSpan.Zero);
        var (tomas, priya) = (new Collab.Domain.By(TestRoom.Tomas, TestRoom.Contoso), new Collab.Domain.By(TestRoom.Priya, TestRoom.Fabrikam));
        HistoryLine Saved(long number, double minute, Collab.Domain.By by, string section) => new(number, nameof(DraftSectionEdited), at.AddMinutes(minute), by, "edited " + section);
        IReadOnlyList<HistoryLine> lines =
        [
            Saved(8, 41, tomas, "Problem"), Saved(7, 29, tomas, "Rollout"), Saved(6, 21, priya, "Problem"), Saved(5, 20, tomas, "Problem"), Saved(4, 12, tomas, "Problem"),
            new(3, nameof(DraftRenamed), at.AddMinutes(11), priya, "gave the draft the title “T”"), Saved(2, 10, tomas, "Problem"), new(1, nameof(DraftStarted), at, tomas, "started the draft"),
        ];
        HistoryRuns.Together(lines).Select(l => (l.Event, l.Sentence)).ShouldBe(
        [
            (8, "edited Problem"), (7, "edited Rollout"), (6, "edited Problem"), (5, "edited Problem, saved 2 times since 14:12 UTC"),
            (3, "gave the draft the title “T”"), (2, "edited Problem"), (1, "started the draft"),
        ]);
    }

    private static object Section(string section, string markdown, long number) => new { section, markdown, @base = number };

    private static async Task<CoDraft.SaveAnswer> Save(PortalNode node, string id, string name, string text, long number, params string[] sent)
    {
        await using var screen = new PersonScreen(node, TestRoom.Tomas);
        var page = screen.Open<DraftPage>($"/proposals/{id}/edit", p => p.Add(x => x.Id, id));
        page.WaitForElement("#" + name, PersonScreen.Patience);
        var draft = page.FindComponent<CoDraft>();
        return await draft.InvokeAsync(() => draft.Instance.Save(name, text, number, sent, null));
    }

    private async Task<string> Joined()
    {
        var id = await Draft(text: Long);
        await Ok(Tomas, id, "invite-company", new { company = "fabrikam", @as = "CoAuthor" });
        await Ok(Priya, id, "join-as-co-author");
        return id;
    }

    private async Task<long> Version(string id) => (await Node.Services.GetRequiredService<ProposalReads>().Look(id, null, new(TestRoom.Tomas, TestRoom.Contoso, default)))!.Version;

    private static async Task<string> Markdown(HttpClient client, string id, string section) =>
        (await Get(client, "/" + id)).GetProperty("text").GetProperty("sections").EnumerateArray().First(s => s.GetProperty("name").GetString() == section).GetProperty("markdown").GetString()!;
}
