using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class LastCallTests
{
    private static readonly OpenLastCall Agree = new(Disposition.Agree, "Ready.");

    [Fact]
    public void An_author_or_a_moderator_opens_it_for_fourteen_days()
    {
        var story = Story.Opened().After(7);
        story.Try(Engineer(Contoso), Agree).ShouldAccept(new LastCallOpened(Engineer(Contoso).By, story.Now, 1, Disposition.Agree, "Ready.", false, story.Now.AddDays(14)));
        story.Try(Wingtip, Agree).ShouldAcceptWith<LastCallOpened>();
        story.Try(Engineer(Wingtip), Agree).ShouldRefuse("proposal.not_author");
        story.Try(Contoso, Agree with { Binding = true }).ShouldAcceptWith<LastCallOpened>().Ends.ShouldBe(story.Now.AddDays(28));
    }

    [Fact]
    public void It_opens_seven_days_after_the_proposal() =>
        Story.Opened().After(6.99).Try(Contoso, Agree).ShouldRefuse("proposal.too_early")
            .Sentence.ShouldBe("Last call can open from Mon 9 Nov 09:00 UTC, 7 days after the proposal was opened.");

    [Fact]
    public void It_is_refused_by_name()
    {
        var story = Story.Opened().After(7);
        story.Try(Contoso, Agree with { Disposition = (Disposition)9 }).ShouldRefuse("proposal.no_disposition");
        story.Try(Contoso, Agree with { Summary = "" }).ShouldRefuse("text.missing");
        story.Try(Contoso, Agree with { Duration = TimeSpan.FromDays(9) }).ShouldRefuse("proposal.last_call_too_short");
        story.Try(Contoso, Agree with { Binding = true, Duration = TimeSpan.FromDays(14) }).ShouldRefuse("proposal.last_call_too_short");
        story.Try(Contoso, Agree with { Duration = TimeSpan.MaxValue }).ShouldRefuse("proposal.last_call_too_long");
        Story.InLastCall().Try(Contoso, Agree).ShouldRefuse("proposal.last_call_runs").Sentence.ShouldContain("Mon 23 Nov 09:00 UTC");
        Story.Tallied().Try(Contoso, Agree).ShouldRefuse("proposal.wrong_status");
        Story.Opened().Object(Litware).After(7).Try(Contoso, Agree).ShouldRefuse("proposal.objection_unanswered").Sentence.ShouldContain("OBJ-1");
        Story.Opened().Object(Litware).Do(Contoso, new AnswerObjection("OBJ-1", "A")).After(7).Try(Contoso, Agree).ShouldAcceptWith<LastCallOpened>();
    }

    [Fact]
    public void Each_company_holds_it_once_for_at_most_five_days()
    {
        var story = Story.InLastCall().Do(Northwind, new HoldLastCall(TimeSpan.FromDays(5), "Holidays."));
        story.State!.LastCall!.Ends.ShouldBe(Start.AddDays(26));
        story.Try(Northwind, new HoldLastCall(TimeSpan.FromDays(1), "R")).ShouldRefuse("proposal.hold_used");
        story.With(RollOf(Entry(Northwind, group: "g"), Entry(Tailspin, group: "g"))).Try(Tailspin, new HoldLastCall(TimeSpan.FromDays(1), "R")).ShouldRefuse("proposal.hold_used");
        story.Try(Litware, new HoldLastCall(TimeSpan.FromDays(6), "R")).ShouldRefuse("proposal.hold_length");
        story.Try(Litware, new HoldLastCall(TimeSpan.Zero, "R")).ShouldRefuse("proposal.hold_length");
        story.Try(Litware, new HoldLastCall(TimeSpan.FromDays(1), "")).ShouldRefuse("text.missing");
        story.Try(Engineer(Litware), new HoldLastCall(TimeSpan.FromDays(1), "R")).ShouldRefuse("actor.not_representative");
        story.Asleep(19).Try(Litware, new HoldLastCall(TimeSpan.FromDays(1), "R")).ShouldRefuse("proposal.last_call_over");
        Story.Opened().Try(Litware, new HoldLastCall(TimeSpan.FromDays(1), "R")).ShouldRefuse("proposal.wrong_status");
    }

    [Fact]
    public void The_clock_ends_it_once_at_its_instant()
    {
        var story = Story.InLastCall(Contoso, Fabrikam, Northwind, Tailspin);
        story.State!.DueAt.ShouldBe(Start.AddDays(21));
        story.Asleep(13.99).Try(Actor.System, new EndLastCall()).ShouldAccept();
        story.Asleep(1).Do(Actor.System, new EndLastCall()).State!.Status.ShouldBe(ProposalStatus.Tally);
        story.Try(Actor.System, new EndLastCall()).ShouldAccept();
        story.Try(Actor.System, new PassTime()).ShouldAccept();
        story.State!.DueAt.ShouldBeNull();
        Story.InLastCall().Try(Wingtip, new EndLastCall()).ShouldRefuse("actor.not_system");
        new Story().Try(Actor.System, new PassTime()).ShouldRefuse("not_found");
    }

    [Fact]
    public void The_tally_names_every_eligible_company_with_its_position_or_its_silence()
    {
        var tally = Story.InLastCall(Contoso, Fabrikam, Northwind).Position(Tailspin, Position.Recuse).Position(Wingtip, Position.Abstain).After(14).State!.Tally!;
        tally.Entries.Keys.ShouldBe([Contoso, Fabrikam, Litware, Northwind, Wingtip]);
        tally.Entries[Litware].ShouldBe(new TallyEntry(Position.NoRecord, "member:litware", null, null));
        tally.Entries[Wingtip].Position.ShouldBe(Position.Abstain);
        tally.Count.ShouldBe(new TallyCount(5, 3, 0, 0, 1, 3, 3));
    }

    [Fact]
    public void Without_a_quorum_it_is_open_again_and_says_who_is_missing()
    {
        var story = Story.InLastCall(Contoso, Fabrikam, Northwind).After(14);
        story.State!.Status.ShouldBe(ProposalStatus.Open);
        var missed = story.Events.OfType<QuorumMissed>().ShouldHaveSingleItem();
        (missed.Have, missed.Need).ShouldBe((3, 4));
        missed.Missing.ShouldBe([Litware, Tailspin, Wingtip]);
        story.Events.OfType<TallyTaken>().ShouldHaveSingleItem().Entries.Count.ShouldBe(6);
    }

    [Fact]
    public void Stale_positions_do_not_make_a_quorum()
    {
        var story = Companies.Aggregate(Story.Opened(), (s, c) => s.Position(c, Position.Support)).Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "S"));
        story.After(7).Do(Contoso, Agree).After(14).State!.Status.ShouldBe(ProposalStatus.Open);
    }

    [Fact]
    public void A_member_suspended_in_mid_tally_asks_for_a_fresh_tally()
    {
        var story = Story.Tallied();
        story.Try(Wingtip, new TakeTally()).ShouldRefuse("proposal.tally_holds");
        story.With(RollOf(Entry(Litware, MemberStatus.Suspended)));
        story.Try(Wingtip, new RecordOutcome(OutcomeResult.Agreed, "R")).ShouldRefuse("proposal.tally_outdated").Sentence.ShouldContain("Litware");
        story.Try(Contoso, new TakeTally()).ShouldRefuse("proposal.own_proposal");
        story.Do(Wingtip, new TakeTally()).Do(Wingtip, new RecordOutcome(OutcomeResult.Agreed, "R")).State!.Tally!.Count.Eligible.ShouldBe(5);
        Story.Opened().Try(Wingtip, new TakeTally()).ShouldRefuse("proposal.wrong_status");
    }

    [Fact]
    public void A_fresh_tally_without_a_quorum_opens_the_proposal_again() =>
        Story.Tallied().With(RollOf(Entry(Fabrikam, MemberStatus.Suspended), Entry(Northwind, MemberStatus.Suspended)))
            .Do(Wingtip, new TakeTally()).State!.Status.ShouldBe(ProposalStatus.Open);
}
