using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

/// <summary>One section written by several.</summary>
public class CoAuthorTests
{
    private static readonly Story Joined = Story.Drafted().Do(Contoso, new InviteCompany(Litware, InvitedAs.CoAuthor)).Do(Litware, new JoinAsCoAuthor());

    [Fact]
    public void Engineers_of_every_author_write_a_section()
    {
        Write(Engineer(Contoso), "In two stages.").ShouldAccept(new DraftSectionEdited(Engineer(Contoso).By, Joined.Now, "rollout", "In two stages."));
        Write(Engineer(Litware), "In two stages.").ShouldAccept(new DraftSectionEdited(Engineer(Litware).By, Joined.Now, "rollout", "In two stages."));
    }

    [Fact]
    public void What_others_wrote_meanwhile_is_merged_in() =>
        Write(Engineer(Litware), "In two stages.", started: "In stages.", present: "In stages. Each waits a day.")
            .ShouldAccept(new DraftSectionEdited(Engineer(Litware).By, Joined.Now, "rollout", "In two stages. Each waits a day."));

    [Fact]
    public void The_same_words_changed_by_two_are_refused_and_nothing_is_overwritten()
    {
        var refusal = Write(Engineer(Litware), "In two stages.", started: "In stages.", present: "In four stages.").ShouldRefuse("proposal.section_conflict");
        refusal.Kind.ShouldBe(RefusalKind.Conflict);
        refusal.Sentence.ShouldContain("rollout");
    }

    [Fact]
    public void A_text_that_stands_there_already_changes_nothing()
    {
        Write(Engineer(Litware), "In stages.").ShouldAccept();
        Write(Engineer(Litware), "In two stages.", started: "In stages.", present: "In two stages. Each waits.").ShouldAccept();
        Write(Engineer(Litware), "One.\r\nTwo.", started: "One.\nTwo.", present: "One.\nTwo.").ShouldAccept();
    }

    [Fact]
    public void Nobody_else_writes_and_only_in_a_draft()
    {
        Write(Of(Fabrikam), "x").ShouldRefuse("not_found").ShouldBe(Refusal.NotFound);
        Write(new Actor(Nobody, Contoso, Roles.Representative), "x").ShouldRefuse("actor.not_engineer");
        Story.Drafted().Do(Contoso, new InviteCompany(Litware, InvitedAs.CoAuthor)).Try(Litware, new EditDraftSection("rollout", "x", 1)).ShouldRefuse("proposal.not_author");
        Story.Opened().Try(Contoso, new EditDraftSection("rollout", "x", 1)).ShouldRefuse("proposal.wrong_status");
        Story.Seconded().Try(Fabrikam, new RenameDraft("New")).ShouldRefuse("proposal.not_author");
        Story.Opened().Try(Contoso, new RenameDraft("New")).ShouldRefuse("proposal.wrong_status");
        Story.Drafted().Try(Litware, new RenameDraft("New")).ShouldRefuse("not_found");
    }

    [Fact]
    public void A_section_its_text_and_its_base_are_there()
    {
        Joined.Try(Litware, new EditDraftSection("poem", "x", 1)).ShouldRefuse("proposal.no_such_section").Field.ShouldBe("section");
        Joined.Try(Litware, new EditDraftSection(null!, "x", 1)).ShouldRefuse("proposal.no_such_section");
        Write(Of(Litware), null!).ShouldRefuse("text.missing").Field.ShouldBe("markdown");
        Write(Of(Litware), new string('x', Text.MarkdownLimit + 1)).ShouldRefuse("text.too_long");
        Write(Of(Litware), "\u0007").ShouldRefuse("text.control_characters");
        Write(Of(Litware), "x", started: null).ShouldRefuse("proposal.no_such_base").Field.ShouldBe("base");
        var half = new string('x', (Text.MarkdownLimit / 2) + 1);
        Write(Of(Litware), half + "\n\nmiddle\n", started: "\n\nmiddle\n", present: "\n\nmiddle\n" + half).ShouldRefuse("text.too_long");
    }

    [Fact]
    public void What_is_still_to_write_follows_the_sections()
    {
        var emptied = Joined.State!;
        emptied = Proposal.Evolve(emptied, Id, new DraftSectionEdited(Of(Litware).By, Start, "rollout", " \n"));
        emptied = Proposal.Evolve(emptied, Id, new DraftSectionEdited(Of(Litware).By, Start, "problem", ""));
        emptied.MissingSections.ShouldBe(["problem", "rollout"]);
        Proposal.Evolve(emptied, Id, new DraftSectionEdited(Of(Litware).By, Start, "problem", "It crashes.")).MissingSections.ShouldBe(["rollout"]);
        Proposal.Evolve(emptied, Id, new DraftSectionEdited(Of(Litware).By, Start.AddDays(2), "security", "Fine.")).RevisedAt.ShouldBe(Start.AddDays(2));
    }

    [Fact]
    public void A_title_is_replaced_only_by_who_read_it()
    {
        var title = Joined.State!.Title;
        Joined.Try(Engineer(Litware), new RenameDraft("New", title)).ShouldAccept(new DraftRenamed(Engineer(Litware).By, Joined.Now, "New"));
        Joined.Try(Litware, new RenameDraft("New")).ShouldAcceptWith<DraftRenamed>();
        Joined.Try(Litware, new RenameDraft(title, "Older")).ShouldAccept();
        Joined.Try(Litware, new RenameDraft("New", "Older")).ShouldRefuse("proposal.title_conflict").Kind.ShouldBe(RefusalKind.Conflict);
        Joined.Try(Litware, new RenameDraft("")).ShouldRefuse("text.missing");
        Joined.Try(new Actor(Nobody, Contoso, Roles.Representative), new RenameDraft("New")).ShouldRefuse("actor.not_engineer");
        Proposal.Evolve(Joined.State, Id, new DraftRenamed(Of(Litware).By, Start, "New")).Title.ShouldBe("New");
    }

    [Fact]
    public void Who_may_write_finds_both_commands_listed()
    {
        ImmutableList<string> Possible(MemberId company) => [.. ProposalCommands.Possible(Joined.State!, Of(company), Joined.Now, Roll, Rules).Where(p => p.Refusal is null).Select(p => p.Command)];
        Possible(Litware).ShouldContain(nameof(EditDraftSection));
        Possible(Contoso).ShouldContain(nameof(RenameDraft));
        Possible(Fabrikam).ShouldBeEmpty();
    }

    private static Decision Write(Actor actor, string markdown, string? started = "In stages.", string present = "In stages.") =>
        new EditDraftSection("rollout", markdown, 1).Decide(Joined.State, actor, Joined.Now, Roll, present, started);
}
