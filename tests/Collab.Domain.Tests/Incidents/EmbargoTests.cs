using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Incidents.Room;

namespace Collab.Domain.Tests.Incidents;

/// <summary>The life of an embargo.</summary>
public sealed class EmbargoTests
{
    private static readonly EmbargoProposed Proposed = new(Finn.By, Now, In7);
    private static readonly EmbargoEnded Ended = new(Domain.By.System, In7, EmbargoEnding.EndReached, null);

    private static IncidentReport Given(params IEvent[] more) => Shared.Report(more);

    private static IncidentReport Running(params IEvent[] more) => Embargoed.Report(more);

    [Fact]
    public void A_release_officer_of_any_recipient_proposes_one_instant_that_is_ahead()
    {
        new ProposeEmbargo(In7.ToOffset(TimeSpan.FromHours(2))).Decide(Given(), Finn, Roll, Now).ShouldAcceptWith<EmbargoProposed>().End.Offset.ShouldBe(TimeSpan.Zero);
        new ProposeEmbargo(In7).Decide(Given(), Nia, Roll, Now).ShouldAcceptWith<EmbargoProposed>();
        new ProposeEmbargo(In7).Decide(Given(), Cleo, Roll, Now).ShouldRefuse("incident.not_release_officer");
        new ProposeEmbargo(Now).Decide(Given(), Finn, Roll, Now).ShouldRefuse("embargo.end_passed");
        new ProposeEmbargo(In7).Decide(Given(Proposed), Finn, Roll, Now).ShouldAccept();
        new ProposeEmbargo(In7).Decide(Running(), Finn, Roll, Now).ShouldRefuse("embargo.runs");
        new ProposeEmbargo(In7).Decide(Running(Ended), Finn, Roll, Now).ShouldRefuse("embargo.exited");
        new ProposeEmbargo(In7).Decide(Public.Report(), Finn, Roll, Now).ShouldRefuse("embargo.public");
        new ProposeEmbargo(In7).Decide(Retracted.Report(), Finn, Roll, Now).ShouldRefuse("incident.retracted");
    }

    [Fact]
    public void It_runs_once_an_unrelated_company_accepts()
    {
        var accept = new AcceptEmbargo(In7);
        accept.Decide(Given(Proposed), Carl, Roll, Now).ShouldAccept(new EmbargoAccepted(Carl.By, Now, In7), new EmbargoActivated(Carl.By, Now, In7));
        accept.Decide(Given(Proposed), Finn, Roll, Now).ShouldRefuse("embargo.own_proposal");
        accept.Decide(Given(Proposed), Lab, Roll, Now).ShouldRefuse("embargo.own_proposal");
        accept.Decide(Given(Proposed), Cleo, Roll, Now).ShouldRefuse("incident.not_release_officer");
        accept.Decide(Given(), Carl, Roll, Now).ShouldRefuse("embargo.nothing_proposed");
        accept.Decide(Running(Ended), Carl, Roll, Now).ShouldRefuse("embargo.exited");
        new AcceptEmbargo(Now).Decide(Given(Proposed), Carl, Roll, Now).ShouldRefuse("embargo.end_passed");
        Running().Embargo.Status.ShouldBe(EmbargoStatus.Active);
        Running().Embargo.Bound.ShouldBe([Contoso, Fabrikam]);
        Running().DueAt.ShouldBe(In7);
    }

    [Fact]
    public void Of_several_proposed_ends_the_earliest_wins()
    {
        var two = Given(Proposed, new EmbargoProposed(Nia.By, Now, In5));
        new AcceptEmbargo(In7).Decide(two, Carl, Roll, Now).ShouldRefuse("embargo.other_end");
        new AcceptEmbargo(In5).Decide(two, Finn, Roll, Now).ShouldAcceptWith<EmbargoActivated>().End.ShouldBe(In5);
        two.Embargo.Offer(In5).ShouldBe(In7, "an end that is past cannot be accepted any more");
    }

