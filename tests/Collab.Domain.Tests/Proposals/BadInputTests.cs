using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

/// <summary>What goes wrong in a room, each by name.</summary>
public class BadInputTests
{
    [Fact]
    public void A_position_on_a_superseded_revision_is_told_which_one_to_read()
    {
        var story = Story.Opened().Do(Contoso, new ReviseProposal(RevisionKind.Editorial, Written, "S")).Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "S"));
        foreach (var old in new[] { 1, 2 })
            story.Try(Northwind, new RecordPosition(old, Position.Support)).ShouldRefuse("proposal.revision_superseded").Sentence
                .ShouldBe($"Revision {old} is superseded by revision 3. Read what changed, then record the position on revision 3.");
        story.Try(Northwind, new RecordPosition(4, Position.Support)).ShouldRefuse("proposal.no_such_revision");
        story.Try(Northwind, new RecordPosition(-1, Position.Support)).ShouldRefuse("proposal.no_such_revision");
    }

    /// <summary>Both saw the same version: the store refuses the second. One after the other, the later stands and the history keeps both.</summary>
    [Fact]
    public void Two_representatives_of_one_company_leave_one_position()
    {
        Actor second = new(new("northwind-kim"), Northwind, Roles.Representative);
        var story = Story.Opened().Position(Northwind, Position.Support).Do(second, new RecordPosition(1, Position.Abstain));
        story.State!.Positions[Northwind].ShouldBe(new HeldPosition(Position.Abstain, 1, second.By, Start));
        story.Events.OfType<PositionRecorded>().Select(e => e.Position).ShouldBe([Position.Support, Position.Abstain]);
        story.Try(second, new RecordPosition(1, Position.Abstain)).ShouldAccept();
        ProposalOutlook.For(story.State, Roll, Rules, Start).Count.Holding.ShouldBe(1);
    }

    [Fact]
    public void An_objection_withdrawn_while_it_is_being_addressed_is_not_addressed()
    {
        var story = Story.Opened().Object(Litware).Do(Contoso, new AnswerObjection("OBJ-1", "A"));
        story.Do(Litware, new WithdrawObjection("OBJ-1")).Try(Wingtip, new AddressObjection("OBJ-1", "F")).ShouldRefuse("proposal.objection_state").Sentence
            .ShouldBe("Objection OBJ-1 is Withdrawn; this is possible while it is Answered.");
        story.State!.Objections[0].IsDissent.ShouldBeFalse();
    }

    [Fact]
    public void Last_call_opened_twice_says_that_it_runs_and_until_when()
    {
        var story = Story.InLastCall();
        foreach (var company in new[] { Contoso, Wingtip })
            story.Try(company, new OpenLastCall(Disposition.Reject, "S")).ShouldRefuse("proposal.last_call_runs").Sentence
                .ShouldBe("Last call is open already and ends Mon 23 Nov 09:00 UTC.");
    }

    [Fact]
    public void A_hold_used_up_stays_used_for_affiliates_and_comes_back_with_the_next_last_call()
    {
        HoldLastCall hold = new(TimeSpan.FromDays(2), "Holidays.");
        var story = Story.InLastCall().With(RollOf(Entry(Northwind, group: "wind"), Entry(Tailspin, group: "wind"))).Do(Northwind, hold);
        story.Try(Northwind, hold).ShouldRefuse("proposal.hold_used").Sentence.ShouldBe("Northwind, with its affiliates, has used its one hold of this last call.");
        story.Try(Tailspin, hold).ShouldRefuse("proposal.hold_used");
        story.After(16).Do(Contoso, new OpenLastCall(Disposition.Agree, "S")).Try(Tailspin, hold).ShouldAcceptWith<LastCallHeld>();
    }

    [Fact]
    public void The_recusal_of_the_only_moderator_is_said_at_once_and_who_may_act()
    {
        var story = Story.Opened();
        ProposalOutlook Outlook(params ImmutableSortedSet<MemberId> moderating) => ProposalOutlook.For(story.State!, Roll, Rules, story.Now, moderating);

        Outlook(Contoso, Wingtip).Deciding!.ShouldBe([Wingtip]);
        story.Position(Wingtip, Position.Recuse);
        var alone = Outlook(Contoso, Wingtip);
        alone.Deciding!.ShouldBeEmpty();
        alone.Next.ShouldEndWith("No moderator may decide here: Contoso and Wingtip are authors, related to one, or recused. Appoint a moderator of another company.");
        Outlook(Contoso, Northwind, Wingtip).Next.ShouldNotContain("No moderator");
        Outlook().Next.ShouldEndWith("No company has a moderator. Appoint one of a company unrelated to the authors.");
        Story.Tallied().Try(Contoso, new RecordOutcome(OutcomeResult.Agreed, "R")).ShouldRefuse("proposal.own_proposal").Sentence
            .ShouldEndWith("Ask a moderator unrelated to Contoso.");
        ProposalOutlook.For(story.State!, Roll, Rules, story.Now).Deciding.ShouldBeNull();
    }

    [Fact]
    public void A_panel_with_related_companies_is_told_which()
    {
        var story = Story.Agreed().Do(Litware, new FileAppeal(["G"])).With(RollOf(Entry(Northwind, group: "wind"), Entry(Tailspin, group: "wind")));
        story.Try(Wingtip, new AppointPanel(Panel.OnAppeal, [Fabrikam, Northwind, Tailspin])).ShouldRefuse("proposal.panel_related").Sentence
            .ShouldBe("Affiliates count as one: Northwind and Tailspin. Seat unrelated companies.");
        story.Try(Wingtip, new AppointPanel(Panel.OnAppeal, [Fabrikam, Litware, Northwind])).ShouldRefuse("proposal.panel_related").Sentence
            .ShouldBe("The panel cannot seat Litware: related to a party (Contoso and Litware).");
    }

    [Fact]
    public void A_quorum_that_too_many_recusals_make_impossible_is_said_while_it_is_open()
    {
        var story = new[] { Fabrikam, Litware, Northwind }.Aggregate(Story.Opened(), (s, c) => s.Position(c, Position.Recuse));
        ProposalOutlook.For(story.State!, Roll, Rules, story.Now).QuorumImpossible.ShouldBeFalse();
        var outlook = ProposalOutlook.For(story.Position(Tailspin, Position.Recuse).State!, Roll, Rules, story.Now);
        outlook.QuorumImpossible.ShouldBeTrue();
        outlook.Next.ShouldBe("No quorum is possible: 2 companies are eligible, 3 are needed.");
        ProposalOutlook.For(Story.Seconded().State!, Roll, Rules, Start).QuorumImpossible.ShouldBeFalse();
    }

    [Fact]
    public void A_member_suspended_in_mid_tally_leaves_the_tally_as_taken_and_the_outcome_asks_for_a_fresh_one()
    {
        var story = Story.Tallied();
        var taken = story.State!.Tally!;
        story.With(RollOf(Entry(Tailspin, MemberStatus.Suspended)));
        story.Try(Wingtip, new RecordOutcome(OutcomeResult.Agreed, "R")).ShouldRefuse("proposal.tally_outdated").Sentence
            .ShouldBe("The standing of Tailspin changed since the tally. Take the tally again.");
        story.Do(Wingtip, new TakeTally());
        story.Events.OfType<TallyTaken>().Select(e => e.Entries.ContainsKey(Tailspin)).ShouldBe([true, false]);
        story.Events.OfType<TallyTaken>().First().Count.ShouldBe(taken.Count);
        story.State!.Tally!.Count.ShouldBe(new TallyCount(5, 3, 0, 0, 0, 3, 3));
    }

    [Fact]
    public void A_member_suspended_in_last_call_leaves_the_denominator()
    {
        var story = Story.InLastCall(Contoso, Fabrikam, Northwind).With(RollOf(Entry(Litware, MemberStatus.Suspended))).After(14);
        story.State!.Status.ShouldBe(ProposalStatus.Tally);
        story.State.Tally!.Entries.ShouldNotContainKey(Litware);
        story.State.Tally.Count.ShouldBe(new TallyCount(5, 3, 0, 0, 0, 3, 3));
    }

    /// <summary>What a proposal supersedes is fixed when it is started, and must be published then: of two, neither can be first.</summary>
    [Fact]
    public void A_circle_of_supersession_cannot_be_started()
    {
        var first = Story.Published().State!;
        new StartDraft("Itself", Written, "P-SELF1").Decide(null, Of(Litware), Start).ShouldRefuse("proposal.predecessor_unknown");
        var next = Proposal.Evolve(null, "P-NEXT1", new StartDraft("Next", Written, Id).Decide(null, Of(Litware), Start, first).ShouldAcceptWith<DraftStarted>());
        new StartDraft("Back", Written, "P-NEXT1").Decide(null, Of(Litware), Start, next).ShouldRefuse("proposal.predecessor_not_published");
        var superseded = Proposal.Evolve(first, Id, new ProposalSuperseded(By.System, Start, "P-NEXT1", "O-13"));
        new StartDraft("Again", Written, Id).Decide(null, Of(Litware), Start, superseded).ShouldRefuse("proposal.predecessor_not_published").Sentence
            .ShouldBe("Only a published proposal can be superseded; this one is superseded.");
        new Supersede().Decide(superseded, Actor.System, Start, first with { Id = "P-OTHER", Supersedes = Id }).ShouldRefuse("proposal.wrong_status");
    }
}
