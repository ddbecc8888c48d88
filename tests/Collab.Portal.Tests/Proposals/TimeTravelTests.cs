using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using Bunit;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Proposals;
using Collab.Portal.Shell;
using Collab.Portal.Store;
using Collab.Portal.Tests.SampleData;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>Every proposal of the sample story, at every event: what is answered is a fresh fold of the events up to it.</summary>
public sealed class TimeTravelTests(SampleRoom room) : IClassFixture<SampleRoom>
{
    private JsonSerializerOptions Json => room.Node.Services.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;

    private ProposalReads Reads => room.Node.Services.GetRequiredService<ProposalReads>();

    [Fact]
    public async Task The_view_and_the_answer_at_every_event_are_a_fresh_fold_of_the_events_up_to_it()
    {
        await Tell();
        HashSet<Type> seen = [];
        var compared = 0;
        foreach (var stream in await Streams())
        {
            var author = await SomebodyOf(stream.First().By.Company);
            using var client = room.Node.ClientFor(author.Person, author.Company);
            Proposal? state = null;
            var (text, correction) = (ProposalText.Empty, ProposalText.Empty);
            for (var number = 1; number <= stream.Count; number++)
            {
                var @event = stream[number - 1];
                seen.Add(@event.GetType());
                state = Proposal.Evolve(state, stream.Id, @event);
                (text, correction) = (TextAfter(text, correction, @event), @event is CorrectionProposed proposed ? proposed.Text : correction);

                var view = (await Reads.ViewAt(stream.Id, number, author)).ShouldNotBeNull($"{stream.Id} at {number}");
                Written(view.Proposal).ShouldBe(Written(state), $"{stream.Id} at {number}");
                view.Version.ShouldBe(number);
                view.Text.ToText().ShouldBe(text, $"{stream.Id} at {number}");
                view.Revisions.Select(r => r.Revision).ShouldBe(Enumerable.Range(1, state.Revision));
                view.Sayings.ShouldAllBe(s => s.Event <= number);
                view.Recent[0].Event.ShouldBe(number);

                var answer = await client.GetFromJsonAsync<JsonElement>($"/api/v1/proposals/{stream.Id}?event={number}");
                answer.GetProperty("version").GetInt64().ShouldBe(number);
                Canonical(answer.GetProperty("state")).ShouldBe(Canonical(JsonSerializer.SerializeToElement(state, Json)), $"{stream.Id} at {number}");
                answer.GetProperty("text").GetProperty("sections").EnumerateArray().Select(s => s.GetProperty("markdown").GetString()).ShouldBe(text.Sections.Select(s => s.Markdown));
                compared++;
            }
        }

        Xunit.TestContext.Current.SendDiagnosticMessage($"Time travel: {compared} events, {seen.Count} kinds");
        typeof(IProposalEvent).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IProposalEvent))).Except(seen).Select(t => t.Name).ShouldBe([], "every kind of event was met");
    }

    [Fact]
    public async Task The_room_at_an_event_has_the_companies_and_rules_of_then()
    {
        var facts = room.Node.Services.GetRequiredService<RoomFacts>();
        var now = await facts.Now(room.FilledInAt);

        (await facts.At(room.FilledInAt)).Roll.Members.ShouldBe(now.Roll.Members);
        foreach (var stream in await Streams())
        {
            var roll = (await facts.At(stream.First().At)).Roll;
            roll.Find(stream.First().By.Company)!.Status.ShouldBe(MemberStatus.Admitted, stream.Id);
        }

        (await facts.At(DateTimeOffset.UnixEpoch)).Roll.Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_at_every_event_says_and_lists_what_held_then()
    {
        var id = await Tell();
        var stream = (await Streams()).Single(s => s.Id == id);
        var facts = room.Node.Services.GetRequiredService<RoomFacts>();
        await using var screen = new PersonScreen(room.Node, (await SomebodyOf(stream.First().By.Company)).Person);
        Proposal? state = null;
        for (var number = 1; number <= stream.Count; number++)
        {
            state = Proposal.Evolve(state, id, stream[number - 1]);
            var then = await facts.At(stream[number - 1].At);
            var outlook = ProposalOutlook.For(state, then.Roll, then.Rules, then.Now);

            var page = screen.Open(id, number);

            var last = number == stream.Count;
            page.FindAll(".pastbar").Count.ShouldBe(last ? 0 : 1);
            page.Find(".hist .num").TextContent.ShouldBe($"{number} of {stream.Count}");
            page.Find("input[data-history]").GetAttribute("aria-valuetext")!.ShouldStartWith($"Event {number} of {stream.Count}: ");
            if (!last)
                page.Find(".say").TextContent.ShouldBe(outlook.Next.Replace("; waits for ", ". It waits for ", StringComparison.Ordinal), customMessage: $"event {number}");
            var entries = state.Status is ProposalStatus.Open or ProposalStatus.LastCall || state.Tally is null ? Electorate.Of(state, then.Roll).Entries() : state.Tally.Entries;
            List<string> board = state.OpenedAt is null ? [] : [.. entries.Select(e => $"{then.Roll.Name(e.Key)}: {PositionMark.Words(e.Value.Position)}").Order()];
            string.Join('\n', page.FindAll("table.board tbody tr").Select(Row).Order()).ShouldBe(string.Join('\n', board), $"event {number}");
            page.FindAll("article.objection .chip").Select(c => c.TextContent).Order().ShouldBe(state.Objections.Select(o => o.State.ToString()).Order());
        }

        static string Row(AngleSharp.Dom.IElement row) =>
            $"{row.QuerySelector(".co")!.LastChild!.TextContent}: {row.QuerySelector(".pos")!.TextContent.Trim()}";
    }

    /// <summary>A story of the kinds of events that the sample story has not: told once, over twenty days.</summary>
    private async Task<string> Tell()
    {
        const string id = "P-TRAVEL";
        var at = room.FilledInAt.AddDays(-20);
        var people = new Dictionary<MemberId, By>();
        foreach (var company in (MemberId[])[TestRoom.Contoso, TestRoom.Fabrikam, TestRoom.Northwind, TestRoom.Tailspin, TestRoom.Wingtip])
            people[company] = (await SomebodyOf(company)).By;
        var (contoso, fabrikam, northwind, tailspin, wingtip) =
            (people[TestRoom.Contoso], people[TestRoom.Fabrikam], people[TestRoom.Northwind], people[TestRoom.Tailspin], people[TestRoom.Wingtip]);
        var text = new ProposalText("One channel file.", "Deploy in stages.", "None.", "None.", "None.", "In a year.");
        var entries = people.Keys.ToImmutableSortedDictionary(p => p, p => new TallyEntry(Position.NoRecord, "member:" + p, null, null));
        var count = new TallyCount(5, 0, 0, 0, 0, 3, 2);
        var system = By.System;
        IEvent[] story =
        [
            new DraftStarted(contoso, Next(), "A story for looking back", text with { Rollout = "" }, null),
            new DraftEdited(contoso, Next(), "A story for looking back", text),
            new DraftRenamed(contoso, Next(), "A story to look back on"),
            new CompanyInvited(contoso, Next(), TestRoom.Fabrikam, InvitedAs.Seconder),
            new ProposalSeconded(fabrikam, Next()),
            new ProposalOpened(contoso, Next(), Audience.Green),
            new PositionRecorded(fabrikam, Next(), 1, Position.Support, "We *do* this."),
            new PositionWithdrawn(fabrikam, Next(), 1),
            new PositionRecorded(northwind, Next(), 1, Position.Object, null),
            new ObjectionRaised(northwind, Next(), "OBJ-1", 1, "What", "Why", "Cure"),
            new ObjectionAnswered(contoso, Next(), "OBJ-1", "An answer"),
            new ProposalRevised(contoso, Next(), 2, RevisionKind.Substantive, text with { Proposal = "Deploy in four stages." }, "Four."),
            new ObjectionWithdrawn(northwind, Next(), "OBJ-1", null),
            new PositionRecorded(northwind, Next(), 2, Position.Support, null),
            new RecusalPresumed(tailspin, Next(), TestRoom.Wingtip, RecusalGround.AssignsCost, "It pays."),
            new RecusalChallenged(wingtip, Next(), "REC-1", TestRoom.Wingtip, "It does not.", at.AddDays(2)),
            new RecusalReplied(wingtip, Next(), "REC-1", "We do not pay."),
            new RecusalVoted(fabrikam, Next(), "REC-1", false),
            new RecusalVoteEnded(system, Next(), "REC-1", TestRoom.Wingtip, 0, 1, false),
            new SourceQuoted(contoso, Next(), "SRC-1", TestRoom.Tailspin, "A report"),
            new SourceConsented(tailspin, Next(), "SRC-1"),
            new SourceQuoted(contoso, Next(), "SRC-2", TestRoom.Tailspin, "Another report"),
            new SourceRemoved(contoso, Next(), "SRC-2"),
            new LastCallOpened(tailspin, Next(), 2, Disposition.Agree, "Four stages.", false, at.AddDays(3)),
            new LastCallEnded(system, Next(), LastCallEnd.Elapsed),
            new TallyTaken(system, Next(), 2, entries, count),
            new QuorumMissed(system, Next(), 0, 3, [.. people.Keys]),
            new LastCallOpened(tailspin, Next(), 2, Disposition.Agree, "Four stages.", false, at.AddDays(3)),
            new LastCallEnded(system, Next(), LastCallEnd.Elapsed),
            new TallyTaken(system, Next(), 2, entries, count),
            new OutcomeRecorded(tailspin, Next(), OutcomeResult.NotAgreed, "Nobody spoke.", []),
            new AppealFiled(contoso, Next(), ["We spoke."], at.AddDays(5)),
            new AppealLate(system, Next()),
        ];
        await room.Node.Commands.Run<Proposal>(id, null, (state, _) => Decision.Accept(state is null ? story : []));
        return id;

        DateTimeOffset Next() => at = at.AddHours(9);
    }

    private static ProposalText TextAfter(ProposalText text, ProposalText correction, IProposalEvent @event) => @event switch
    {
        DraftStarted e => e.Text,
        DraftEdited e => e.Text,
        DraftSectionEdited e => text.With(e.Section, e.Markdown),
        ProposalRevised e => e.Text,
        CorrectionPublished => correction,
        _ => text,
    };

    private string Written(Proposal state) => JsonSerializer.Serialize(state, Json);

    private static string Canonical(JsonElement element) => JsonSerializer.Serialize(element);

    private async Task<IReadOnlyList<History>> Streams() =>
        [.. (await room.Events()).Where(e => e.Event is IProposalEvent).GroupBy(e => e.Stream, e => (IProposalEvent)e.Event).Select(g => new History(g.Key, [.. g]))];

    private async Task<Actor> SomebodyOf(MemberId company)
    {
        await using var session = room.Store.QuerySession();
        var person = (await session.Query<Participant>().ToListAsync()).Where(p => p.Company == company && p.DisabledBecause is null).OrderBy(p => p.Id).First();
        return new Actor(person.Person, company, person.Roles);
    }

    private sealed record History(string Id, IReadOnlyList<IProposalEvent> Events)
    {
        public int Count => Events.Count;

        public IProposalEvent this[int index] => Events[index];

        public IProposalEvent First() => Events[0];
    }
}
