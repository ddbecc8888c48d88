using System.Text.Json;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using CsCheck;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Incidents.Room;

namespace Collab.Domain.Tests.Incidents;

/// <summary>What holds for every history that the commands can lead to.</summary>
public sealed class HistoryTests
{
    private static readonly Actor[] Actors = [Fay, Finn, Lab, Cleo, Carl, Nia, Guest];
    private static readonly string[] Names = [.. Commands.Keys];
    private static readonly IIncidentEvent[][] Starts = [Notice, Preliminary, Complete, Final, ReleaseRequested, Embargoed];

    private static readonly Gen<IReadOnlyList<IEvent>> Histories =
        Gen.Select(Gen.Int[0, Starts.Length - 1], Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, Actors.Length - 1], Gen.Int[0, 72]).Array[0, 40], (start, steps) =>
        {
            List<IEvent> events = [.. Starts[start]];
            var report = events.Report();
            var now = Now;
            foreach (var (command, actor, hours) in steps)
            {
                now = now.AddHours(hours / 12.0);
                if (Commands[Names[command]](report, Actors[actor], now) is not Decision.Accepted accepted)
                    continue;
                foreach (var e in accepted.Events)
                {
                    events.Add(e);
                    report = IncidentReport.Evolve(report, Id, e);
                }
            }

            return (IReadOnlyList<IEvent>)events;
        });

    [Fact]
    public void Who_is_not_a_recipient_gets_the_same_nothing_for_every_command() =>
        Histories.Sample(events =>
        {
            var report = events.Report();
            foreach (var (name, command) in Commands)
            {
                command(report, Tom, Now).ShouldBe(new Decision.Refused(Refusal.NotFound), name);
                command(null, Tom, Now).ShouldBe(new Decision.Refused(Refusal.NotFound), name);
            }

            IncidentCommands.Possible(report, Tom, Roll, Now).ShouldAllBe(p => p.Refusal == Refusal.NotFound);
        });

    [Fact]
    public void A_stored_state_goes_on_as_if_it_had_never_been_stored() =>
        Histories.Sample(
            events =>
            {
                IncidentReport? stored = null, folded = null;
                foreach (var e in events)
                {
                    stored = JsonSerializer.Deserialize<IncidentReport>(JsonSerializer.Serialize(IncidentReport.Evolve(stored, Id, e)));
                    folded = IncidentReport.Evolve(folded, Id, e);
                    JsonSerializer.Serialize(stored).ShouldBe(JsonSerializer.Serialize(folded));
                }
            },
            iter: 50);

    [Fact]
    public void Events_survive_being_stored() =>
        Histories.Sample(
            events =>
            {
                foreach (var e in events)
                {
                    var json = JsonSerializer.Serialize(e, e.GetType());
                    JsonSerializer.Serialize(JsonSerializer.Deserialize(json, e.GetType()), e.GetType()).ShouldBe(json);
                }
            },
            iter: 50);

    [Fact]
    public void A_final_report_never_lacks_a_section_and_its_versions_count_up() =>
        Histories.Sample(events =>
        {
            var report = events.Report();
            if (report.Status is ReportStatus.Final or ReportStatus.PublicSummary)
                Enum.GetValues<Section>().ShouldAllBe(s => report.Has(s));
            report.Revisions.Select(r => r.Number).ShouldBe(Enumerable.Range(1, report.Version));
        });

    [Fact]
    public void Nobody_but_the_source_ever_widens_the_audience() =>
        Histories.Sample(events =>
        {
            var report = events.Take(1).Report();
            foreach (var e in events.Skip(1))
            {
                var next = IncidentReport.Evolve(report, Id, e);
                if (e.By.Company != Fabrikam && e is not (InvitationAccepted or EmbargoEnded))
                    next.Audience.ShouldBe(report.Audience);
                report = next;
            }
        });

    [Fact]
    public void The_earliest_proposed_end_wins_whoever_proposes_and_in_whatever_order() =>
        Gen.Select(Gen.Int[1, 1_000], Gen.Int[1, 1_000], Gen.Int[1, 1_000], (a, b, c) => (a, b, c)).Sample(ends =>
        {
            DateTimeOffset In(int hours) => Now.AddHours(hours);
            var report = Shared.Report(
                new EmbargoProposed(Finn.By, Now, In(ends.a)), new EmbargoProposed(Carl.By, Now, In(ends.b)), new EmbargoProposed(Nia.By, Now, In(ends.c)));
            var earliest = In(Math.Min(ends.a, Math.Min(ends.b, ends.c)));
            foreach (var end in (DateTimeOffset[])[In(ends.a), In(ends.b), In(ends.c)])
            {
                foreach (var actor in (Actor[])[Finn, Carl, Nia])
                {
                    if (new AcceptEmbargo(end).Decide(report, actor, Roll, Now) is Decision.Accepted accepted)
                        accepted.Events.OfType<EmbargoActivated>().ShouldHaveSingleItem().End.ShouldBe(earliest);
                }
            }

            report.Embargo.Offer(Now).ShouldBe(earliest);
        });

    [Fact]
    public void Swapping_two_recipients_changes_nothing_else()
    {
        var asked = new AskQuestion(QuestionKind.Dispute, "x");
        var carl = new Actor(new("x"), Contoso, Roles.Engineer);
        var nia = new Actor(new("x"), Northwind, Roles.Engineer);
        var first = asked.Decide(UnderReview.Report(), carl, Roll, Now).ShouldAcceptWith<QuestionAsked>();
        var second = asked.Decide(UnderReview.Report(), nia, Roll, Now).ShouldAcceptWith<QuestionAsked>();
        (first with { By = nia.By }).ShouldBe(second);
    }

    [Fact]
    public void An_event_that_cannot_follow_is_a_bug_and_says_so()
    {
        Should.Throw<InvalidOperationException>(() => IncidentReport.Evolve(null, Id, Shared[^1]));
        Should.Throw<InvalidOperationException>(() => IncidentReport.Evolve(Shared.Report(), Id, Opened));
    }

    [Fact]
    public void Edits_of_a_correction_survive_the_api()
    {
        CorrectReport correct = new("Typing error.", [new EditSection(Section.Prevention, "Tests."), new RemoveEntry(Section.Contacts, 1)]);
        var again = JsonSerializer.Deserialize<CorrectReport>(JsonSerializer.Serialize(correct)).ShouldNotBeNull();
        again.Edits.ShouldBe(correct.Edits);
    }
}
