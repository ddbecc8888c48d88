using System.Text.RegularExpressions;
using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Threads;
using Collab.Gateway.SignIn;
using Collab.Local.SampleProviders;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using Sample = Collab.Local.SampleData.SampleData;

namespace Collab.Portal.Tests.SampleData;

/// <summary>A portal whose database the sample data filled, once for all examples.</summary>
public sealed class SampleRoom : IAsyncLifetime
{
    private TestDatabase database = null!;

    public PortalNode Node { get; private set; } = null!;

    public DateTimeOffset FilledInAt { get; private set; }

    public TimeSpan Took { get; private set; }

    public IDocumentStore Store => Node.Services.GetRequiredService<IDocumentStore>();

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        Node = await PortalNode.Start(database.ConnectionString, prepare: async (services, clock) =>
        {
            var started = TimeProvider.System.GetTimestamp();
            await Sample.FillIn(services, clock, CancellationToken.None);
            Took = TimeProvider.System.GetElapsedTime(started);
            FilledInAt = clock.GetUtcNow();
        });
        TestContext.Current.SendDiagnosticMessage($"Sample data: {Took.TotalSeconds:0.00} s");
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await database.DisposeAsync();
    }

    public async Task<IReadOnlyList<T>> All<T>()
        where T : notnull
    {
        await using var session = Store.QuerySession();
        return await session.Query<T>().ToListAsync();
    }

    public async Task<IReadOnlyList<(string Stream, Domain.IEvent Event)>> Events()
    {
        await using var session = Store.QuerySession();
        var events = await session.Events.QueryAllRawEvents().OrderBy(e => e.Sequence).ToListAsync();
        return [.. events.Where(e => e.Data is Domain.IEvent).Select(e => (e.StreamKey!, (Domain.IEvent)e.Data))];
    }
}

public sealed partial class SampleDataTests(SampleRoom room) : IClassFixture<SampleRoom>
{
    private static readonly MemberId Microsoft = new("microsoft");

    [Fact]
    public async Task Every_status_of_a_proposal_and_of_a_report_occurs()
    {
        (await room.All<Proposal>()).Select(p => p.Status).Distinct().Order().ShouldBe(Enum.GetValues<ProposalStatus>());
        (await room.All<IncidentReport>()).Select(r => r.Status).Distinct().Order().ShouldBe(Enum.GetValues<ReportStatus>());
    }

    [Fact]
    public async Task Filling_in_again_changes_nothing()
    {
        var before = (await room.Events()).Count;

        await Sample.FillIn(room.Node.Services, room.Node.Clock, CancellationToken.None);

        (await room.Events()).Count.ShouldBe(before);
    }

    [Fact]
    public async Task Nothing_open_is_overdue_and_one_last_call_ends_within_a_quarter_of_an_hour()
    {
        var proposals = await room.All<Proposal>();

        proposals.Where(p => p.DueAt <= room.FilledInAt).ShouldBeEmpty();
        (await room.All<IncidentReport>()).Where(r => r.DueAt <= room.FilledInAt).ShouldBeEmpty();
        var soon = proposals.Where(p => p.LastCall is { } call && p.Status == ProposalStatus.LastCall && call.Ends < room.FilledInAt.AddMinutes(15)).ShouldHaveSingleItem();
        soon.LastCall!.Ends.ShouldBeGreaterThan(room.FilledInAt.AddMinutes(10));
    }

    [Fact]
    public async Task The_story_lies_in_the_past_and_each_stream_runs_forward()
    {
        var events = await room.Events();

        events.ShouldAllBe(e => e.Event.At <= room.FilledInAt);
        foreach (var stream in events.GroupBy(e => e.Stream))
            stream.Select(e => e.Event.At).ShouldBeInOrder(SortDirection.Ascending, stream.Key);
    }

    [Fact]
    public async Task Microsoft_is_a_member_that_says_nothing()
    {
        var words = (await room.Events()).Where(e => e.Event is IProposalEvent or IIncidentEvent or IThreadEvent).ToList();

        words.ShouldNotBeEmpty();
        words.Where(e => e.Event.By.Company == Microsoft).ShouldBeEmpty();
        (await room.All<Member>()).Single(m => m.Company == Microsoft).Status.ShouldBe(MemberStatus.Admitted);
        (await room.All<IncidentReport>()).SelectMany(r => r.Findings).Where(f => f.Owner == Microsoft).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_vendor_of_July_2024_is_named_nowhere()
    {
        await using var session = room.Store.QuerySession();
        var events = await session.Events.QueryAllRawEvents().ToListAsync();
        var text = string.Join('\n', events.Select(e => System.Text.Json.JsonSerializer.Serialize(e.Data, e.Data.GetType())));

        text.ShouldNotContain("crowdstrike", Case.Insensitive);
        text.ShouldNotContain("falcon", Case.Insensitive);
        text.ShouldNotContain("delta air", Case.Insensitive);
    }

    [Fact]
    public async Task People_bear_the_ids_and_names_that_the_gateway_asserts_and_the_roles_they_are_printed_with()
    {
        var participants = (await room.All<Participant>()).ToDictionary(p => p.Person);

        foreach (var person in SamplePeople.All)
        {
            var participant = participants[new PersonId(SubjectId.For(person.MemberSlug, person.Subject))];
            (participant.Name, participant.Email, participant.Company.Value).ShouldBe((person.Name, person.Email, person.MemberSlug));
            participant.Roles.ShouldBe(person.Roles.Aggregate(Roles.Engineer, (all, role) => all | Enum.Parse<Roles>(role)));
        }

        foreach (var (slug, name) in SamplePeople.Companies)
        {
            var program = participants[new PersonId(Collab.Local.Federation.SampleClient(slug))];
            (program.Kind, program.Name, program.Roles).ShouldBe((ParticipantKind.Program, name + " sample client", Roles.Engineer | Roles.Representative));
        }
    }

    [Fact]
    public async Task Ids_are_written_in_the_alphabet_of_ids()
    {
        var ids = (await room.All<Proposal>()).Select(p => p.Id).Concat((await room.All<IncidentReport>()).Select(r => r.Id)).ToList();

        ids.ShouldAllBe(id => IdShape().IsMatch(id));
    }

    [Theory]
    [InlineData("contoso", true)]
    [InlineData("litware", false)]
    public async Task Data_of_somebody_else_are_left_alone_and_a_first_start_that_broke_off_is_told(string company, bool brokenOff)
    {
        await using var database = await TestDatabase.Create();
        await using var node = await PortalNode.Start(database.ConnectionString);
        var admitted = new AdmitAtStart(new MemberId(company), company, [brokenOff ? SamplePeople.DomainOf(company) : "litware.test"]);
        await node.Commands.Run<Member>(Ids.OfMember(admitted.Member), 0, (state, now) => admitted.Decide(state, Actor.System, now.Now));

        var filling = () => Sample.FillIn(node.Services, node.Clock, CancellationToken.None);

        if (brokenOff)
            (await filling.ShouldThrowAsync<Collab.Local.StartRefusedException>()).Message.ShouldContain("--fresh");
        else
            await filling.ShouldNotThrowAsync();
        await using var session = node.Services.GetRequiredService<IDocumentStore>().QuerySession();
        (await session.Events.QueryAllRawEvents().CountAsync()).ShouldBe(1);
    }

    [GeneratedRegex("^(P|IR)-[0-9A-HJKMNP-TV-Z]{5}$")]
    private static partial Regex IdShape();
}
