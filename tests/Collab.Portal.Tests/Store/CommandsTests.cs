using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Store;

public sealed class CommandsTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private PortalNode node = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        node = await PortalNode.Start(database.ConnectionString);
        await TestRoom.AdmitAll(node);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_command_made_for_an_older_version_says_what_changed_and_does_nothing()
    {
        var id = Ids.OfMember(TestRoom.Contoso);
        var renamed = await Rename(id, 1, "Contoso Ltd");
        renamed.ShouldBeOfType<CommandResult.Done>().Version.ShouldBe(2);

        var late = await Rename(id, 1, "Contoso Inc");

        var changed = late.ShouldBeOfType<CommandResult.Changed>();
        changed.Version.ShouldBe(2);
        changed.Since.ShouldHaveSingleItem().ShouldBeOfType<MemberRenamed>().Name.ShouldBe("Contoso Ltd");
    }

    [Fact]
    public async Task Of_very_much_that_changed_the_newest_is_told()
    {
        var id = Ids.OfMember(TestRoom.Contoso);
        await node.Commands.Run<Member>(id, null, (_, room) => Decision.Accept(
            [.. Enumerable.Range(1, CommandResult.Changed.Told + 5).Select(i => new MemberRenamed(By.System, room.Now, "Contoso " + i))]));

        var changed = (await Rename(id, 1, "Contoso Inc")).ShouldBeOfType<CommandResult.Changed>();

        changed.Version.ShouldBe(CommandResult.Changed.Told + 6);
        changed.Since.Count.ShouldBe(CommandResult.Changed.Told);
        changed.Since[^1].ShouldBeOfType<MemberRenamed>().Name.ShouldBe("Contoso " + (CommandResult.Changed.Told + 5));
    }

    [Fact]
    public async Task A_repeated_request_is_answered_with_what_happened_the_first_time()
    {
        var id = Ids.OfMember(TestRoom.Fabrikam);
        var key = new RequestKey(TestRoom.Priya, "once", "f1");
        var first = await Rename(id, null, "Fabrikam AG", key);
        var again = await Rename(id, null, "Fabrikam SE", key);

        again.ShouldBeOfType<CommandResult.Done>().Version.ShouldBe(first.ShouldBeOfType<CommandResult.Done>().Version);
        var other = await Rename(id, null, "Fabrikam SE", key with { Fingerprint = "f2" });
        other.ShouldBeOfType<CommandResult.Refused>().Refusal.Code.ShouldBe("request.key_reused");
    }

    [Fact]
    public async Task Many_writers_of_one_stream_all_get_through()
    {
        var id = Ids.OfMember(TestRoom.Wingtip);
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => node.Commands.Run<Member>(
            id, null, given => ValueTask.FromResult(Decision.Accept(new MemberRenamed(By.System, given.Room.Now, "W" + i))), Writers.OneAtATime)));

        results.ShouldAllBe(r => r is CommandResult.Done);
        results.Cast<CommandResult.Done>().Select(d => d.Version).Order().ShouldBe(Enumerable.Range(2, 12).Select(i => (long)i));
    }

    [Fact]
    public async Task A_commit_on_one_node_is_heard_on_another()
    {
        await using var other = await PortalNode.Start(database.ConnectionString, node.Clock);
        var id = Ids.OfMember(TestRoom.Northwind);
        var heard = new TaskCompletionSource<Commit>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = other.Services.GetRequiredService<LiveFeed>().Subscribe(id, c =>
        {
            if (c.Version > 0)
                heard.TrySetResult(c);
        });

        await Rename(id, null, "Northwind Oy");

        (await heard.Task.WaitAsync(TimeSpan.FromSeconds(10))).Version.ShouldBe(2);
    }

    private Task<CommandResult> Rename(string id, long? expected, string name, RequestKey? key = null) =>
        node.Commands.Run<Member>(id, expected, (_, room) => Decision.Accept(new MemberRenamed(By.System, room.Now, name)), key);
}
