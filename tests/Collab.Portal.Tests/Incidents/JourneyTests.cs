using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Collab.Domain;
using Shouldly;
using Xunit;
using static Collab.Portal.Tests.Incidents.IncidentRoom;

namespace Collab.Portal.Tests.Incidents;

public sealed class JourneyTests : IAsyncLifetime
{
    private IncidentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await IncidentRoom.Open();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task A_report_goes_from_draft_to_final_and_each_recipient_reads_it_on_the_way()
    {
        var id = await room.Draft();
        (await List(room.Tomas)).ShouldBe([id]);
        (await List(room.Priya)).ShouldBeEmpty();

        // Not yet: what is missing is named. Only then the release officer shares it.
        var early = await Refused(room.Tomas, id, "share-report", new { audience = Amber() });
        early.ShouldBe((409, "incident.section_missing", "Still empty: What happened, Systems in scope, Timeline. Fill in what is missing."));
        await Do(room.Tomas, id, "edit-section", new { section = "WhatHappened", markdown = "It *crashed*." });
        await Do(room.Tomas, id, "edit-section", new { section = "InScope", markdown = "Windows hosts" });
        await Do(room.Tomas, id, "record-timeline-entry", new { when = "2024-07-19T04:09:00Z", precision = "Minute", text = "Released", until = "2024-07-19T05:27:00Z" });
        await Do(room.Tomas, id, "share-report", new { audience = Amber() });

        (await List(room.Priya)).ShouldBe([id]);
        (await List(room.Mara, "?show=Shared")).ShouldBe([id]);
        (await List(room.Mara, "?show=Mine")).ShouldBeEmpty();
        (await List(room.Tomas, "?show=Mine")).ShouldBe([id]);
        (await List(room.Jonas)).ShouldBeEmpty();
        var seen = await Read(room.Priya, id);
        seen.GetProperty("label").GetString().ShouldBe("TLP:AMBER");
        seen.GetProperty("audienceInWords").GetString().ShouldBe("Only Contoso, Fabrikam and Northwind may read this, and share it with clients who need to know.");
        seen.GetProperty("sections")[0].GetProperty("text").GetProperty("html").GetString().ShouldBe("<p>It <em>crashed</em>.</p>\n");
        seen.GetProperty("companies").EnumerateArray().Select(c => $"{c.GetProperty("name")} {c.GetProperty("status")}")
            .ShouldBe(["Contoso NotChecked", "Fabrikam NotChecked", "Northwind NotChecked"]);

        // Another company's words are not mine to write; its own status is.
        (await Refused(room.Priya, id, "edit-section", new { section = "WhatHappened", markdown = "No." })).ShouldSatisfyAllConditions(
            r => r.Status.ShouldBe(403), r => r.Code.ShouldBe("incident.not_source"));
        await Do(room.Priya, id, "set-company-status", new { status = "Investigating", note = "Looking." });

        await FillTheRest(id);
        await Do(room.Tomas, id, "request-review", null);
        (await List(room.Mara, "?show=Review")).ShouldBe([id]);
        await Do(room.Mara, id, "ask-question", new { kind = "Question", markdown = "Is it checked at run time?", section = "WhatWentWrong", to = "fabrikam" });
        (await Refused(room.Tomas, id, "finalise-report", null)).Code.ShouldBe("incident.unanswered");
        (await Refused(room.Mara, id, "answer-question", new { number = 1, markdown = "Yes." })).ShouldSatisfyAllConditions(
            r => r.Status.ShouldBe(403), r => r.Code.ShouldBe("incident.not_asked"));
        await Do(room.Priya, id, "answer-question", new { number = 1, markdown = "Only when it is built." });

        var current = await Read(room.Tomas, id);
        current.GetProperty("outlook").GetProperty("next").GetString().ShouldBe("Finalise");
        await Do(room.Tomas, id, "finalise-report", null);
        var final = await Read(room.Mara, id);
        final.GetProperty("status").GetString().ShouldBe("Final");
        final.GetProperty("questions")[0].GetProperty("answer").GetProperty("markdown").GetString().ShouldBe("Only when it is built.");
        (await List(room.Mara, "?show=Final")).ShouldBe([id]);
        (await Refused(room.Tomas, id, "edit-section", new { section = "WhatHappened", markdown = "Changed" })).Code.ShouldBe("incident.is_final");
    }

    private async Task FillTheRest(string id)
    {
        foreach (var section in (string[])["OutOfScope", "WhatWentWrong", "Prevention"])
            await Do(room.Tomas, id, "edit-section", new { section, markdown = section });
        await Do(room.Tomas, id, "record-finding", new { title = "No bounds check", mitigation = "Check", owner = "fabrikam", dueOn = "2030-01-31" });
        await Do(room.Tomas, id, "record-impact", new { value = "8.5 million", unit = "devices", source = "blogs.microsoft.com" });
        await Do(room.Tomas, id, "record-contact", new { name = "Desk", address = "desk@contoso.example" });
        await Do(room.Tomas, id, "record-reference", new { summary = "RCA", url = "https://contoso.example/rca" });
    }
}
