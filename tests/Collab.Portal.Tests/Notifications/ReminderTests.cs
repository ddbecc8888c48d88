using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bunit;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Notifications;
using Collab.Portal.Tests.Proposals;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Notifications;

/// <summary>Reminders as people receive them: once, by whoever works, and of what still waits.</summary>
public sealed class ReminderTests : ProposalRoom
{
    private static readonly PersonId Olof = new("p-olof");

    [Fact]
    public async Task Two_nodes_remind_each_representative_once_and_never_who_spoke_or_is_recused()
    {
        await using var other = await PortalNode.Start(Database.ConnectionString, Node.Clock);
        await Join(Olof, TestRoom.Northwind, Roles.Engineer);
        var id = await InLastCall();
        await Ok(Aiko, id, "record-position", new { revision = 1, position = "Support" });
        await Ok(Jonas, id, "record-position", new { revision = 1, position = "Recuse" });

        Node.Clock.Advance(TimeSpan.FromDays(7.1));
        await Reminded(Mara, 1);
        Node.Clock.Advance(TimeSpan.FromDays(5));
        await Reminded(Mara, 2);

        (await People()).ShouldBe(["p-mara 0", "p-mara 1", "p-priya 0", "p-priya 1", "p-tomas 0", "p-tomas 1"]);
        // The newer step took the place of the older.
        var items = (await Mine(Mara)).EnumerateArray().ToList();
        items.Count(i => !i.GetProperty("read").GetBoolean()).ShouldBe(1);
        (await Mine(Jonas)).GetArrayLength().ShouldBe(0);
        (await Mine(Aiko)).GetArrayLength().ShouldBe(0);
        using var olof = Node.ClientFor(Olof, TestRoom.Northwind);
        (await Mine(olof)).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task After_a_time_without_any_node_only_the_newest_is_made()
    {
        var id = await InLastCall();
        await Looked(id);
        var clock = new TestClock();
        clock.Advance(Node.Clock.GetUtcNow() - clock.GetUtcNow() + TimeSpan.FromDays(13.2));
        await using var later = await PortalNode.Start(Database.ConnectionString, clock);
        using var mara = later.ClientFor(TestRoom.Mara, TestRoom.Northwind);

        await Reminded(mara, 1);

        (await People()).ShouldBe(["p-aiko 2", "p-jonas 2", "p-mara 2", "p-priya 2", "p-tomas 2"]);
    }

    [Fact]
    public async Task What_was_done_meanwhile_says_so_and_is_not_counted_and_read_is_ones_own()
    {
        var id = await InLastCall();
        Node.Clock.Advance(TimeSpan.FromDays(7.1));
        await Reminded(Mara, 1);
        await Reminded(Priya, 1);
        await using var screen = new PersonScreen(Node, TestRoom.Mara);
        var page = screen.Open<RemindersPage>("/reminders");
        page.WaitForElement("li.new", PersonScreen.Patience).TextContent.ShouldContain("Northwind holds no current position");

        await Ok(Mara, id, "record-position", new { revision = 1, position = "Support" });

        await page.WaitForAssertionAsync(() => page.Find(".chip").TextContent.ShouldBe("Done"), PersonScreen.Patience);
        page.FindAll("li.new").ShouldBeEmpty();
        var reminder = (await Mine(Priya))[0];
        using var foreign = await Mara.PostAsJsonAsync("/api/v1/reminders/read", new { ids = new[] { reminder.GetProperty("id").GetString() } });
        foreign.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Mine(Priya))[0].GetProperty("read").GetBoolean().ShouldBeFalse("nobody reads another's");
        using var own = await Priya.PostAsJsonAsync("/api/v1/reminders/read", new { });
        own.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Mine(Priya))[0].GetProperty("read").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_row_about_what_its_reader_may_not_see_shows_nothing()
    {
        var id = await Draft("Hidden title");
        await using (var command = Node.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            insert into collab.reminders (id, person, proposal, kind, company, role, matter, step, due_at, created_at)
            values ('x', 'p-mara', $1, 'PositionStale', 'northwind', 'Representative', 'm', 0, $2, $2)
            """))
        {
            command.Parameters.AddWithValue(id);
            command.Parameters.AddWithValue(Node.Clock.GetUtcNow().ToUniversalTime());
            await command.ExecuteNonQueryAsync(Xunit.TestContext.Current.CancellationToken);
        }

        (await Mine(Mara)).GetArrayLength().ShouldBe(0);
        await using var screen = new PersonScreen(Node, TestRoom.Mara);
        screen.Open<RemindersPage>("/reminders").Markup.ShouldNotContain("Hidden title");
    }

    private async Task<string> InLastCall()
    {
        var id = await Open();
        Node.Clock.Advance(TimeSpan.FromDays(7.01));
        await Ok(Tomas, id, "open-last-call", new { disposition = "Agree", summary = "Four stages." });
        return id;
    }

    private static async Task<JsonElement> Mine(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/api/v1/reminders")).GetProperty("items");

    /// <summary>Waits until the person has so many reminders.</summary>
    private static Task Reminded(HttpClient client, int count) => Wait.Until(async () => (await Mine(client)).GetArrayLength() == count);

    /// <summary>Waits until the proposal was looked at as it is now.</summary>
    private Task Looked(string id) => Wait.Until(async () =>
    {
        await using var command = Node.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "select exists (select 1 from collab.reminder_looks l join collab.mt_streams s on s.id = l.proposal and s.version = l.version where l.proposal = $1)");
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync() is true;
    });

    private async Task<List<string>> People()
    {
        await using var command = Node.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select person || ' ' || step from collab.reminders where kind = 'PositionMissing' order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> people = [];
        while (await reader.ReadAsync())
            people.Add(reader.GetString(0));
        return people;
    }

    private async Task Join(PersonId person, MemberId company, Roles roles) => await Node.Commands.Run<Participant>(Ids.OfPerson(person), 0, (_, room) =>
        Decision.Accept(new ParticipantJoined(new By(person, company), room.Now, person, company, "Olof", "olof@northwind.example", ParticipantKind.Person, roles)));
}
