using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain.Incidents;
using Collab.Portal.Incidents;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;
using static Collab.Portal.Tests.Incidents.IncidentRoom;

namespace Collab.Portal.Tests.Incidents;

public sealed class ReportTests : IAsyncLifetime
{
    private IncidentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await IncidentRoom.Open();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task A_time_without_zone_or_a_date_that_does_not_exist_is_refused_with_its_sentence()
    {
        var id = await room.Draft();
        foreach (var (when, sentence) in ((string, string)[])
        [
            ("2024-07-19T04:09:00", "The time has no zone. Add UTC, or an offset such as +02:00."),
            ("2024-07-19 04:09", "The time has no zone. Add UTC, or an offset such as +02:00."),
            ("2023-02-29T04:09:00Z", "29 February 2023 does not exist. Correct the date."),
            ("19/07/2024 04:09 UTC", "The time is not readable. Write it like 2024-07-19 04:09 UTC."),
        ])
        {
            using var answer = await Send(room.Tomas, id, "record-timeline-entry", new { when, precision = "Minute", text = "Released" });
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, when);
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldBe(sentence + " It stands at $.when.");
        }

        (await Read(room.Tomas, id)).GetProperty("timeline").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_time_with_its_zone_is_kept_in_UTC()
    {
        var id = await room.Draft();
        string[] typed = ["2024-07-19T06:09:00.25+02:00", "19 Jul 2024 04:10Z", "2024-07-19T04:11:00Z"];
        foreach (var when in typed)
            await Do(room.Tomas, id, "record-timeline-entry", new { when, precision = "Second", text = "Released" });
        (await Read(room.Tomas, id)).GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("when").GetString())
            .ShouldBe(["2024-07-19T04:09:00.25+00:00", "2024-07-19T04:10:00+00:00", "2024-07-19T04:11:00+00:00"]);
    }

    [Fact]
    public async Task A_stale_version_is_told_what_changed_and_does_nothing()
    {
        var id = await room.Draft();
        var tag = (await room.Tomas.GetAsync(new Uri($"/api/v1/incidents/{id}", UriKind.Relative))).Headers.ETag!;
        await Do(room.Tomas, id, "edit-section", new { section = "InScope", markdown = "First" });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/incidents/{id}/edit-section") { Content = JsonContent.Create(new { section = "InScope", markdown = "Second" }), Headers = { IfMatch = { tag } } };
        using var answer = await room.Tomas.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("since")[0].GetProperty("event").GetString().ShouldBe("SectionEdited");

        using var fresh = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/incidents/{id}");
        fresh.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse((await room.Tomas.GetAsync(new Uri($"/api/v1/incidents/{id}", UriKind.Relative))).Headers.ETag!.ToString()));
        (await room.Tomas.SendAsync(fresh)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task An_older_version_than_one_could_see_does_not_tell_how_others_drafted()
    {
        var id = await room.Shared();
        (await Since(room.Mara)).ShouldBeEmpty();
        (await Since(room.Tomas)).ShouldContain("SectionEdited");

        async Task<IReadOnlyList<string?>> Since(HttpClient who)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/incidents/{id}/set-company-status") { Content = JsonContent.Create(new { status = "NotAffected" }), Headers = { IfMatch = { new EntityTagHeaderValue("\"1\"") } } };
            using var answer = await who.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed, await answer.Content.ReadAsStringAsync());
            return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("since").EnumerateArray().Select(e => e.GetProperty("event").GetString())];
        }
    }

    [Fact]
    public async Task Opening_again_under_the_same_key_opens_nothing_new()
    {
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/incidents") { Content = JsonContent.Create(new { title = "Once" }), Headers = { { "Idempotency-Key", "open-1" } } };
            using var answer = await room.Tomas.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            answers.Add(answer.Headers.Location!.ToString());
        }

        answers[0].ShouldBe(answers[1]);
        (await List(room.Tomas)).Count.ShouldBe(1);
        (await room.Tomas.GetAsync(answers[0])).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Versions_keep_their_addresses_through_corrections()
    {
        var id = await room.UnderReview();
        await Do(room.Tomas, id, "finalise-report", null);
        (await Refused(room.Priya, id, "correct-report", new { summary = "Mine", edits = Array.Empty<object>() })).Code.ShouldBe("incident.not_source");
        await Do(room.Tomas, id, "correct-report", new
        {
            summary = "The figure was an estimate",
            edits = (object[])[new { edit = "section", section = "WhatHappened", markdown = "Corrected." }, new { edit = "impact", value = "8.5 million", unit = "devices, estimate", source = "blogs.microsoft.com", number = 1 }],
        });

        var now = await Read(room.Mara, id);
        now.GetProperty("version").GetInt32().ShouldBe(4);
        now.GetProperty("sections")[0].GetProperty("text").GetProperty("markdown").GetString().ShouldBe("Corrected.");
        now.GetProperty("revisions").EnumerateArray().Select(r => r.GetProperty("number").GetInt32()).ShouldBe([1, 2, 3, 4]);
        var corrected = await room.Mara.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}?version=4");
        corrected.GetProperty("impact")[0].GetProperty("unit").GetString().ShouldBe("devices, estimate");
        var before = await room.Mara.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}?version=3");
        before.GetProperty("sections")[0].GetProperty("text").GetProperty("markdown").GetString().ShouldBe("A content update was released at 04:09 UTC.");
        before.GetProperty("impact")[0].GetProperty("unit").GetString().ShouldBe("devices");
        (await room.Mara.GetAsync(new Uri($"/api/v1/incidents/{id}?version=9", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_summary_is_released_by_an_unrelated_moderator_once_who_is_quoted_consents()
    {
        var id = await room.UnderReview();
        await Do(room.Tomas, id, "change-audience", new { audience = Amber("tailspin"), reason = "To moderate." });
        await Do(room.Tomas, id, "finalise-report", null);
        (await Refused(room.Jonas, id, "release-summary", null)).Code.ShouldBe("incident.no_release_requested");
        await Do(room.Tomas, id, "request-release", new { markdown = "**Fabrikam** says so.", quoted = (string[])["fabrikam"] });
        (await Refused(room.Jonas, id, "release-summary", null)).ShouldBe((409, "incident.consent_missing", "Waits for the consent of Fabrikam, quoted in the summary."));
        await Do(room.Priya, id, "consent-to-release", null);
        using var visitor = new HttpClient { BaseAddress = room.Node.Address };
        using var early = await visitor.GetAsync(new Uri($"/public/incidents/{id}", UriKind.Relative));
        using var unknown = await visitor.GetAsync(new Uri("/public/incidents/IR-ZZZZZ", UriKind.Relative));
        early.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Same(await early.Content.ReadAsStringAsync(), id).ShouldBe(Same(await unknown.Content.ReadAsStringAsync(), "IR-ZZZZZ"));
        static string Same(string html, string id) => System.Text.RegularExpressions.Regex.Replace(html.Replace(id, "ID", StringComparison.Ordinal), "<!--Blazor[^>]*-->", "");
        (await Refused(room.Mara, id, "release-summary", null)).Code.ShouldBe("incident.not_moderator");
        await Do(room.Jonas, id, "release-summary", null);

        var report = await Read(room.Mara, id);
        report.GetProperty("status").GetString().ShouldBe("PublicSummary");
        report.GetProperty("summary").GetProperty("released").GetProperty("markdown").GetString().ShouldBe("**Fabrikam** says so.");
        report.GetProperty("label").GetString().ShouldBe("TLP:AMBER");
        var page = await visitor.GetStringAsync(new Uri($"/public/incidents/{id}", UriKind.Relative));
        page.ShouldContain("<strong>Fabrikam</strong> says so.");
        page.ShouldNotContain("Content update of 19 July 2024");
        page.ShouldNotContain("<script");
    }

    [Fact]
    public async Task What_stays_of_a_retracted_report_is_its_stone()
    {
        var id = await room.Shared();
        var said = await room.Tomas.GetStringAsync(new Uri($"/api/v1/incidents/{id}/markdown", UriKind.Relative));
        await Do(room.Tomas, id, "retract-report", new { reason = "Another vendor's incident." });

        var stone = await Read(room.Priya, id);
        stone.GetProperty("tombstone").GetProperty("hash").GetString().ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(said))));
        stone.GetProperty("sections").GetArrayLength().ShouldBe(0);
        stone.GetProperty("timeline").GetArrayLength().ShouldBe(0);
        stone.ToString().ShouldNotContain("A content update was released");
        stone.GetProperty("title").GetString().ShouldBe("Retracted report");
        (await room.Priya.GetStringAsync(new Uri("/api/v1/incidents", UriKind.Relative))).ShouldNotContain("Content update of 19 July 2024");
        (await room.Priya.GetAsync(new Uri($"/api/v1/incidents/{id}?version=1", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await room.Priya.GetAsync(new Uri($"/api/v1/incidents/{id}/markdown", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Each_command_says_beforehand_whether_it_is_possible()
    {
        var id = await room.Shared();
        var commands = await room.Priya.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}/commands");
        var byName = commands.EnumerateArray().ToDictionary(c => c.GetProperty("command").GetString()!, c => c);
        byName["SetCompanyStatus"].GetProperty("possible").GetBoolean().ShouldBeTrue();
        byName["EditSection"].GetProperty("code").GetString().ShouldBe("incident.not_source");
        foreach (var (name, command) in byName)
        {
            using var answer = await room.Priya.PostAsJsonAsync(command.GetProperty("address").GetString(), new { });
            answer.StatusCode.ShouldNotBe(HttpStatusCode.NotFound, name);
        }
    }

    [Fact]
    public async Task Script_is_inert_wherever_it_is_written()
    {
        const string script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
        var id = await room.Filled("Title " + script);
        await Do(room.Tomas, id, "edit-section", new { section = "WhatHappened", markdown = $"{script} [link](javascript:alert(1))" });
        await Do(room.Tomas, id, "record-timeline-entry", new { when = "2024-07-20T00:00:00Z", precision = "Day", text = script });
        (await Refused(room.Tomas, id, "record-reference", new { summary = "A link", url = "javascript:alert(1)" })).Code.ShouldBe("text.link");
        await Do(room.Tomas, id, "set-company-status", new { status = "Affected", note = script });

        using var browser = await SignedInBrowser.For(room.Node, TestRoom.Tomas, TestRoom.Contoso);
        var html = await browser.GetStringAsync(new Uri($"/incidents/{id}", UriKind.Relative));
        html.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("<img src=x");
        html.ShouldNotContain("href=\"javascript:");
    }

    [Fact]
    public async Task Rebuilding_gives_the_same_documents_byte_for_byte()
    {
        var id = await room.UnderReview();
        await Do(room.Mara, id, "ask-question", new { kind = "Dispute", markdown = "We see it *otherwise*." });
        await Do(room.Tomas, id, "let-stand", new { number = 1, reason = "We do not agree." });
        await Do(room.Priya, id, "set-company-status", new { status = "NotAffected", note = "Checked." });
        await Do(room.Tomas, id, "finalise-report", null);
        await Do(room.Tomas, id, "request-release", new { markdown = "Summary", quoted = Array.Empty<string>() });
        await Do(room.Tomas, id, "correct-report", new { summary = "Typo", edits = (object[])[new { edit = "section", section = "Prevention", markdown = "Testing." }] });
        await room.Filled("Another");
        var before = await Documents();
        before.Count.ShouldBeGreaterThan(15);

        var store = room.Node.Services.GetRequiredService<IDocumentStore>();
        using var daemon = await store.BuildProjectionDaemonAsync();
        foreach (var name in (string[])[nameof(IncidentReport), nameof(IncidentRow), nameof(ReportText)])
            await daemon.RebuildProjectionAsync(name, CancellationToken.None);

        (await Documents()).ShouldBe(before);
    }

    private async Task<List<string>> Documents()
    {
        await using var source = NpgsqlDataSource.Create(room.Database.ConnectionString);
        await using var command = source.CreateCommand("""
            select 'report ' || id || data::text from collab.mt_doc_incidentreport
            union all select 'row ' || id || data::text from collab.mt_doc_incidentrow
            union all select 'text ' || id || data::text from collab.mt_doc_reporttext order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> documents = [];
        while (await reader.ReadAsync())
            documents.Add(reader.GetString(0));
        return documents;
    }
}
