using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class RecusalTests
{
    private static Story Challenged() => Story.Opened().Do(Northwind, new ChallengeRecusal(Litware, "It sells the alternative."));

    private static Story Presumed() => Story.Opened().Do(Wingtip, new PresumeRecused(Litware, RecusalGround.AssignsFault, "Section 1 names it."));

    [Fact]
    public void A_representative_challenges_another_companys_standing()
    {
        Story.Opened().Try(Northwind, new ChallengeRecusal(Litware, "R")).ShouldAccept(new RecusalChallenged(Of(Northwind).By, Start, "REC-1", Litware, "R", Start.AddDays(7)));
        Story.Opened().Try(Engineer(Northwind), new ChallengeRecusal(Litware, "R")).ShouldRefuse("actor.not_representative");
        Story.Opened().Try(Northwind, new ChallengeRecusal(Northwind, "R")).ShouldRefuse("proposal.related_to_challenged");
        Story.Opened().Try(Northwind, new ChallengeRecusal(new("acme"), "R")).ShouldRefuse("proposal.no_such_company");
        Story.Opened().Try(Northwind, new ChallengeRecusal(Litware, "")).ShouldRefuse("text.missing");
        Challenged().Try(Tailspin, new ChallengeRecusal(Litware, "R")).ShouldRefuse("proposal.challenge_runs");
        Story.Opened().Position(Litware, Position.Recuse).Try(Northwind, new ChallengeRecusal(Litware, "R")).ShouldRefuse("proposal.already_recused");
        Story.Agreed().Try(Northwind, new ChallengeRecusal(Litware, "R")).ShouldRefuse("proposal.wrong_status");
    }

    [Fact]
    public void The_challenged_company_replies()
    {
        Challenged().Try(Litware, new ReplyToChallenge("REC-1", "We do not.")).ShouldAccept(new RecusalReplied(Of(Litware).By, Start, "REC-1", "We do not."));
        Challenged().Try(Northwind, new ReplyToChallenge("REC-1", "R")).ShouldRefuse("proposal.not_challenged");
        Challenged().Try(Litware, new ReplyToChallenge("REC-2", "R")).ShouldRefuse("proposal.no_such_challenge");
        Challenged().Try(Litware, new ReplyToChallenge("REC-1", "")).ShouldRefuse("text.missing");
        Challenged().Asleep(7).Try(Litware, new ReplyToChallenge("REC-1", "R")).ShouldRefuse("proposal.vote_over");
    }

    [Fact]
    public void Unrelated_companies_vote_and_nobody_on_themselves()
    {
        Challenged().Try(Tailspin, new VoteOnRecusal("REC-1", true)).ShouldAccept(new RecusalVoted(Of(Tailspin).By, Start, "REC-1", true));
        Challenged().Try(Litware, new VoteOnRecusal("REC-1", false)).ShouldRefuse("proposal.related_to_challenged");
        Challenged().With(RollOf(Entry(Litware, group: "g"), Entry(Tailspin, group: "g"))).Try(Tailspin, new VoteOnRecusal("REC-1", false)).ShouldRefuse("proposal.related_to_challenged");
        Challenged().Position(Tailspin, Position.Recuse).Try(Tailspin, new VoteOnRecusal("REC-1", true)).ShouldRefuse("proposal.recused");
        Challenged().Try(Engineer(Tailspin), new VoteOnRecusal("REC-1", true)).ShouldRefuse("actor.not_representative");
        Challenged().Asleep(7).Try(Tailspin, new VoteOnRecusal("REC-1", true)).ShouldRefuse("proposal.vote_over");
        Challenged().Try(Tailspin, new VoteOnRecusal("REC-9", true)).ShouldRefuse("proposal.no_such_challenge");
        Challenged().Do(Wingtip, new VoteOnRecusal("REC-1", true)).With(RollOf(Entry(Wingtip, group: "g"), Entry(Tailspin, group: "g")))
            .Try(Tailspin, new VoteOnRecusal("REC-1", true)).ShouldRefuse("proposal.affiliate_spoke");
    }

    [Fact]
    public void A_tie_recuses()
    {
        var story = Challenged().Do(Tailspin, new VoteOnRecusal("REC-1", false)).Do(Wingtip, new VoteOnRecusal("REC-1", true)).After(7);
        story.Events.OfType<RecusalVoteEnded>().ShouldHaveSingleItem().ShouldBe(new(By.System, Start.AddDays(7), "REC-1", Litware, 1, 1, true));
        story.Try(Litware, new RecordPosition(1, Position.Support)).ShouldRefuse("proposal.recused");
    }

    [Fact]
    public void Most_votes_keep_the_company_and_the_matter_is_decided()
    {
        var story = Challenged().Do(Tailspin, new VoteOnRecusal("REC-1", false)).After(7);
        story.Position(Litware, Position.Support).Try(Northwind, new ChallengeRecusal(Litware, "R")).ShouldRefuse("proposal.recusal_decided");
        story.Try(Wingtip, new PresumeRecused(Litware, RecusalGround.AssignsCost, "R")).ShouldRefuse("proposal.recusal_decided");
    }

    [Fact]
    public void Where_nobody_votes_everything_stays_as_it_is()
    {
        Challenged().After(7).State!.Recused.ShouldBeEmpty();
        Presumed().Do(Litware, new ChallengeRecusal(Litware, "R")).After(7).State!.Recused.ShouldContainKey(Litware);
    }

    [Fact]
    public void An_unrelated_moderator_finds_a_company_presumed_recused()
    {
        Presumed().Try(Litware, new RecordPosition(1, Position.Support)).ShouldRefuse("proposal.recused");
        Presumed().Try(Litware, new WithdrawPosition()).ShouldRefuse("proposal.recused");
        var open = Story.Opened();
        open.Try(Contoso, new PresumeRecused(Litware, RecusalGround.AssignsFault, "R")).ShouldRefuse("proposal.own_proposal");
        open.Try(Litware, new PresumeRecused(Litware, RecusalGround.AssignsFault, "R")).ShouldRefuse("proposal.related_to_challenged");
        open.Try(Engineer(Wingtip), new PresumeRecused(Litware, RecusalGround.AssignsFault, "R")).ShouldRefuse("actor.not_moderator");
        open.Try(Wingtip, new PresumeRecused(Litware, RecusalGround.Voted, "R")).ShouldRefuse("proposal.no_ground");
        open.Try(Wingtip, new PresumeRecused(new("acme"), RecusalGround.OwnReport, "R")).ShouldRefuse("proposal.no_such_company");
        Presumed().Try(Wingtip, new PresumeRecused(Litware, RecusalGround.OwnReport, "R")).ShouldRefuse("proposal.already_recused");
    }

    [Fact]
    public void A_company_presumed_recused_contests_it_and_may_come_back()
    {
        var story = Presumed().Do(Litware, new ChallengeRecusal(Litware, "It names another.")).Do(Tailspin, new VoteOnRecusal("REC-1", false)).After(7);
        story.Position(Litware, Position.Support).State!.Recused.ShouldBeEmpty();
    }

    [Fact]
    public void An_outcome_waits_for_the_vote_and_then_for_a_fresh_tally()
    {
        var story = Story.Tallied().Do(Northwind, new ChallengeRecusal(Litware, "R")).Do(Tailspin, new VoteOnRecusal("REC-1", true));
        story.Try(Wingtip, new RecordOutcome(OutcomeResult.Agreed, "R")).ShouldRefuse("proposal.recusal_undecided");
        story.After(7).Try(Wingtip, new RecordOutcome(OutcomeResult.Agreed, "R")).ShouldRefuse("proposal.tally_outdated");
        story.Do(Wingtip, new TakeTally()).Do(Wingtip, new RecordOutcome(OutcomeResult.Agreed, "R")).State!.Status.ShouldBe(ProposalStatus.Agreed);
    }

    [Fact]
    public void Too_many_recused_make_a_quorum_impossible_and_the_outlook_says_so_early()
    {
        var story = new[] { Fabrikam, Litware, Northwind, Tailspin }.Aggregate(Story.Opened(), (s, c) => s.Position(c, Position.Recuse));
        var outlook = ProposalOutlook.For(story.State!, Roll, Rules, Start);
        outlook.QuorumImpossible.ShouldBeTrue();
        outlook.Next.ShouldBe("No quorum is possible: 2 companies are eligible, 3 are needed.");
    }

    [Fact]
    public void A_company_that_declares_its_recusal_during_the_vote_stays_recused_by_the_vote()
    {
        var story = Challenged().Do(Tailspin, new VoteOnRecusal("REC-1", true)).Position(Litware, Position.Recuse).After(7);
        story.State!.Recused[Litware].Ground.ShouldBe(RecusalGround.Voted);
        story.Try(Litware, new WithdrawPosition()).ShouldRefuse("proposal.recused");
        Challenged().Position(Litware, Position.Recuse).After(7).Do(Litware, new WithdrawPosition()).State!.Recused.ShouldBeEmpty();
        Challenged().Do(Tailspin, new VoteOnRecusal("REC-1", false)).Position(Litware, Position.Recuse).After(7).Do(Litware, new WithdrawPosition()).State!.Recused.ShouldBeEmpty();
    }
}
