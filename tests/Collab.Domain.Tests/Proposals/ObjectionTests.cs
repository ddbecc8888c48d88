using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class ObjectionTests
{
    private static Story Raised() => Story.Opened().Object(Litware);

    private static Story Answered() => Raised().Do(Contoso, new AnswerObjection("OBJ-1", "It is staged."));

    private static Story Escalated() => Answered().After(14).Do(Litware, new EscalateObjection("OBJ-1"));

    private static Story Sustained() => Escalated().Do(Litware, new SustainObjection("OBJ-1", true)).Do(Wingtip, new SustainObjection("OBJ-1", true)).After(7);

    private static ObjectionState StateOf(Story story) => story.State!.FindObjection("OBJ-1")!.State;

    [Fact]
    public void An_author_answers()
    {
        Raised().Try(Engineer(Contoso), new AnswerObjection("OBJ-1", "It is staged.")).ShouldAccept(new ObjectionAnswered(Engineer(Contoso).By, Start, "OBJ-1", "It is staged."));
        Raised().Try(Litware, new AnswerObjection("OBJ-1", "A")).ShouldRefuse("proposal.not_author");
        Raised().Try(Contoso, new AnswerObjection("OBJ-1", "")).ShouldRefuse("text.missing");
        Raised().Try(Contoso, new AnswerObjection("OBJ-2", "A")).ShouldRefuse("proposal.no_such_objection");
        Raised().Do(Litware, new WithdrawObjection("OBJ-1")).Try(Contoso, new AnswerObjection("OBJ-1", "A")).ShouldRefuse("proposal.objection_state");
    }

    [Fact]
    public void Only_the_objecting_company_withdraws_or_calls_it_met()
    {
        StateOf(Raised().Do(Litware, new WithdrawObjection("OBJ-1"))).ShouldBe(ObjectionState.Withdrawn);
        StateOf(Answered().Do(Litware, new AccommodateObjection("OBJ-1", "Thank you."))).ShouldBe(ObjectionState.Accommodated);
        Raised().Do(Litware, new WithdrawObjection("OBJ-1")).Try(Litware, new WithdrawObjection("OBJ-1")).ShouldAccept();
        Raised().Do(Litware, new WithdrawObjection("OBJ-1")).Try(Litware, new AccommodateObjection("OBJ-1")).ShouldRefuse("proposal.objection_state");
        foreach (var company in Companies.Remove(Litware))
        {
            Answered().Try(company, new WithdrawObjection("OBJ-1")).ShouldRefuse("proposal.not_objector");
            Answered().Try(company, new AccommodateObjection("OBJ-1")).ShouldRefuse("proposal.not_objector");
        }

        Raised().Try(Engineer(Litware), new WithdrawObjection("OBJ-1")).ShouldRefuse("actor.not_representative");
    }

    [Fact]
    public void An_unrelated_moderator_finds_an_answered_objection_addressed()
    {
        Answered().Try(Wingtip, new AddressObjection("OBJ-1", "See the text.")).ShouldAccept(new ObjectionAddressed(Of(Wingtip).By, Start, "OBJ-1", "See the text."));
        Raised().Try(Wingtip, new AddressObjection("OBJ-1", "F")).ShouldRefuse("proposal.objection_unanswered");
        Answered().Try(Contoso, new AddressObjection("OBJ-1", "F")).ShouldRefuse("proposal.own_proposal");
        Answered().Try(Litware, new AddressObjection("OBJ-1", "F")).ShouldRefuse("proposal.own_objection");
        Answered().Try(Engineer(Wingtip), new AddressObjection("OBJ-1", "F")).ShouldRefuse("actor.not_moderator");
        Answered().Try(Wingtip, new AddressObjection("OBJ-1", " ")).ShouldRefuse("text.missing");
        Answered().Do(Litware, new WithdrawObjection("OBJ-1")).Try(Wingtip, new AddressObjection("OBJ-1", "F")).ShouldRefuse("proposal.objection_state").Sentence.ShouldContain("Withdrawn");
    }

    [Fact]
    public void The_objecting_company_may_still_withdraw_what_was_found_addressed() =>
        StateOf(Answered().Do(Wingtip, new AddressObjection("OBJ-1", "F")).Do(Litware, new WithdrawObjection("OBJ-1"))).ShouldBe(ObjectionState.Withdrawn);

    [Fact]
    public void Escalation_waits_fourteen_days_from_the_first_answer()
    {
        Answered().After(13).Do(Contoso, new AnswerObjection("OBJ-1", "Again.")).Try(Litware, new EscalateObjection("OBJ-1"))
            .ShouldRefuse("proposal.escalation_early").Sentence.ShouldBe("Objection OBJ-1 can be escalated from Mon 16 Nov 09:00 UTC, 14 days after it was answered.");
        var due = Answered().After(14);
        due.Try(Litware, new EscalateObjection("OBJ-1")).ShouldAccept(new ObjectionEscalated(Of(Litware).By, due.Now, "OBJ-1", due.Now.AddDays(7)));
        due.Try(Engineer(Tailspin), new EscalateObjection("OBJ-1")).ShouldRefuse("proposal.not_party");
        Raised().After(30).Try(Litware, new EscalateObjection("OBJ-1")).ShouldRefuse("proposal.objection_state");
    }

    [Fact]
    public void Eligible_companies_say_whether_they_sustain_it_once_each()
    {
        var poll = Escalated();
        poll.Try(Wingtip, new SustainObjection("OBJ-1", true)).ShouldAccept(new SustainVoted(Of(Wingtip).By, poll.Now, "OBJ-1", true));
        poll.Do(Wingtip, new SustainObjection("OBJ-1", true)).Try(Wingtip, new SustainObjection("OBJ-1", true)).ShouldAccept();
        poll.Try(Engineer(Wingtip), new SustainObjection("OBJ-1", true)).ShouldRefuse("actor.not_representative");
        poll.With(RollOf(Entry(Tailspin, group: "g"), Entry(Wingtip, group: "g"))).Try(Tailspin, new SustainObjection("OBJ-1", true)).ShouldRefuse("proposal.affiliate_spoke");
        Escalated().Asleep(7).Try(Wingtip, new SustainObjection("OBJ-1", true)).ShouldRefuse("proposal.poll_over");
        Answered().Try(Wingtip, new SustainObjection("OBJ-1", true)).ShouldRefuse("proposal.no_poll");
    }

    [Fact]
    public void Under_a_third_sustaining_overrules_it()
    {
        var story = Escalated().Do(Litware, new SustainObjection("OBJ-1", true)).Do(Wingtip, new SustainObjection("OBJ-1", false)).After(7);
        story.Events.OfType<SustainPollEnded>().ShouldHaveSingleItem().ShouldBe(new(By.System, story.Now, "OBJ-1", 1, 6, true));
        StateOf(story).ShouldBe(ObjectionState.Overruled);
    }

    [Fact]
    public void A_third_sustaining_brings_it_before_a_panel()
    {
        StateOf(Sustained()).ShouldBe(ObjectionState.Sustained);
        Sustained().Try(Northwind, new AddressObjection("OBJ-1", "F")).ShouldRefuse("proposal.objection_state");
    }

    [Fact]
    public void The_panel_overrules_or_upholds_it_by_the_majority_of_its_seats()
    {
        var seated = Sustained().Do(Northwind, new AppointPanel("OBJ-1", [Fabrikam, Northwind, Tailspin]));
        seated.Try(Tailspin, new ConfirmPanelDecision("OBJ-1")).ShouldRefuse("proposal.nothing_written");
        seated.Do(Fabrikam, new WritePanelDecision("OBJ-1", PanelResult.Upheld, ["It does break them."], "One seat would dismiss."));
        StateOf(seated).ShouldBe(ObjectionState.Sustained);
        seated.Try(Fabrikam, new ConfirmPanelDecision("OBJ-1")).ShouldAccept();
        StateOf(seated.Do(Tailspin, new ConfirmPanelDecision("OBJ-1"))).ShouldBe(ObjectionState.Upheld);
        seated.Try(Contoso, new OpenLastCall(Disposition.Agree, "S")).ShouldRefuse("proposal.objection_upheld");
        seated.Try(Contoso, new OpenLastCall(Disposition.Reject, "S")).ShouldAcceptWith<LastCallOpened>();

        var dismissed = Sustained().Do(Northwind, new AppointPanel("OBJ-1", [Fabrikam, Northwind, Tailspin]))
            .Do(Fabrikam, new WritePanelDecision("OBJ-1", PanelResult.Dismissed, ["It does not."])).Do(Tailspin, new ConfirmPanelDecision("OBJ-1"));
        StateOf(dismissed).ShouldBe(ObjectionState.Overruled);
    }

    [Fact]
    public void A_withdrawn_objection_dismisses_its_panel()
    {
        var story = Sustained().Do(Northwind, new AppointPanel("OBJ-1", [Fabrikam, Northwind, Tailspin])).Do(Litware, new WithdrawObjection("OBJ-1"));
        story.Try(Fabrikam, new WritePanelDecision("OBJ-1", PanelResult.Upheld, ["R"])).ShouldRefuse("proposal.no_panel");
    }
}
