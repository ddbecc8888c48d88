using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class OutlookTests
{
    private static string Next(Story story) => ProposalOutlook.For(story.State!, story.Roll, Rules, story.Now).Next;

    private static Possibility Possible(Story story, Actor actor, string command, string? target = null) =>
        ProposalCommands.Possible(story.State!, actor, story.Now, story.Roll, Rules).First(p => p.Command == command && (target is null || p.Target == target));

    [Fact]
    public void One_line_says_what_happens_next_and_who_is_awaited()
    {
        Next(new Story().Do(Contoso, new StartDraft("T", Written with { Rollout = "" }))).ShouldBe("Draft; still to write: rollout.");
        Next(Story.Drafted()).ShouldBe("Draft; waits for an unrelated company to second it.");
        Next(Story.Seconded()).ShouldBe("Draft; complete and seconded, and can be opened.");
        Next(Story.Opened().Position(Contoso, Position.Support)).ShouldBe("Open; last call can open from Mon 9 Nov 09:00 UTC; waits for Fabrikam, Litware, Northwind, Tailspin and Wingtip.");
        Next(Story.Opened().Object(Litware)).ShouldStartWith("Open; the authors answer OBJ-1; waits for");
        Next(Story.InLastCall(Contoso, Fabrikam, Litware, Wingtip)).ShouldBe("Last call ends Mon 23 Nov 09:00 UTC; waits for Northwind and Tailspin.");
        Next(Story.InLastCall().Asleep(15)).ShouldBe("Last call ended Mon 23 Nov 09:00 UTC; the tally follows.");
        Next(Story.Tallied()).ShouldBe("In tally; an unrelated moderator records the outcome.");
        Next(Story.Agreed()).ShouldBe("Agreed; publication waits for two moderators of unrelated companies.");
        Next(Story.Agreed().Do(Wingtip, new ApprovePublication(OutcomeKind.Decision, "O-1"))).ShouldBe("Agreed; publication waits for a moderator of a company unrelated to Wingtip.");
        Next(Story.Published()).ShouldBe("Published as O-12, version 1.");
        Next(Story.Agreed().Do(Litware, new FileAppeal(["G"]))).ShouldBe("Under appeal by Litware; answered by Thu 7 Jan 2027 09:00 UTC.");
    }

    [Fact]
    public void It_counts_quorum_and_support()
    {
        var outlook = ProposalOutlook.For(Story.InLastCall(Contoso, Fabrikam).Position(Litware, Position.Abstain).State!, Roll, Rules, Start);
        outlook.Quorum.ShouldBe((3, 4));
        outlook.Support.ShouldBe((2, 3));
        outlook.Awaited.ShouldBe([Northwind, Tailspin, Wingtip]);
        outlook.Deadline.ShouldBe(Start.AddDays(21));
    }

    [Fact]
    public void Every_command_says_whether_it_is_possible_and_why_not()
    {
        var story = Story.Opened().Object(Litware);
        Possible(story, Of(Contoso), "AnswerObjection", "OBJ-1").Refusal.ShouldBeNull();
        Possible(story, Of(Wingtip), "AddressObjection", "OBJ-1").Refusal!.Code.ShouldBe("proposal.objection_unanswered");
        Possible(story, Of(Contoso), "OpenLastCall", "Agree").Refusal!.Code.ShouldBe("proposal.too_early");
        Possible(story, Of(Litware), "RecordPosition", "Support").Refusal!.Code.ShouldBe("proposal.own_objection_open");
        Possible(story, Engineer(Wingtip), "RecordPosition", "Support").Refusal!.Code.ShouldBe("actor.not_representative");
        Possible(Story.Drafted(), Of(Contoso), "InviteCompany").Refusal.ShouldBeNull();
        Possible(Story.Seconded(), Of(Fabrikam), "SecondProposal").Refusal!.Code.ShouldBe("already_so");
        Possible(Story.Agreed(), Of(Contoso), "QuoteSource").Refusal.ShouldBeNull();
        Possible(Story.Agreed().Do(Litware, new FileAppeal(["G"])), Of(Wingtip), "AppointPanel", "appeal").Refusal.ShouldBeNull();
        Possible(Story.Published(), Of(Wingtip), "ProposeCorrection").Refusal.ShouldBeNull();
    }

    [Fact]
    public void The_state_stays_small_and_carries_no_text_and_its_due_instant()
    {
        var json = JsonSerializer.Serialize(Story.InLastCall(Contoso).State);
        json.ShouldContain("\"DueAt\":\"2026-11-23T09:00:00+00:00\"");
        json.ShouldContain("\"Status\":\"LastCall\"");
        json.ShouldNotContain(Written.Problem);
    }
}
