using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class PositionDraftTests
{
    private static readonly PositionDraft Draft = new(Position.Support, "We would do this.");

    [Fact]
    public void Engineers_and_representatives_write_their_companys_draft_while_it_may_take_a_position()
    {
        var open = Story.Opened();
        Write(open, Of(Northwind)).ShouldBeNull();
        Write(open, Engineer(Northwind)).ShouldBeNull();
        Write(open, Of(Contoso)).ShouldBeNull("the authors take a position too");
        Write(Story.InLastCall(Contoso), Engineer(Northwind)).ShouldBeNull();
        new PositionDraft().MayWrite(open.State, Engineer(Northwind), open.Now, open.Roll).ShouldBeNull("nothing written yet");
        new PositionDraft().IsEmpty.ShouldBeTrue();
        new PositionDraft(Statement: "  ").IsEmpty.ShouldBeTrue();
        Draft.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void Who_may_not_see_the_proposal_or_is_of_no_admitted_company_finds_nothing()
    {
        var narrow = Story.Opened(Audience.Amber(Contoso, Fabrikam, Litware));
        Write(narrow, Of(Northwind)).ShouldBe(Refusal.NotFound);
        Draft.MayWrite(null, Of(Northwind), Start, Roll).ShouldBe(Refusal.NotFound);
        var suspended = Story.Opened().With(RollOf(Entry(Northwind, MemberStatus.Suspended)));
        Write(suspended, Of(Northwind)).ShouldBe(Refusal.NotFound);
    }

    [Fact]
    public void A_recused_company_and_its_affiliates_have_no_draft()
    {
        var story = Story.Opened().Position(Northwind, Position.Recuse);
        Write(story, Of(Northwind))!.Code.ShouldBe("proposal.recused");
        Write(story.With(RollOf(Entry(Northwind, group: "wind"), Entry(Wingtip, group: "wind"))), Of(Wingtip))!.Code.ShouldBe("proposal.recused");
    }

    [Fact]
    public void No_draft_where_an_affiliate_spoke_for_both()
    {
        var story = Story.Opened().Position(Northwind, Position.Support).With(RollOf(Entry(Northwind, group: "wind"), Entry(Wingtip, group: "wind")));
        Write(story, Of(Wingtip))!.Code.ShouldBe("proposal.affiliate_spoke");
        Write(story, Of(Northwind)).ShouldBeNull("who spoke may change its mind");
    }

    [Fact]
    public void No_draft_before_positions_are_taken_nor_after()
    {
        Write(Story.Seconded(), Of(Contoso))!.Code.ShouldBe("proposal.wrong_status");
        Write(Story.Tallied(), Of(Northwind))!.Code.ShouldBe("proposal.wrong_status");
        Write(Story.InLastCall(Contoso).Asleep(15), Of(Northwind))!.Code.ShouldBe("proposal.last_call_over");
    }

    [Fact]
    public void A_draft_keeps_to_what_could_be_recorded()
    {
        var story = Story.Opened();
        new PositionDraft(Position.NoRecord).MayWrite(story.State, Of(Northwind), story.Now, story.Roll)!.Code.ShouldBe("proposal.not_a_position");
        new PositionDraft((Position)77).MayWrite(story.State, Of(Northwind), story.Now, story.Roll)!.Code.ShouldBe("proposal.not_a_position");
        var longText = new string('x', Text.StatementLimit + 1);
        foreach (var draft in (PositionDraft[])[new(Statement: longText), new(What: longText), new(Why: longText), new(Cure: longText)])
            draft.MayWrite(story.State, Of(Northwind), story.Now, story.Roll)!.Code.ShouldBe("text.too_long");
        new PositionDraft(Statement: "a\u0007b").MayWrite(story.State, Of(Northwind), story.Now, story.Roll)!.Code.ShouldBe("text.control_characters");
    }

    private static Refusal? Write(Story story, Actor actor) => Draft.MayWrite(story.State, actor, story.Now, story.Roll);
}
