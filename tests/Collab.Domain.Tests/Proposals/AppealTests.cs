using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class AppealTests
{
    private static readonly FileAppeal Appeal = new(["The tally was wrong.", "We were not heard."]);

    private static Story Appealed() => Story.Agreed().Do(Litware, Appeal);

    private static Story Seated() => Appealed().Do(Wingtip, new AppointPanel(Panel.OnAppeal, [Fabrikam, Northwind, Tailspin]));

    private static WritePanelDecision Writes(PanelResult result) => new(Panel.OnAppeal, result, ["It was right.", "You were."]);

    [Fact]
    public void Any_member_appeals_within_sixty_days_with_grounds()
    {
        var story = Story.Agreed();
        story.Try(Litware, Appeal).ShouldAcceptWith<AppealFiled>().AnswerBy.ShouldBe(story.Now.AddDays(45));
        story.Try(Engineer(Litware), Appeal).ShouldRefuse("actor.not_representative");
        story.Try(Litware, new FileAppeal([])).ShouldRefuse("proposal.grounds");
        story.Try(Litware, new FileAppeal([" "])).ShouldRefuse("text.missing");
        story.After(60).Try(Litware, Appeal).ShouldRefuse("proposal.appeal_window").Sentence.ShouldContain("60 days after the decision");
        Story.Tallied().Try(Litware, Appeal).ShouldRefuse("proposal.wrong_status");
        Appealed().Try(Wingtip, Appeal).ShouldRefuse("proposal.wrong_status");
        Story.Published().Do(Litware, Appeal).State!.Status.ShouldBe(ProposalStatus.UnderAppeal);
    }

    [Fact]
    public void A_late_answer_is_noted_once_for_all_members()
    {
        var story = Appealed();
        story.Try(Actor.System, new NoteLateAppeal()).ShouldAccept();
        story.After(45).Events.OfType<AppealLate>().ShouldHaveSingleItem();
        story.Try(Actor.System, new NoteLateAppeal()).ShouldAccept();
        story.State!.DueAt.ShouldBeNull();
        story.Try(Wingtip, new NoteLateAppeal()).ShouldRefuse("actor.not_system");
    }

    [Fact]
    public void The_panel_has_three_or_five_unrelated_companies()
    {
        var story = Appealed();
        AppointPanel Of(params ImmutableSortedSet<MemberId> seats) => new(Panel.OnAppeal, seats);
        story.Try(Wingtip, Of(Fabrikam, Northwind)).ShouldRefuse("proposal.panel_size");
        story.Try(Wingtip, Of(Fabrikam, Northwind, Contoso)).ShouldRefuse("proposal.panel_related").Sentence.ShouldContain("Contoso");
        story.Try(Wingtip, Of(Fabrikam, Northwind, Litware)).ShouldRefuse("proposal.panel_related");
        story.Try(Wingtip, Of(Fabrikam, Northwind, new MemberId("acme"))).ShouldRefuse("proposal.panel_seat");
        story.Try(Contoso, Of(Fabrikam, Northwind, Tailspin)).ShouldRefuse("proposal.own_proposal");
        story.Try(Litware, Of(Fabrikam, Northwind, Tailspin)).ShouldRefuse("proposal.own_matter");
        story.Try(Engineer(Wingtip), Of(Fabrikam, Northwind, Tailspin)).ShouldRefuse("actor.not_moderator");
        story.Try(Wingtip, new AppointPanel("OBJ-1", [Fabrikam, Northwind, Tailspin])).ShouldRefuse("proposal.no_such_matter");
        Seated().Try(Wingtip, Of(Fabrikam, Northwind, Wingtip)).ShouldRefuse("proposal.panel_appointed");
        story.With(RollOf(Entry(Northwind, group: "g"), Entry(Tailspin, group: "g"))).Try(Wingtip, Of(Fabrikam, Northwind, Tailspin)).ShouldRefuse("proposal.panel_related");
    }

    [Fact]
    public void A_panel_that_lost_a_company_is_replaced() =>
        Seated().With(RollOf(Entry(Fabrikam, MemberStatus.Suspended))).Do(Wingtip, new AppointPanel(Panel.OnAppeal, [Wingtip, Northwind, Tailspin]))
            .State!.Panels[Panel.OnAppeal].Seats.ShouldBe([Northwind, Tailspin, Wingtip]);

    [Fact]
    public void Only_seats_write_and_confirm_and_each_argument_is_answered()
    {
        Seated().Try(Wingtip, Writes(PanelResult.Upheld)).ShouldRefuse("proposal.not_on_panel");
        Seated().Try(Engineer(Northwind), Writes(PanelResult.Upheld)).ShouldRefuse("actor.not_representative");
        Seated().Try(Northwind, Writes(PanelResult.Upheld) with { Reasons = ["One."] }).ShouldRefuse("proposal.reasons_per_ground").Sentence.ShouldContain("2 reasons");
        Seated().Try(Northwind, Writes((PanelResult)7)).ShouldRefuse("proposal.no_such_result");
        Appealed().Try(Northwind, Writes(PanelResult.Upheld)).ShouldRefuse("proposal.no_panel");
        Seated().Try(Wingtip, new ConfirmPanelDecision(Panel.OnAppeal)).ShouldRefuse("proposal.not_on_panel");
    }

    [Fact]
    public void A_dismissed_appeal_leaves_the_state_before() =>
        Seated().Do(Northwind, Writes(PanelResult.Dismissed)).Do(Tailspin, new ConfirmPanelDecision(Panel.OnAppeal)).State!.Status.ShouldBe(ProposalStatus.Agreed);

    [Fact]
    public void An_upheld_appeal_opens_the_proposal_again_and_it_is_published_anew_under_its_number()
    {
        var story = Story.Published().Do(Litware, Appeal).Do(Wingtip, new AppointPanel(Panel.OnAppeal, [Fabrikam, Northwind, Tailspin]))
            .Do(Northwind, Writes(PanelResult.Upheld)).Do(Tailspin, new ConfirmPanelDecision(Panel.OnAppeal));
        story.State!.ShouldSatisfyAllConditions(s => s.Status.ShouldBe(ProposalStatus.Open), s => s.Outcome.ShouldBeNull(), s => s.Tally.ShouldBeNull());
        story.Do(Contoso, new OpenLastCall(Disposition.Agree, "S")).After(14).Do(Wingtip, new RecordOutcome(OutcomeResult.Agreed, "R"))
            .Do(Wingtip, new ApprovePublication(OutcomeKind.Decision, "O-99")).Do(Northwind, new ApprovePublication(OutcomeKind.Decision, "O-99"));
        (story.State!.Publication!.Number, story.State.Publication.Version).ShouldBe(("O-12", 2));
    }

    [Fact]
    public void Writing_anew_starts_the_confirmation_over() =>
        Seated().Do(Northwind, Writes(PanelResult.Dismissed)).Do(Fabrikam, Writes(PanelResult.Upheld)).State!.Panels[Panel.OnAppeal].ConfirmedBy.ShouldBe([Fabrikam]);

    [Fact]
    public void A_seat_that_may_not_sit_any_more_does_not_confirm_and_affiliates_confirm_once()
    {
        Story Decided(MemberRoll roll) => Seated().Do(Northwind, Writes(PanelResult.Dismissed)).With(roll).Do(Tailspin, new ConfirmPanelDecision(Panel.OnAppeal));
        Decided(RollOf(Entry(Northwind, MemberStatus.Suspended))).State!.Status.ShouldBe(ProposalStatus.UnderAppeal);
        var affiliated = Decided(RollOf(Entry(Northwind, group: "g"), Entry(Tailspin, group: "g")));
        affiliated.State!.Status.ShouldBe(ProposalStatus.UnderAppeal);
        affiliated.Do(Wingtip, new AppointPanel(Panel.OnAppeal, [Fabrikam, Northwind, Wingtip])).State!.Panels[Panel.OnAppeal].ConfirmedBy.ShouldBeEmpty();
        Decided(Roll).State!.Status.ShouldBe(ProposalStatus.Agreed);
    }
}
