using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class OutcomeTests
{
    private static readonly RecordOutcome Agreed = new(OutcomeResult.Agreed, "Four support it.");

    private static readonly ApprovePublication Approve = new(OutcomeKind.Decision, "O-12");

    [Fact]
    public void An_unrelated_moderator_records_Agreed()
    {
        var story = Story.Tallied();
        story.Try(Wingtip, Agreed).ShouldAcceptWith<OutcomeRecorded>().Dissent.ShouldBeEmpty();
        story.Try(Contoso, Agreed).ShouldRefuse("proposal.own_proposal");
        story.Try(Engineer(Wingtip), Agreed).ShouldRefuse("actor.not_moderator");
        story.Try(Wingtip, Agreed with { Reasons = "" }).ShouldRefuse("text.missing");
        story.Try(Wingtip, Agreed with { Result = (OutcomeResult)9 }).ShouldRefuse("proposal.no_such_outcome");
        Story.InLastCall().Try(Wingtip, Agreed).ShouldRefuse("proposal.wrong_status");
        story.With(RollOf(Entry(Contoso, group: "g"), Entry(Wingtip, group: "g"))).Try(Wingtip, Agreed).ShouldRefuse("proposal.own_proposal");
    }

    [Fact]
    public void No_outcome_is_recorded_over_an_open_objection()
    {
        var story = Story.Opened().Object(Litware).Do(Contoso, new AnswerObjection("OBJ-1", "A"));
        foreach (var c in new[] { Contoso, Fabrikam, Northwind, Tailspin })
            story.Position(c, Position.Support);
        story.After(7).Do(Contoso, new OpenLastCall(Disposition.Agree, "S")).After(14);
        foreach (var result in Enum.GetValues<OutcomeResult>())
            story.Try(Wingtip, new RecordOutcome(result, "R")).ShouldRefuse("proposal.objection_open").Sentence.ShouldContain("OBJ-1");
        story.Do(Litware, new WithdrawObjection("OBJ-1")).Try(Wingtip, Agreed).ShouldRefuse("proposal.dissent_on_record");
    }

    [Fact]
    public void Dissent_is_printed_with_the_outcome()
    {
        var story = Story.TalliedWithDissent();
        story.Try(Wingtip, Agreed).ShouldRefuse("proposal.dissent_on_record");
        story.Try(Wingtip, new RecordOutcome(OutcomeResult.AgreedWithDissent, "R")).ShouldAcceptWith<OutcomeRecorded>().Dissent.ShouldBe(["OBJ-1"]);
        Story.Tallied().Try(Wingtip, new RecordOutcome(OutcomeResult.AgreedWithDissent, "R")).ShouldRefuse("proposal.no_dissent");
    }

    [Fact]
    public void Agreed_needs_a_third_and_three_in_support() =>
        new[] { Fabrikam, Northwind, Litware }.Aggregate(Story.InLastCall(Contoso), (s, c) => s.Position(c, Position.NoObjection)).After(14)
            .Try(Wingtip, Agreed).ShouldRefuse("proposal.support_short").Sentence.ShouldBe("1 company supports it; Agreed needs 3 of 6 eligible.");

    [Fact]
    public void Agreement_with_dissent_needs_two_thirds_of_support_and_object()
    {
        var story = Story.Opened().Object(Litware).Object(Tailspin).Position(Contoso, Position.Support).Position(Fabrikam, Position.Support).Position(Northwind, Position.Support);
        foreach (var id in new[] { "OBJ-1", "OBJ-2" })
            story.Do(Contoso, new AnswerObjection(id, "A")).Do(Wingtip, new AddressObjection(id, "F"));
        story.After(7).Do(Contoso, new OpenLastCall(Disposition.Agree, "S")).After(14)
            .Try(Wingtip, new RecordOutcome(OutcomeResult.AgreedWithDissent, "R")).ShouldRefuse("proposal.dissent_outweighs");
    }

    [Fact]
    public void What_last_call_did_not_seek_is_not_agreed()
    {
        var story = new[] { Contoso, Fabrikam, Northwind, Tailspin }.Aggregate(Story.Opened(), (s, c) => s.Position(c, Position.Support))
            .After(7).Do(Contoso, new OpenLastCall(Disposition.Postpone, "S")).After(14);
        story.Try(Wingtip, Agreed).ShouldRefuse("proposal.not_sought");
        story.Do(Wingtip, new RecordOutcome(OutcomeResult.Postponed, "Next year.")).State!.Status.ShouldBe(ProposalStatus.Postponed);
        Story.Tallied().Do(Wingtip, new RecordOutcome(OutcomeResult.NotAgreed, "R")).State!.Status.ShouldBe(ProposalStatus.NotAgreed);
    }

    [Fact]
    public void Two_moderators_of_unrelated_companies_publish()
    {
        var story = Story.Agreed().Do(Wingtip, Approve);
        story.State!.Status.ShouldBe(ProposalStatus.Agreed);
        story.Try(Wingtip, Approve).ShouldAccept();
        story.Try(new Actor(Nobody, Wingtip, Roles.Moderator), Approve).ShouldRefuse("outcome.same_company");
        story.Try(Contoso, Approve).ShouldRefuse("proposal.own_proposal");
        story.Try(Engineer(Northwind), Approve).ShouldRefuse("actor.not_moderator");
        story.Try(Northwind, Approve with { Kind = OutcomeKind.Record }).ShouldRefuse("outcome.kind_differs");
        Story.Agreed().Try(Wingtip, Approve with { Kind = (OutcomeKind)9 }).ShouldRefuse("outcome.kind");
        story.Try(Northwind, Approve with { Number = "12" }).ShouldRefuse("outcome.number");
        story.Try(Northwind, Approve with { LogHead = "head" })
            .ShouldAccept(new ProposalPublished(Of(Northwind).By, story.Now, "O-12", 1, OutcomeKind.Decision, Of(Wingtip).By, "head"));
        Story.Tallied().Try(Wingtip, Approve).ShouldRefuse("proposal.wrong_status");
        Story.Published().State!.Audience.ShouldBe(Audience.Clear);
    }

    [Fact]
    public void An_affiliate_of_the_first_company_does_not_publish() =>
        Story.Agreed().Do(Wingtip, Approve).With(RollOf(Entry(Northwind, group: "g"), Entry(Wingtip, group: "g"))).Try(Northwind, Approve).ShouldRefuse("outcome.same_company");

    [Fact]
    public void The_approval_of_a_company_suspended_since_does_not_count()
    {
        var story = Story.Agreed().Do(Wingtip, Approve).With(RollOf(Entry(Wingtip, MemberStatus.Suspended)));
        story.Try(Northwind, Approve).ShouldAccept(new PublicationApproved(Of(Northwind).By, story.Now, OutcomeKind.Decision));
    }

    [Fact]
    public void The_approval_of_a_company_affiliated_with_an_author_since_does_not_count()
    {
        var affiliated = RollOf(Entry(Contoso, group: "g"), Entry(Wingtip, group: "g"));
        var story = Story.Agreed().Do(Wingtip, Approve).With(affiliated);
        story.Try(Northwind, Approve).ShouldAccept(new PublicationApproved(Of(Northwind).By, story.Now, OutcomeKind.Decision));
        story.Do(Northwind, Approve).Do(Fabrikam, Approve).State!.Status.ShouldBe(ProposalStatus.Published);
        Story.Published().Do(Contoso, new ProposeCorrection(Written, "S")).Do(Wingtip, new ApproveCorrection()).With(affiliated)
            .Try(Northwind, new ApproveCorrection()).ShouldAcceptWith<CorrectionApproved>();
    }

    [Fact]
    public void Publication_waits_for_the_consent_of_every_quoted_source()
    {
        var story = Story.Agreed().Do(Contoso, new QuoteSource(Litware, "Their figure of 12 hosts."));
        story.Try(Wingtip, Approve).ShouldRefuse("outcome.source_not_consented").Sentence.ShouldContain("Litware");
        story.Try(Northwind, new ConsentToQuotation("SRC-1")).ShouldRefuse("outcome.not_the_source");
        story.Try(Engineer(Litware), new ConsentToQuotation("SRC-1")).ShouldRefuse("actor.not_release_officer");
        story.Try(Litware, new ConsentToQuotation("SRC-2")).ShouldRefuse("outcome.no_such_source");
        story.Do(Litware, new ConsentToQuotation("SRC-1")).Try(Wingtip, Approve).ShouldAcceptWith<PublicationApproved>();
        story.Try(Litware, new ConsentToQuotation("SRC-1")).ShouldAccept();
    }

    [Fact]
    public void Quotations_are_named_and_taken_out_by_the_authors()
    {
        var story = Story.Opened();
        story.Try(Litware, new QuoteSource(Northwind, "W")).ShouldRefuse("proposal.not_author");
        story.Try(Contoso, new QuoteSource(new("acme"), "W")).ShouldRefuse("proposal.no_such_company");
        story.Try(Contoso, new QuoteSource(Contoso, "W")).ShouldRefuse("outcome.own_source");
        story.Try(Contoso, new QuoteSource(Litware, "")).ShouldRefuse("text.missing");
        story.Do(Contoso, new QuoteSource(Litware, "W")).Do(Contoso, new RemoveSource("SRC-1"));
        story.Try(Contoso, new RemoveSource("SRC-1")).ShouldAccept();
        story.Try(Contoso, new RemoveSource("SRC-2")).ShouldRefuse("outcome.no_such_source");
        story.Try(Litware, new RemoveSource("SRC-1")).ShouldRefuse("proposal.not_author");
        story.Try(Litware, new ConsentToQuotation("SRC-1")).ShouldRefuse("outcome.source_removed");
        Story.Published().Try(Contoso, new QuoteSource(Litware, "W")).ShouldRefuse("proposal.wrong_status");
        Story.Agreed().Try(Contoso, new RemoveSource("SRC-1")).ShouldRefuse("proposal.wrong_status");
    }

    [Fact]
    public void A_correction_takes_two_companies_and_makes_the_next_version()
    {
        var story = Story.Published().Do(Contoso, new ProposeCorrection(Written, "Spelling."));
        story.Try(Contoso, new ApproveCorrection()).ShouldRefuse("proposal.own_proposal");
        story.Do(Wingtip, new ApproveCorrection()).Try(Wingtip, new ApproveCorrection()).ShouldAccept();
        story.Try(new Actor(Nobody, Wingtip, Roles.Moderator), new ApproveCorrection()).ShouldRefuse("outcome.same_company");
        story.Do(Northwind, new ApproveCorrection()).State!.Publication!.ShouldSatisfyAllConditions(p => p.Version.ShouldBe(2), p => p.Number.ShouldBe("O-12"));
        story.Try(Northwind, new ApproveCorrection()).ShouldRefuse("outcome.no_correction");
    }

    [Fact]
    public void Corrections_are_refused_by_name()
    {
        var story = Story.Published();
        story.Try(Engineer(Litware), new ProposeCorrection(Written, "S")).ShouldRefuse("proposal.not_author");
        story.Try(Contoso, new ProposeCorrection(Written, "")).ShouldRefuse("text.missing");
        story.Try(Contoso, new ProposeCorrection(ProposalText.Empty, "S")).ShouldRefuse("proposal.sections_missing");
        story.Do(Litware, new ProposeCorrection(Written, "S")).Try(Contoso, new ProposeCorrection(Written, "S")).ShouldRefuse("outcome.correction_pending");
        Story.Agreed().Try(Contoso, new ProposeCorrection(Written, "S")).ShouldRefuse("proposal.wrong_status");
        Story.Agreed().Try(Wingtip, new ApproveCorrection()).ShouldRefuse("proposal.wrong_status");
        Story.Published().Try(Engineer(Wingtip), new ApproveCorrection()).ShouldRefuse("actor.not_moderator");
    }

    [Fact]
    public void Replacing_a_correction_takes_its_approval_back() =>
        Story.Published().Do(Contoso, new ProposeCorrection(Written, "S")).Do(Wingtip, new ApproveCorrection()).Do(Contoso, new ProposeCorrection(Written, "T"))
            .State!.Correction!.ApprovedBy.ShouldBeNull();

    [Fact]
    public void A_published_successor_supersedes_once()
    {
        var old = Story.Published().State!;
        var successor = old with { Id = "P-NEXT1", Supersedes = Id, Publication = old.Publication! with { Number = "O-13" } };
        var superseded = new Supersede().Decide(old, Actor.System, Start, successor).ShouldAcceptWith<ProposalSuperseded>();
        superseded.ShouldBe(new ProposalSuperseded(By.System, Start, "P-NEXT1", "O-13"));
        new Supersede().Decide(Proposal.Evolve(old, Id, superseded), Actor.System, Start, successor).ShouldAccept();
        new Supersede().Decide(old, Of(Wingtip), Start, successor).ShouldRefuse("actor.not_system");
        new Supersede().Decide(old, Actor.System, Start, successor with { Supersedes = "P-OTHER" }).ShouldRefuse("outcome.not_the_successor");
        new Supersede().Decide(old, Actor.System, Start, successor with { Publication = null }).ShouldRefuse("outcome.not_the_successor");
        new Supersede().Decide(old, Actor.System, Start, old with { Supersedes = Id }).ShouldRefuse("outcome.not_the_successor");
        new Supersede().Decide(Story.Agreed().State, Actor.System, Start, successor).ShouldRefuse("proposal.wrong_status");
        new Supersede().Decide(null, Actor.System, Start, successor).ShouldRefuse("not_found");
        new Supersede().Decide(Story.Published().Do(Litware, new FileAppeal(["G"])).State, Actor.System, Start, successor).ShouldRefuse("proposal.wrong_status");
    }
}