    [Fact]
    public void Others_join_the_end_that_holds_and_nobody_twice()
    {
        new AcceptEmbargo(In7).Decide(Running(), Nia, Roll, Now).ShouldAccept(new EmbargoAccepted(Nia.By, Now, In7));
        new AcceptEmbargo(In7).Decide(Running(), Carl, Roll, Now).ShouldAccept();
    }

    [Fact]
    public void An_earlier_end_holds_once_one_unrelated_company_accepts()
    {
        var revised = Running(new EmbargoRevisionProposed(Finn.By, Now, In5));
        revised.Embargo.Status.ShouldBe(EmbargoStatus.Revise);
        revised.DueAt.ShouldBe(In7);
        new AcceptEmbargo(In5).Decide(revised, Nia, Roll, Now).ShouldAcceptWith<EmbargoActivated>().End.ShouldBe(In5);
        new AcceptEmbargo(In5).Decide(revised, Finn, Roll, Now).ShouldRefuse("embargo.own_proposal");
    }

    [Fact]
    public void A_later_end_holds_once_every_bound_company_accepts()
    {
        EmbargoAccepted nia = new(Nia.By, Now, In7);
        EmbargoRevisionProposed later = new(Finn.By, Now, In9);
        new AcceptEmbargo(In9).Decide(Running(nia, later), Carl, Roll, Now).ShouldAccept(new EmbargoAccepted(Carl.By, Now, In9));
        new AcceptEmbargo(In9).Decide(Running(nia, later, new EmbargoAccepted(Carl.By, Now, In9)), Carl, Roll, Now).ShouldAccept();
        new AcceptEmbargo(In9).Decide(Running(nia, later, new EmbargoAccepted(Carl.By, Now, In9)), Nia, Roll, Now)
            .ShouldAccept(new EmbargoAccepted(Nia.By, Now, In9), new EmbargoActivated(Nia.By, Now, In9));
        var all = Running(nia, later, new EmbargoAccepted(Carl.By, Now, In9), new EmbargoAccepted(Nia.By, Now, In9), new EmbargoActivated(Nia.By, Now, In9));
        all.DueAt.ShouldBe(In9);
        all.Embargo.Status.ShouldBe(EmbargoStatus.Active);
    }

    [Fact]
    public void A_revision_names_what_is_wrong()
    {
        new ReviseEmbargo(In9).Decide(Running(), Carl, Roll, Now).ShouldAccept(new EmbargoRevisionProposed(Carl.By, Now, In9));
        new ReviseEmbargo(In7).Decide(Running(), Carl, Roll, Now).ShouldRefuse("embargo.same_end");
        new ReviseEmbargo(Now).Decide(Running(), Carl, Roll, Now).ShouldRefuse("embargo.end_passed");
        new ReviseEmbargo(In9).Decide(Given(Proposed), Carl, Roll, Now).ShouldRefuse("embargo.not_running");
        new ReviseEmbargo(In9).Decide(Running(Ended), Carl, Roll, Now).ShouldRefuse("embargo.exited");
        new ReviseEmbargo(In9).Decide(Running(), Cleo, Roll, Now).ShouldRefuse("incident.not_release_officer");
    }

    [Fact]
    public void A_proposal_is_taken_back_by_its_company_and_turned_down_by_the_source()
    {
        new WithdrawEmbargoProposal().Decide(Given(Proposed), Finn, Roll, Now).ShouldAccept(new EmbargoProposalWithdrawn(Finn.By, Now));
        new WithdrawEmbargoProposal().Decide(Given(Proposed), Carl, Roll, Now).ShouldAccept();
        new WithdrawEmbargoProposal().Decide(Given(Proposed), Fay, Roll, Now).ShouldRefuse("incident.not_release_officer");
        Given(Proposed, new EmbargoProposalWithdrawn(Finn.By, Now)).Embargo.Status.ShouldBe(EmbargoStatus.None);

        new RejectEmbargo("Too long.").Decide(Given(Proposed), Finn, Roll, Now).ShouldAccept(new EmbargoProposalsRejected(Finn.By, Now, "Too long."));
        new RejectEmbargo("x").Decide(Given(Proposed), Carl, Roll, Now).ShouldRefuse("incident.not_source");
        new RejectEmbargo("x").Decide(Given(Proposed), Fay, Roll, Now).ShouldRefuse("incident.not_release_officer");
        new RejectEmbargo("x").Decide(Given(), Finn, Roll, Now).ShouldRefuse("embargo.nothing_proposed");
        new RejectEmbargo("").Decide(Given(Proposed), Finn, Roll, Now).ShouldRefuse("text.missing");
        new RejectEmbargo("x").Decide(Retracted.Report(), Finn, Roll, Now).ShouldRefuse("incident.retracted");
        Running(new EmbargoRevisionProposed(Carl.By, Now, In9), new EmbargoProposalsRejected(Finn.By, Now, "x")).Embargo.Status.ShouldBe(EmbargoStatus.Active);
    }

