using System.Collections.Immutable;
using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using CsCheck;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class RemindersTests
{
    [Fact]
    public void Who_is_silent_in_last_call_is_reminded_seven_two_and_one_day_before_its_end()
    {
        var story = Story.InLastCall(Contoso, Fabrikam);
        Of(story, ReminderKind.PositionMissing).ShouldBeEmpty();
        Reminders.Next(story.State!, story.Roll, Rules, story.Now).ShouldBe(story.State!.LastCall!.Ends - TimeSpan.FromDays(7));

        story.After(7);
        Steps(story, ReminderKind.PositionMissing).ShouldBe([(Litware, 0), (Northwind, 0), (Tailspin, 0), (Wingtip, 0)]);
        story.Position(Northwind, Position.Abstain).After(5);
        Steps(story, ReminderKind.PositionMissing).ShouldBe([(Litware, 1), (Tailspin, 1), (Wingtip, 1)]);
        story.After(1);
        Steps(story, ReminderKind.PositionMissing).ShouldBe([(Litware, 2), (Tailspin, 2), (Wingtip, 2)]);
        Of(story, ReminderKind.PositionMissing).ShouldAllBe(r => r.Role == Roles.Representative && r.Deadline == story.State!.LastCall!.Ends);
    }

    [Fact]
    public void A_long_sleep_leads_to_the_newest_reminder_alone()
    {
        var story = Story.InLastCall(Contoso).Asleep(13.5);
        Of(story, ReminderKind.PositionMissing).Where(r => r.Company == Wingtip).ShouldHaveSingleItem().Step.ShouldBe(2);
    }

    [Fact]
    public void A_hold_moves_the_reminders_with_the_end()
    {
        var story = Story.InLastCall(Contoso).After(7);
        var before = Of(story, ReminderKind.PositionMissing)[0].Matter;
        story.Do(Wingtip, new HoldLastCall(TimeSpan.FromDays(5), "We need a week."));
        Of(story, ReminderKind.PositionMissing).ShouldBeEmpty();
        Of(story.After(5), ReminderKind.PositionMissing)[0].Matter.ShouldNotBe(before);
    }

    [Fact]
    public void Nobody_is_reminded_of_an_open_proposal_that_has_no_end() => For(Story.Opened().After(30)).ShouldBeEmpty();

    [Fact]
    public void A_substantive_revision_reminds_those_whose_position_became_stale_and_nobody_else()
    {
        var story = Story.Opened().Position(Northwind, Position.Support).Position(Tailspin, Position.Recuse).Do(Contoso, new ReviseProposal(RevisionKind.Editorial, Written, "Commas."));
        For(story).ShouldBeEmpty();
        story.Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "Four stages."));
        var reminder = For(story).ShouldHaveSingleItem();
        (reminder.Kind, reminder.Company, reminder.Target).ShouldBe((ReminderKind.PositionStale, Northwind, "revision 3"));
        For(story.Position(Northwind, Position.Support)).ShouldBeEmpty();
    }

    [Fact]
    public void An_unanswered_objection_reminds_the_authors_after_three_days_and_every_week()
    {
        var story = Story.Opened().Object(Litware).After(2.9);
        For(story).ShouldBeEmpty();
        Steps(story.After(0.2), ReminderKind.ObjectionUnanswered).ShouldBe([(Contoso, 0)]);
        Of(story, ReminderKind.ObjectionUnanswered)[0].Role.ShouldBe(Roles.Engineer);
        Steps(story.After(7), ReminderKind.ObjectionUnanswered).ShouldBe([(Contoso, 1)]);
        Steps(story.Asleep(21), ReminderKind.ObjectionUnanswered).ShouldBe([(Contoso, 4)]);
        story.Do(Contoso, new AnswerObjection("OBJ-1", "It is staged."));
        Of(story, ReminderKind.ObjectionUnanswered).ShouldBeEmpty();
        Steps(story.After(3.1), ReminderKind.AnswerToWeigh).ShouldBe([(Litware, 0)]);
        For(story.Do(Litware, new WithdrawObjection("OBJ-1"))).ShouldBeEmpty();
    }

    [Fact]
    public void A_sustain_poll_reminds_who_has_not_voted()
    {
        var story = Story.Opened().Object(Litware).Do(Contoso, new AnswerObjection("OBJ-1", "It is staged.")).After(14.1)
            .Do(Litware, new EscalateObjection("OBJ-1")).Do(Northwind, new SustainObjection("OBJ-1", true));
        Companies(story, ReminderKind.SustainPoll).ShouldBe([Contoso, Fabrikam, Litware, Tailspin, Wingtip]);
    }

    [Fact]
    public void A_vote_on_a_recusal_reminds_voters_and_the_one_who_may_reply()
    {
        var story = Story.Opened().Do(Northwind, new ChallengeRecusal(Tailspin, "It sells the fix.")).Do(Fabrikam, new VoteOnRecusal("REC-1", true));
        Companies(story, ReminderKind.RecusalVote).ShouldBe([Contoso, Litware, Northwind, Wingtip]);
        Companies(story, ReminderKind.RecusalReply).ShouldBe([Tailspin]);
        story.Do(Tailspin, new ReplyToChallenge("REC-1", "We do not."));
        Companies(story, ReminderKind.RecusalReply).ShouldBeEmpty();
    }

    [Fact]
    public void The_seats_of_a_panel_are_reminded_of_the_answer_to_an_appeal()
    {
        var story = Story.Agreed().Do(Tailspin, new FileAppeal(["It was not heard."]))
            .Do(Wingtip, new AppointPanel(Panel.OnAppeal, [Fabrikam, Litware, Northwind])).After(40);
        Steps(story, ReminderKind.AppealAnswer).ShouldBe([(Fabrikam, 0), (Litware, 0), (Northwind, 0)]);
        story.Do(Litware, new WritePanelDecision(Panel.OnAppeal, PanelResult.Dismissed, ["It was heard."]));
        Companies(story, ReminderKind.AppealAnswer).ShouldBe([Fabrikam, Northwind]);
    }

    [Fact]
    public void A_publication_reminds_moderators_of_companies_unrelated_to_the_authors_and_the_first_approval()
    {
        var story = Story.Agreed();
        For(story).ShouldBeEmpty();
        story.Do(Wingtip, new ApprovePublication(OutcomeKind.Decision, "O-12")).With(RollOf(Entry(Wingtip, group: "wind"), Entry(Northwind, group: "wind")));
        Companies(story, ReminderKind.SecondApproval).ShouldBe([Fabrikam, Litware, Tailspin]);
        Of(story, ReminderKind.SecondApproval).ShouldAllBe(r => r.Role == Roles.Moderator);
    }

    [Fact]
    public void Affiliates_are_each_reminded_until_one_of_them_spoke()
    {
        var story = Story.InLastCall(Contoso).After(8).With(RollOf(Entry(Wingtip, group: "wind"), Entry(Northwind, group: "wind")));
        Companies(story, ReminderKind.PositionMissing).ShouldBe([Fabrikam, Litware, Northwind, Tailspin, Wingtip]);
        Companies(story.Position(Wingtip, Position.Support), ReminderKind.PositionMissing).ShouldBe([Fabrikam, Litware, Tailspin]);
    }

    [Fact]
    public void Nobody_recused_suspended_settled_or_powerless_is_ever_reminded() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var history = History.Generate(seed, 100);
            foreach (var q in history.Questions.Where((_, i) => i % 5 == 0))
            {
                var state = history.States[q.EventsBefore]!;
                foreach (var reminder in Reminders.For(state, q.Roll, Rules, q.Now))
                {
                    q.Roll.Find(reminder.Company)!.Status.ShouldBe(MemberStatus.Admitted);
                    Electorate.IsRecused(state, reminder.Company, q.Roll).ShouldBeFalse();
                    state.Status.ShouldNotBeOneOf(ProposalStatus.Draft, ProposalStatus.Withdrawn, ProposalStatus.Published, ProposalStatus.NotAgreed, ProposalStatus.Postponed);
                    Electorate.Reads(state.Audience, reminder.Company).ShouldBeTrue();
                    if (reminder.Kind is ReminderKind.PositionMissing or ReminderKind.PositionStale)
                        Electorate.Of(state, q.Roll).Silent.ShouldContain(reminder.Company);
                    reminder.DueAt.ShouldBeLessThanOrEqualTo(q.Now);
                    ProposalCommands.Possible(state, new Actor(new("x"), reminder.Company, reminder.Role), q.Now, q.Roll, Rules)
                        .ShouldContain(p => p.Refusal == null && p.Command == Asked(reminder.Kind, state));
                }

                Reminders.Next(state, q.Roll, Rules, q.Now)?.ShouldBeGreaterThan(q.Now);
            }
        },
        iter: 40,
        threads: 2);

    [Fact]
    public void Permuting_companies_permutes_reminders_and_changes_nothing_else() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Shuffle(Examples.Companies.ToArray())).Sample(
            (seed, image) =>
            {
                var history = History.Generate(seed, 80);
                var permutation = new Permutation(image, Examples.Companies);
                foreach (var q in history.Questions.Where((_, i) => i % 7 == 0))
                {
                    var state = history.States[q.EventsBefore]!;
                    var permuted = History.Fold(history.Events.Take(q.EventsBefore).Select(permutation.Of))[^1]!;
                    Lines(Reminders.For(permuted, permutation.Of(q.Roll), Rules, q.Now))
                        .ShouldBe(Lines(Reminders.For(state, q.Roll, Rules, q.Now).Select(permutation.Of)));
                }
            },
            iter: 30,
            threads: 2);

    private static IEnumerable<string> Lines(IEnumerable<Reminder> reminders) => reminders.Select(r => JsonSerializer.Serialize(r)).Order(StringComparer.Ordinal);

    private static string Asked(ReminderKind kind, Proposal state) => kind switch
    {
        ReminderKind.PositionMissing or ReminderKind.PositionStale => nameof(RecordPosition),
        ReminderKind.ObjectionUnanswered => nameof(AnswerObjection),
        ReminderKind.AnswerToWeigh => nameof(WithdrawObjection),
        ReminderKind.SustainPoll => nameof(SustainObjection),
        ReminderKind.RecusalReply => nameof(ReplyToChallenge),
        ReminderKind.RecusalVote => nameof(VoteOnRecusal),
        ReminderKind.AppealAnswer => state.Panels[Panel.OnAppeal].Written is null ? nameof(WritePanelDecision) : nameof(ConfirmPanelDecision),
        ReminderKind.SecondApproval => nameof(ApprovePublication),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static ImmutableList<Reminder> For(Story story) => Reminders.For(story.State!, story.Roll, Rules, story.Now);

    private static List<Reminder> Of(Story story, ReminderKind kind) => [.. For(story).Where(r => r.Kind == kind)];

    private static List<(MemberId, int)> Steps(Story story, ReminderKind kind) => [.. Of(story, kind).Select(r => (r.Company, r.Step))];

    private static List<MemberId> Companies(Story story, ReminderKind kind) => [.. Of(story, kind).Select(r => r.Company)];
}
