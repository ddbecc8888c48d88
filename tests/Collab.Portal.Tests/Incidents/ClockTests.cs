using System.Net.Http.Json;
using System.Text.Json;
using Collab.Portal.Incidents;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Collab.Portal.Tests.Incidents.IncidentRoom;

namespace Collab.Portal.Tests.Incidents;

public sealed class ClockTests : IAsyncLifetime
{
    private IncidentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await IncidentRoom.Open();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task The_end_of_an_embargo_comes_once_with_two_nodes_and_lets_those_in_who_were_invited()
    {
        await using var second = await PortalNode.Start(room.Database.ConnectionString, room.Node.Clock);
        var id = await room.Shared();
        var end = room.Node.Clock.GetUtcNow().AddDays(2);
        await Do(room.Tomas, id, "propose-embargo", new { end });
        await Do(room.Priya, id, "accept-embargo", new { end });
        await Do(room.Tomas, id, "change-audience", new { audience = Amber("tailspin"), reason = "Same interpreter." });

        // Invited, Tailspin learns that there is an embargo to accept, and nothing else.
        (await List(room.Jonas)).ShouldBeEmpty();
        var invitations = await room.Jonas.GetFromJsonAsync<JsonElement>("/api/v1/incidents/invitations");
        invitations[0].ToString().ShouldNotContain("Content update");
        invitations[0].GetProperty("id").GetString().ShouldBe(id);
        (await room.Jonas.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}/commands")).EnumerateArray().Select(c => c.GetProperty("command").GetString()).ShouldBe(["AcceptEmbargo"]);
        (await room.Aiko.GetFromJsonAsync<JsonElement>("/api/v1/incidents/invitations")).GetArrayLength().ShouldBe(0);
        (await Refused(room.Priya, id, "request-release", new { markdown = "x", quoted = Array.Empty<string>() })).Status.ShouldBe(403);

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var seat = await room.Node.Services.GetRequiredService<Rooms<IncidentView>>().Enter(id, view =>
        {
            if (view?.Report.Embargo.ExitedAt is not null)
                ended.TrySetResult();
            return Task.CompletedTask;
        });
        room.Node.Clock.Advance(TimeSpan.FromDays(2));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));

        // A commit wakes both clocks again; neither finds anything to do.
        await Do(room.Priya, id, "set-company-status", new { status = "NotAffected" });
        var history = await room.Tomas.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}/history");
        var endings = history.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("name").GetString() == "EmbargoEnded").ToList();
        endings.ShouldHaveSingleItem().GetProperty("sentence").GetString().ShouldBe("The embargo is over: its end came");
        endings[0].GetProperty("by").GetProperty("person").GetString().ShouldBe("system");
        (await List(room.Jonas)).ShouldBe([id]);
    }

    [Fact]
    public async Task An_invited_company_reads_the_report_once_it_accepts()
    {
        var id = await room.Shared();
        var end = room.Node.Clock.GetUtcNow().AddDays(2);
        await Do(room.Tomas, id, "propose-embargo", new { end });
        await Do(room.Priya, id, "accept-embargo", new { end });
        await Do(room.Tomas, id, "change-audience", new { audience = Amber("tailspin"), reason = "Same interpreter." });
        (await Refused(room.Jonas, id, "set-company-status", new { status = "Affected" })).Status.ShouldBe(404);

        await Do(room.Jonas, id, "accept-embargo", new { end });

        (await List(room.Jonas)).ShouldBe([id]);
        (await Read(room.Jonas, id)).GetProperty("embargo").GetProperty("bound").EnumerateArray().Select(b => b.GetString()).ShouldContain("tailspin");
    }
}
