using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class PositionTests
{
    private static readonly MemberRoll Affiliated = RollOf(Entry(Northwind, group: "wind"), Entry(Tailspin, group: "wind"));

    [Fact]
    public void A_representative_records_the_companys_position_on_the_current_revision() =>
        Story.Opened().Try(Northwind, new RecordPosition(1, Position.Support, "Good."))
            .ShouldAccept(new PositionRecorded(Of(Northwind).By, Start, 1, Position.Support, "Good."));

    [Fact]
    public void Recording_the_same_position_again_changes_nothing() =>
        Story.Opened().Position(Northwind, Position.Support).Try(Northwind, new RecordPosition(1, Position.Support)).ShouldAccept();

    [Fact]
    public void Positions_are_refused_by_name()
    {
        var open = Story.Opened();
        open.Try(Engineer(Northwind), new RecordPosition(1, Position.Support)).ShouldRefuse("actor.not_representative");
        open.Try(Northwind, new RecordPosition(2, Position.Support)).ShouldRefuse("proposal.no_such_revision");
        open.Try(Northwind, new RecordPosition(1, Position.NoRecord)).ShouldRefuse("proposal.not_a_position");
        open.Try(Northwind, new RecordPosition(1, Position.Object, "No.")).ShouldRefuse("text.missing").Field.ShouldBe("what");
        open.Try(Northwind, new RecordPosition(1, Position.Support, "bell\a")).ShouldRefuse("text.control_characters");
        Story.Seconded().Try(Fabrikam, new RecordPosition(0, Position.Support)).ShouldRefuse("proposal.wrong_status");
        Story.Tallied().Try(Wingtip, new RecordPosition(1, Position.Support)).ShouldRefuse("proposal.wrong_status");
    }

    [Fact]
    public void A_position_on_a_superseded_revision_is_told_which_one_is_current() =>
        Story.Opened().Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "S")).Try(Northwind, new RecordPosition(1, Position.Support))
            .ShouldRefuse("proposal.revision_superseded").Sentence.ShouldContain("superseded by revision 2");

    [Fact]
    public void A_position_comes_too_late_after_the_end_even_when_the_clock_sleeps() =>
        Story.InLastCall().Asleep(14).Try(Northwind, new RecordPosition(1, Position.Support))
            .ShouldRefuse("proposal.last_call_over").Sentence.ShouldBe("Last call ended Mon 23 Nov 09:00 UTC; the tally follows.");

    [Fact]
    public void Affiliates_have_one_position_and_the_one_that_spoke_changes_it()
    {
        var story = Story.Opened().With(Affiliated).Position(Northwind, Position.Support);
        story.Try(Tailspin, new RecordPosition(1, Position.Abstain)).ShouldRefuse("proposal.affiliate_spoke").Sentence.ShouldContain("Northwind");
        story.Position(Northwind, Position.Abstain).Do(Northwind, new WithdrawPosition()).Position(Tailspin, Position.Support);
        ProposalOutlook.For(story.State!, Affiliated, Rules, Start).Count.ShouldBe(new TallyCount(5, 1, 0, 0, 0, 3, 3));
    }

    [Fact]
    public void Where_affiliates_each_held_a_position_the_latest_counts()
    {
        var story = Story.Opened().Position(Northwind, Position.Support).Asleep(1).Position(Tailspin, Position.Abstain).With(Affiliated);
        var count = ProposalOutlook.For(story.State!, Affiliated, Rules, Start).Count;
        (count.Support, count.Abstain).ShouldBe((0, 1));
    }

    [Fact]
    public void A_withdrawn_position_is_silence_again()
    {
        var story = Story.Opened().Position(Northwind, Position.Support).Do(Northwind, new WithdrawPosition());
        ProposalOutlook.For(story.State!, Roll, Rules, Start).Awaited.ShouldContain(Northwind);
        story.Try(Northwind, new WithdrawPosition()).ShouldRefuse("proposal.no_position");
        Story.Opened().Object(Northwind).Try(Northwind, new WithdrawPosition()).ShouldRefuse("proposal.own_objection_open");
        Story.Tallied().Try(Northwind, new WithdrawPosition()).ShouldRefuse("proposal.wrong_status");
        Story.Opened().Try(Engineer(Northwind), new WithdrawPosition()).ShouldRefuse("actor.not_representative");
    }

    [Fact]
    public void A_recused_company_leaves_the_denominator_and_decides_nothing_until_it_comes_back()
    {
        var story = Story.Opened().Position(Northwind, Position.Recuse);
        ProposalOutlook.For(story.State!, Roll, Rules, Start).Eligible.ShouldNotContain(Northwind);
        story.Try(Northwind, new RecordPosition(1, Position.Support)).ShouldRefuse("proposal.recused");
        story.Try(Northwind, new ChallengeRecusal(Litware, "R")).ShouldRefuse("proposal.recused");
        story.After(7).Try(Northwind, new OpenLastCall(Disposition.Agree, "S")).ShouldRefuse("proposal.recused");
        story.Do(Northwind, new WithdrawPosition()).Position(Northwind, Position.Support).State!.Recused.ShouldBeEmpty();
    }

    [Fact]
    public void A_recusal_holds_over_revisions_and_for_affiliates()
    {
        var story = Story.Opened().With(Affiliated).Position(Northwind, Position.Recuse).Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "S"));
        story.Try(Tailspin, new RecordPosition(2, Position.Support)).ShouldRefuse("proposal.recused");
        ProposalOutlook.For(story.State!, Affiliated, Rules, Start).Eligible.ShouldBe([Contoso, Fabrikam, Litware, Wingtip]);
    }

    [Fact]
    public void An_objection_says_what_why_and_what_would_cure_it()
    {
        Story.Opened().Try(Litware, Story.Objects(1)).ShouldAccept(
            new PositionRecorded(Of(Litware).By, Start, 1, Position.Object, null),
            new ObjectionRaised(Of(Litware).By, Start, "OBJ-1", 1, "The rollout.", "It breaks us.", "Stage it."));
        Story.InLastCall().Object(Litware).State!.Status.ShouldBe(ProposalStatus.Open);
    }

    [Fact]
    public void An_open_objection_stands_until_its_company_says_otherwise()
    {
        var story = Story.Opened().Object(Litware).Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "S"));
        story.Try(Litware, new RecordPosition(2, Position.Support)).ShouldRefuse("proposal.own_objection_open");
        story.Try(Litware, new RecordPosition(2, Position.Object)).ShouldAccept(new PositionRecorded(Of(Litware).By, Start, 2, Position.Object, null));
        story.Do(Litware, new WithdrawObjection("OBJ-1")).Position(Litware, Position.Support).State!.Positions[Litware].Revision.ShouldBe(2);
    }

    [Fact]
    public void To_repeat_an_objection_that_stood_when_last_call_opened_ends_nothing()
    {
        var story = Story.Opened().Object(Litware).Do(Contoso, new AnswerObjection("OBJ-1", "A")).After(7).Do(Contoso, new OpenLastCall(Disposition.Agree, "S"));
        story.Try(Litware, new RecordPosition(1, Position.Object)).ShouldAccept();
        story.Try(Litware, new RecordPosition(1, Position.Object, "We still do.")).ShouldAccept(new PositionRecorded(Of(Litware).By, story.Now, 1, Position.Object, "We still do."));
        story.Object(Litware).State!.Status.ShouldBe(ProposalStatus.Open);
    }
}
