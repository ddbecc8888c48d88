using System.Collections.Immutable;
using System.Globalization;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using JasperFx.Events;
using Marten;

namespace Collab.Benchmarks;

/// <summary>Proposals by the thousand, of 50 companies, in every status: histories as the commands write them, only made at once.</summary>
internal sealed class ScaleSeed(DateTimeOffset now, int positions)
{
    /// <summary>Companies that take positions.</summary>
    public const int Companies = 50;

    /// <summary>The company that has spoken on everything and is invited to nothing.</summary>
    public const int Spoken = 7;

    /// <summary>Whose person moderates too.</summary>
    public const int Moderator = 11;

    /// <summary>The proposal of 2,000 events, open.</summary>
    public const string Long = "P-LONG";

    private const string Paragraph = "Every content update that a kernel component reads is deployed in *stages*, and a stage begins only when the one before met its health condition for the whole soak time. See [the terms](https://terms.example/stages).";

    private static readonly string[] Subjects = ["content updates", "driver signing", "rollback of definitions", "telemetry names", "disclosure windows", "test channels", "crash reports", "boot-time modules"];
    private static readonly string[] Verbs = ["Staged deployment of", "Shared format for", "Minimum checks for", "Retention of", "Naming in"];

    /// <summary>A company.</summary>
    public static MemberId Company(int n) => new($"member{(n % Companies) + 1:00}");

    /// <summary>Its person.</summary>
    public static By Person(int n) => new(new PersonId($"p-{Company(n).Value}"), Company(n));

    /// <summary>True when a company never speaks on a proposal: each is silent on one in ten, but one on none.</summary>
    private static bool IsSilent(int company, int proposal) => company % Companies != Spoken && (company + (proposal / 3)) % 10 == 0;

    /// <summary>Whom an author invites: never the company that nothing shall wait for.</summary>
    private static By Guest(int n) => Person(n % Companies == Spoken ? n + 3 : n);

    /// <summary>A proposal's id.</summary>
    public static string Id(int n) => "P-" + n.ToString("00000", CultureInfo.InvariantCulture);

    /// <summary>Writes so many proposals and the long one into Marten's own tables by COPY; no read model is made.</summary>
    /// <returns>How many events.</returns>
    public async Task<long> Write(IDocumentStore store, int proposals)
    {
        var graph = ((DocumentStore)store).Events;
        long events = 0;
        foreach (var batch in Enumerable.Range(0, proposals).Select(n => (Id: Id(n), Events: History(n))).Append((Id: Long, Events: LongHistory())).Chunk(100))
        {
            List<StreamAction> streams = [.. batch.Select(p => Start(graph, p.Id, p.Events))];
            await store.BulkInsertEventsAsync(streams, 100_000);
            events += streams.Sum(s => s.Events.Count);
        }

        return events;
    }

    private static StreamAction Start(Marten.Events.EventGraph graph, string id, List<Domain.IEvent> events)
    {
        var stream = StreamAction.Start(graph, id, [.. events]);
        stream.AggregateType = typeof(Proposal);
        foreach (var (written, happened) in stream.Events.Zip(events))
        {
            written.Id = Guid.CreateVersion7();
            written.Timestamp = happened.At;
        }

        return stream;
    }

    private List<Domain.IEvent> LongHistory()
    {
        var history = Opened(0, Audience.Green, now.AddDays(-40));
        var revision = 1;
        while (history.Count < 2_000)
        {
            if (history.Count % 400 == 0)
                history.Add(new ProposalRevised(Person(0), At(history), ++revision, RevisionKind.Substantive, Text(revision), "What was asked for."));
            history.Add(Stand(history.Count, revision, At(history)));
        }

        return history;
    }