    [Fact]
    public void Leaving_is_not_ending()
    {
        new LeaveEmbargo("Customers ask.").Decide(Running(), Carl, Roll, Now).ShouldAccept(new EmbargoLeft(Carl.By, Now, "Customers ask."));
        var left = Running(new EmbargoLeft(Carl.By, Now, "Customers ask."), new EmbargoLeft(Finn.By, Now, "x"));
        left.Embargo.Status.ShouldBe(EmbargoStatus.Active);
        left.DueAt.ShouldBe(In7);
        left.Embargo.Left.ShouldBe([Contoso, Fabrikam]);
        new LeaveEmbargo("x").Decide(left, Carl, Roll, Now).ShouldRefuse("embargo.not_bound");
        new LeaveEmbargo("x").Decide(Running(), Nia, Roll, Now).ShouldRefuse("embargo.not_bound");
        new LeaveEmbargo("").Decide(Running(), Carl, Roll, Now).ShouldRefuse("text.missing");
        new LeaveEmbargo("x").Decide(Given(), Carl, Roll, Now).ShouldRefuse("embargo.not_running");
        new LeaveEmbargo("x").Decide(Running(), Cleo, Roll, Now).ShouldRefuse("incident.not_release_officer");
        new LeaveEmbargo("x").Decide(Running(Ended), Carl, Roll, Now).ShouldRefuse("embargo.exited");
    }

    [Fact]
    public void The_clock_ends_it_at_its_instant_and_once()
    {
        new EndEmbargo().Decide(Running(), Actor.System, Roll, In7.AddTicks(-1)).ShouldAccept();
        new EndEmbargo().Decide(Running(), Actor.System, Roll, In7).ShouldAccept(Ended);
        new EndEmbargo().Decide(Running(Ended), Actor.System, Roll, In9).ShouldAccept();
        new EndEmbargo().Decide(Given(Proposed), Actor.System, Roll, In9).ShouldAccept();
        new EndEmbargo().Decide(null, Actor.System, Roll, In9).ShouldRefuse("not_found");
        Running(Ended).Embargo.Status.ShouldBe(EmbargoStatus.Exited);
        Running(Ended).DueAt.ShouldBeNull();
    }

    [Fact]
    public void It_ends_at_once_when_a_recipient_shows_that_it_is_public()
    {
        new EndEmbargo("https://news.example/1").Decide(Running(), Cleo, Roll, Now)
            .ShouldAccept(new EmbargoEnded(Cleo.By, Now, EmbargoEnding.BecamePublic, "https://news.example/1"));
        new EndEmbargo().Decide(Running(), Cleo, Roll, Now).ShouldRefuse("text.missing");
        new EndEmbargo("not a link").Decide(Running(), Cleo, Roll, Now).ShouldRefuse("text.link");
        new EndEmbargo("https://news.example/1").Decide(Given(), Cleo, Roll, Now).ShouldRefuse("embargo.not_running");
        new EndEmbargo("https://news.example/1").Decide(Running(Ended), Cleo, Roll, Now).ShouldRefuse("embargo.exited");
        new EndEmbargo("https://news.example/1").Decide(Running(), Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        new EndEmbargo("https://news.example/1").Decide(Retracted.Report(), Cleo, Roll, Now).ShouldRefuse("incident.retracted");
    }
}
