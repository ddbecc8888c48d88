using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class DraftTests
{
    [Fact]
    public void An_engineer_starts_a_draft() =>
        new Story().Try(Engineer(Contoso), new StartDraft("Parse in user mode", Written))
            .ShouldAccept(new DraftStarted(Engineer(Contoso).By, Start, "Parse in user mode", Written, null));

    [Fact]
    public void A_draft_needs_an_engineer_and_a_title()
    {
        new Story().Try(new Actor(Nobody, Contoso, Roles.Admin), new StartDraft("T", Written)).ShouldRefuse("actor.not_engineer");
        new Story().Try(Contoso, new StartDraft(" ", Written)).ShouldRefuse("text.missing");
        new Story().Try(Contoso, new StartDraft(new string('x', 10_000), Written)).ShouldRefuse("text.too_long");
        new Story().Try(Contoso, new StartDraft("T", Written with { Rollout = new string('x', 5_000_000) })).ShouldRefuse("text.too_long").Field.ShouldBe("text.rollout");
        Story.Drafted().Try(Contoso, new StartDraft("T", Written)).ShouldRefuse("proposal.exists");
        Story.Drafted().Try(Fabrikam, new StartDraft("T", Written)).ShouldRefuse("not_found");
    }

    [Fact]
    public void A_successor_names_a_published_proposal()
    {
        var published = Story.Published().State!;
        new StartDraft("Next", Written, Id).Decide(null, Of(Litware), Start, published).ShouldAcceptWith<DraftStarted>().Supersedes.ShouldBe(Id);
        new StartDraft("Next", Written, Id).Decide(null, Of(Litware), Start).ShouldRefuse("proposal.predecessor_unknown");
        new StartDraft("Next", Written, Id).Decide(null, Of(Litware), Start, Story.Drafted().State).ShouldRefuse("proposal.predecessor_unknown");
        new StartDraft("Next", Written, Id).Decide(null, Of(Litware), Start, Story.Opened().State).ShouldRefuse("proposal.predecessor_not_published");
    }

    [Fact]
    public void A_draft_does_not_exist_for_companies_that_are_not_invited()
    {
        var draft = Story.Drafted();
        foreach (var command in new object[] { new EditDraft("T", Written), new SecondProposal(), new JoinAsCoAuthor(), new OpenProposal(Audience.Green), new RecordPosition(1, Position.Support) })
            draft.Try(Litware, command).ShouldRefuse("not_found").ShouldBe(Refusal.NotFound);
        ProposalCommands.Possible(draft.State!, Of(Litware), Start, Roll, Rules).ShouldBeEmpty();
        draft.State!.Audience.ShouldBe(Audience.AmberStrict(Contoso));
    }

    [Fact]
    public void Only_authors_edit_and_only_a_draft()
    {
        Story.Drafted().Try(Engineer(Contoso), new EditDraft("New", Written)).ShouldAccept(new DraftEdited(Engineer(Contoso).By, Start, "New", Written));
        Story.Seconded().Try(Fabrikam, new EditDraft("New", Written)).ShouldRefuse("proposal.not_author").Sentence.ShouldContain("Contoso");
        Story.Opened().Try(Contoso, new EditDraft("New", Written)).ShouldRefuse("proposal.wrong_status");
    }

    [Fact]
    public void An_invited_co_author_accepts_and_then_edits()
    {
        var draft = Story.Drafted().Do(Contoso, new InviteCompany(Litware, InvitedAs.CoAuthor));
        draft.Try(Litware, new EditDraft("New", Written)).ShouldRefuse("proposal.not_author");
        draft.Do(Litware, new JoinAsCoAuthor()).Do(Litware, new EditDraft("New", Written)).State!.Title.ShouldBe("New");
        draft.Try(Litware, new JoinAsCoAuthor()).ShouldAccept();
        draft.Try(Litware, new OpenProposal(Audience.Green)).ShouldRefuse("proposal.not_author");
    }

    [Fact]
    public void Invitations_are_refused_by_name()
    {
        var draft = Story.Drafted();
        draft.Try(Contoso, new InviteCompany(new("acme"), InvitedAs.Seconder)).ShouldRefuse("proposal.no_such_company");
        draft.Try(Contoso, new InviteCompany(Contoso, InvitedAs.Seconder)).ShouldRefuse("proposal.own_company");
        draft.With(RollOf(Entry(Contoso, group: "g"), Entry(Litware, group: "g")))
            .Try(Contoso, new InviteCompany(Litware, InvitedAs.Seconder)).ShouldRefuse("proposal.seconder_related");
        Story.Seconded().Try(Fabrikam, new InviteCompany(Litware, InvitedAs.CoAuthor)).ShouldRefuse("proposal.not_author");
        Story.Seconded().Try(Contoso, new InviteCompany(Fabrikam, InvitedAs.Seconder)).ShouldAccept();
        Story.Drafted().Do(Contoso, new InviteCompany(Litware, InvitedAs.CoAuthor)).Do(Litware, new JoinAsCoAuthor())
            .Try(Contoso, new InviteCompany(Litware, InvitedAs.Seconder)).ShouldRefuse("proposal.already_co_author");
    }

    [Fact]
    public void Joining_needs_an_invitation_and_no_hand_in_seconding()
    {
        Story.Seconded().Try(Fabrikam, new JoinAsCoAuthor()).ShouldRefuse("proposal.not_invited");
        Story.Seconded().Do(Contoso, new InviteCompany(Fabrikam, InvitedAs.CoAuthor)).Try(Fabrikam, new JoinAsCoAuthor()).ShouldRefuse("proposal.seconder_related");
    }

    [Fact]
    public void An_engineer_of_an_unrelated_company_seconds()
    {
        var invited = Story.Drafted().Do(Contoso, new InviteCompany(Fabrikam, InvitedAs.Seconder));
        invited.Try(Engineer(Fabrikam), new SecondProposal()).ShouldAccept(new ProposalSeconded(Engineer(Fabrikam).By, Start));
        invited.Try(Contoso, new SecondProposal()).ShouldRefuse("proposal.seconder_related");
        invited.With(RollOf(Entry(Contoso, group: "g"), Entry(Fabrikam, group: "g"))).Try(Fabrikam, new SecondProposal()).ShouldRefuse("proposal.seconder_related");
        Story.Seconded().Try(Fabrikam, new SecondProposal()).ShouldAccept();
        Story.Seconded().Do(Contoso, new InviteCompany(Litware, InvitedAs.Seconder)).Try(Litware, new SecondProposal()).ShouldRefuse("proposal.already_seconded");
    }

    [Fact]
    public void A_draft_opens_when_it_is_complete_and_seconded()
    {
        Story.Seconded().Try(Contoso, new OpenProposal(Audience.Green)).ShouldAccept(new ProposalOpened(Of(Contoso).By, Start, Audience.Green));
        Story.Drafted().Try(Contoso, new OpenProposal(Audience.Green)).ShouldRefuse("proposal.not_seconded");
        Story.Seconded().Do(Contoso, new EditDraft("T", Written with { Security = " ", Rollout = "" })).Try(Contoso, new OpenProposal(Audience.Green))
            .ShouldRefuse("proposal.sections_missing").Sentence.ShouldBe("The template is not complete: write security and rollout first.");
        Story.Opened().Try(Contoso, new OpenProposal(Audience.Green)).ShouldRefuse("proposal.wrong_status");
    }

    [Fact]
    public void An_affiliation_recorded_after_seconding_undoes_it() =>
        Story.Seconded().With(RollOf(Entry(Contoso, group: "g"), Entry(Fabrikam, group: "g"))).Try(Contoso, new OpenProposal(Audience.Green)).ShouldRefuse("proposal.not_seconded");

    [Fact]
    public void The_author_chooses_a_label_of_companies()
    {
        Story.Seconded().Try(Contoso, new OpenProposal(Audience.Red(Nobody))).ShouldRefuse("proposal.label_names_people");
        Story.Seconded().Try(Contoso, new OpenProposal(Audience.Amber(new MemberId("acme")))).ShouldRefuse("proposal.no_such_company");
        var open = Story.Opened(Audience.Amber(Litware));
        open.State!.Audience.ShouldBe(Audience.Amber(Contoso, Fabrikam, Litware));
        open.Try(Northwind, new RecordPosition(1, Position.Support)).ShouldRefuse("not_found");
        ProposalOutlook.For(open.State, Roll, Rules, Start).Eligible.ShouldBe([Contoso, Fabrikam, Litware]);
    }

    [Fact]
    public void An_editorial_revision_keeps_positions_and_a_substantive_one_does_not()
    {
        var open = Story.Opened().Position(Northwind, Position.Support).Do(Contoso, new ReviseProposal(RevisionKind.Editorial, Written, "Spelling."));
        ProposalOutlook.For(open.State!, Roll, Rules, Start).Support.Have.ShouldBe(1);
        open.Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "Another way."));
        var outlook = ProposalOutlook.For(open.State!, Roll, Rules, Start);
        outlook.Support.Have.ShouldBe(0);
        outlook.Stale.ShouldBe([Northwind]);
        open.State!.Revision.ShouldBe(3);
    }

    [Fact]
    public void Revisions_are_refused_by_name()
    {
        Story.Opened().Try(Fabrikam, new ReviseProposal(RevisionKind.Editorial, Written, "S")).ShouldRefuse("proposal.not_author");
        Story.Opened().Try(Contoso, new ReviseProposal(RevisionKind.Editorial, Written, "")).ShouldRefuse("text.missing");
        Story.Opened().Try(Contoso, new ReviseProposal(RevisionKind.Editorial, Written with { Problem = "" }, "S")).ShouldRefuse("proposal.sections_missing");
        Story.Seconded().Try(Contoso, new ReviseProposal(RevisionKind.Editorial, Written, "S")).ShouldRefuse("proposal.wrong_status");
        Story.InLastCall().Try(Contoso, new ReviseProposal(RevisionKind.Editorial, Written, "S")).ShouldRefuse("proposal.text_fixed");
        Story.InLastCall().Asleep(14).Try(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "S")).ShouldRefuse("proposal.last_call_over");
    }

    [Fact]
    public void A_substantive_revision_ends_last_call()
    {
        var story = Story.InLastCall().Do(Contoso, new ReviseProposal(RevisionKind.Substantive, Written, "Another way."));
        story.Events.OfType<LastCallEnded>().ShouldHaveSingleItem().Because.ShouldBe(LastCallEnd.Revised);
        story.State!.Status.ShouldBe(ProposalStatus.Open);
    }

    [Fact]
    public void The_company_that_started_it_withdraws_it_with_a_reason()
    {
        Story.Drafted().Do(Contoso, new WithdrawProposal("No need.")).State!.Status.ShouldBe(ProposalStatus.Withdrawn);
        Story.InLastCall().Do(Contoso, new WithdrawProposal("No need.")).Events.OfType<LastCallEnded>().ShouldHaveSingleItem().Because.ShouldBe(LastCallEnd.Withdrawn);
        Story.Opened().Try(Contoso, new WithdrawProposal(" ")).ShouldRefuse("text.missing");
        Story.Opened().Try(Fabrikam, new WithdrawProposal("R")).ShouldRefuse("proposal.not_author");
        Story.Tallied().Try(Contoso, new WithdrawProposal("R")).ShouldRefuse("proposal.wrong_status");
        Story.Drafted().Do(Contoso, new WithdrawProposal("No need.")).Try(Litware, new WithdrawProposal("R")).ShouldRefuse("not_found");
    }
}