    private List<Domain.IEvent> History(int n)
    {
        // Has nothing in common with the companies' numbers, so that filters do not fall together.
        var lot = (int)((n * 2654435761L >> 8) % 100);
        var at = now.AddDays(-60).AddMinutes(n);
        var audience = n % 5 == 3 ? Audience.Amber(Enumerable.Range(n, Companies / 2).Select(Company)) : Audience.Green;
        if (lot < 8)
            return [.. Opened(n, audience, at).Take(4)];
        var history = Opened(n, audience, at);
        var revision = 1;
        for (var i = 0; i < positions; i++)
        {
            if (i > 0 && i % (Companies + 10) == 0)
                history.Add(new ProposalRevised(Person(n), At(history), ++revision, i % 3 == 0 ? RevisionKind.Editorial : RevisionKind.Substantive, Text(n + i), "What was asked for."));
            var speaks = IsSilent(n + i, n) ? n + i + 1 : n + i;
            history.Add(Stand(speaks, revision, At(history)));
            if (i % 40 == 20)
                Object(history, speaks, n, revision, i / 40 + 1);
        }

        if (lot < 55)
            return history;
        history.Add(new LastCallOpened(Person(n + 1), At(history), revision, Disposition.Agree, Paragraph, false, lot < 70 ? now.AddDays(30 + lot) : At(history)));
        if (lot < 70)
            return history;
        var entries = Enumerable.Range(0, Companies).Select(Company).ToImmutableSortedDictionary(c => c, c => new TallyEntry(Position.Support, "member:" + c.Value, c, at));
        history.Add(new LastCallEnded(By.System, At(history), LastCallEnd.Elapsed));
        history.Add(new TallyTaken(By.System, At(history), revision, entries, new TallyCount(Companies, Companies, 0, 0, 0, 26, 17)));
        if (lot < 80)
            return history;
        history.Add(new OutcomeRecorded(Person(n + 2), At(history), lot < 85 ? OutcomeResult.NotAgreed : OutcomeResult.Agreed, Paragraph, []));
        if (lot >= 92)
            history.Add(new ProposalPublished(Person(n + 3), At(history), $"O-{n + 1}", 1, OutcomeKind.Decision, Person(n + 4), null));
        return history;
    }

    private static List<Domain.IEvent> Opened(int n, Audience audience, DateTimeOffset at) =>
    [
        new DraftStarted(Person(n), at, $"{Verbs[n % Verbs.Length]} {Subjects[n / 5 % Subjects.Length]}, part {n}", Text(n), null),
        new CompanyInvited(Person(n), at.AddMinutes(1), Guest(n + 1).Company, InvitedAs.CoAuthor),
        new CompanyInvited(Person(n), at.AddMinutes(2), Guest(n + 2).Company, InvitedAs.Seconder),
        new DraftEdited(Person(n), at.AddMinutes(3), $"{Verbs[n % Verbs.Length]} {Subjects[n / 5 % Subjects.Length]}, part {n}", Text(n + 1)),
        new CoAuthorJoined(Guest(n + 1), at.AddMinutes(4)),
        new ProposalSeconded(Guest(n + 2), at.AddMinutes(5)),
        new ProposalOpened(Person(n), at.AddMinutes(6), audience),
    ];

    private static PositionRecorded Stand(int n, int revision, DateTimeOffset at) => new(
        Person(n), at, revision, (n * 31 % 10) switch { < 6 => Position.Support, < 8 => Position.NoObjection, _ => Position.Abstain },
        n % 2 == 0 ? "We run this in two regions already and measured **no** delay. " + Paragraph : null);

    private static void Object(List<Domain.IEvent> history, int by, int author, int revision, int number)
    {
        var id = $"OBJ-{number}";
        history.Add(new ObjectionRaised(Person(by), At(history), id, revision, Paragraph, Paragraph, "One sentence more."));
        history.Add(new ObjectionAnswered(Person(author), At(history), id, Paragraph));
        history.Add(new ObjectionWithdrawn(Person(by), At(history), id, null));
    }

    private static DateTimeOffset At(List<Domain.IEvent> history) => history[^1].At.AddMinutes(1);

    private static ProposalText Text(int n) => new(Paragraphs(n, 3), Paragraphs(n, 6), Paragraphs(n, 2), Paragraphs(n, 1), Paragraphs(n, 2), Paragraphs(n, 1));

    private static string Paragraphs(int n, int count) => string.Join("\n\n", Enumerable.Range(n, count).Select(i => $"{Paragraph} Stage {i}."));
}
