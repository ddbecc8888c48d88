using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Incidents.Room;

namespace Collab.Domain.Tests.Incidents;

/// <summary>Sharing a report, changing who reads it, and what companies say of their own products.</summary>
public sealed class SharingTests
{
    [Fact]
    public void A_release_officer_of_the_source_shares_a_draft_that_says_enough()
    {
        var share = new ShareReport(Recipients);
        share.Decide(Notice.Report(), Finn, Roll, Now).ShouldAccept(new ReportShared(Finn.By, Now, Recipients, 1));
        share.Decide(Notice.Report(), Fay, Roll, Now).ShouldRefuse("incident.not_release_officer");
        share.Decide(Shared.Report(), Carl, Roll, Now).ShouldRefuse("incident.not_source");
        share.Decide(Shared.Report(), Finn, Roll, Now).ShouldRefuse("incident.not_draft");
        share.Decide(Retracted.Report(), Finn, Roll, Now).ShouldRefuse("incident.retracted");
        share.Decide(new IEvent[] { Opened }.Report(), Finn, Roll, Now).ShouldRefuse("incident.section_missing").Sentence
            .ShouldBe("Still empty: What happened, Systems in scope, Timeline. Fill in what is missing.");
    }

    [Fact]
    public void Sharing_names_an_audience_that_contradicts_itself_or_goes_to_nobody()
    {
        var report = Notice.Report();
        new ShareReport(Audience.Amber()).Decide(report, Finn, Roll, Now).ShouldRefuse("audience.companies_missing");
        new ShareReport(Audience.Amber(Contoso, Northwind)).Decide(report, Finn, Roll, Now).ShouldRefuse("incident.source_left_out");
        new ShareReport(Audience.Red(Carl.Person)).Decide(report, Finn, Roll, Now).ShouldRefuse("incident.source_left_out");
        new ShareReport(Audience.AmberStrict(Fabrikam)).Decide(report, Finn, Roll, Now).ShouldRefuse("incident.recipients_missing");
        new ShareReport(Audience.Red(Finn.Person)).Decide(report, Finn, Roll, Now).ShouldRefuse("incident.recipients_missing");
        new ShareReport(Audience.Amber(Fabrikam, new MemberId("nobody"))).Decide(report, Finn, Roll, Now).ShouldRefuse("audience.not_a_member");
        new ShareReport(Audience.Green).Decide(report, Finn, Roll, Now).ShouldAcceptWith<ReportShared>();
        new ShareReport(Audience.Red(Finn.Person, Carl.Person)).Decide(report, Finn, Roll, Now).ShouldAcceptWith<ReportShared>();
    }

    [Fact]
    public void The_source_alone_changes_the_audience_and_its_release_officer_alone_loosens_it()
    {
        var report = Shared.Report();
        var narrower = new ChangeAudience(Audience.AmberStrict(Fabrikam, Contoso), "Need to know.");
        var wider = new ChangeAudience(Audience.Green, "All are affected.");
        narrower.Decide(report, Fay, Roll, Now).ShouldAccept(new AudienceChanged(Fay.By, Now, narrower.Audience, narrower.Reason));
        wider.Decide(report, Fay, Roll, Now).ShouldRefuse("incident.not_release_officer");
        wider.Decide(report, Finn, Roll, Now).ShouldAcceptWith<AudienceChanged>();
        wider.Decide(report, Carl, Roll, Now).ShouldRefuse("incident.not_source");
        wider.Decide(report, Lab, Roll, Now).ShouldRefuse("incident.not_source");
        narrower.Decide(report, Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        narrower.Decide(Notice.Report(), Finn, Roll, Now).ShouldRefuse("incident.not_shared");
        narrower.Decide(Retracted.Report(), Finn, Roll, Now).ShouldRefuse("incident.retracted");
        new ChangeAudience(Audience.Green, "").Decide(report, Finn, Roll, Now).ShouldRefuse("text.missing");
        new ChangeAudience(Recipients, "Same.").Decide(report, Finn, Roll, Now).ShouldAccept();
        new ChangeAudience(Audience.Amber(Contoso), "x").Decide(report, Finn, Roll, Now).ShouldRefuse("incident.source_left_out");
        new ChangeAudience(Audience.Red(), "x").Decide(report, Finn, Roll, Now).ShouldRefuse("audience.people_missing");
    }

    [Fact]
    public void A_company_that_is_left_out_finds_nothing_from_then_on()
    {
        var report = Shared.Report(new AudienceChanged(Fay.By, Now, Audience.Amber(Fabrikam, Contoso), "Need to know."));
        new SetCompanyStatus(CompanyStatus.Affected).Decide(report, Nia, Roll, Now).ShouldRefuse("not_found");
    }

    [Fact]
    public void A_company_speaks_for_its_own_products_and_every_recipient_stands_on_the_board_once()
    {
        var set = new SetCompanyStatus(CompanyStatus.Affected, "Same pattern.");
        set.Decide(Shared.Report(), Cleo, Roll, Now).ShouldAccept(new CompanyStatusSet(Cleo.By, Now, CompanyStatus.Affected, "Same pattern."));
        new SetCompanyStatus(CompanyStatus.NotChecked).Decide(Shared.Report(), Cleo, Roll, Now).ShouldAccept();
        new SetCompanyStatus((CompanyStatus)9).Decide(Shared.Report(), Cleo, Roll, Now).ShouldRefuse("incident.status_unknown");
        new SetCompanyStatus(CompanyStatus.Affected, new string('x', 20_000)).Decide(Shared.Report(), Cleo, Roll, Now).ShouldRefuse("text.too_long");
        set.Decide(Shared.Report(), Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        set.Decide(Retracted.Report(), Cleo, Roll, Now).ShouldRefuse("incident.retracted");

        var board = Shared.Report(new CompanyStatusSet(Cleo.By, Now, CompanyStatus.Affected, null)).StatusBoard(Roll);
        board.ShouldBe([
            (Contoso, CompanyStatus.Affected), (Fabrikam, CompanyStatus.NotChecked), (FabrikamLabs, CompanyStatus.NotChecked), (Northwind, CompanyStatus.NotChecked)]);
        Notice.Report(new ReportShared(Finn.By, Now, Audience.Green, 1)).StatusBoard(Roll).Select(b => b.Company).ShouldBe(Roll.Members.Select(m => m.Id));
        Notice.Report(new ReportShared(Finn.By, Now, Audience.Red(Finn.Person, Carl.Person), 1), new CompanyStatusSet(Carl.By, Now, CompanyStatus.NotAffected, null))
            .StatusBoard(Roll).ShouldBe([(Contoso, CompanyStatus.NotAffected), (Fabrikam, CompanyStatus.NotChecked)]);
    }

    [Fact]
    public void While_an_embargo_runs_a_company_that_is_added_accepts_first()
    {
        var report = Embargoed.Report();
        var wider = Audience.Amber(Fabrikam, FabrikamLabs, Contoso, Northwind, Tailspin);
        new ChangeAudience(wider, "Affected too.").Decide(report, Finn, Roll, Now).ShouldAcceptWith<CompaniesInvited>().Companies.ShouldBe([Tailspin]);
        new ChangeAudience(Audience.Green, "All.").Decide(report, Finn, Roll, Now).ShouldRefuse("incident.embargo_runs");

        var invited = Embargoed.Report(new CompaniesInvited(Finn.By, Now, [Tailspin], "Affected too."));
        foreach (var (name, command) in Commands)
        {
            if (name != nameof(AcceptEmbargo))
                command(invited, Tom, Now).ShouldBe(new Decision.Refused(Refusal.NotFound), name);
        }

        var joined = new AcceptEmbargo(In7).Decide(invited, Tom, Roll, Now);
        joined.ShouldAccept(new EmbargoAccepted(Tom.By, Now, In7), new InvitationAccepted(Tom.By, Now));
        var after = Embargoed.Report([new CompaniesInvited(Finn.By, Now, [Tailspin], "Affected too."), .. ((Decision.Accepted)joined).Events]);
        after.Audience.ShouldBe(wider);
        after.Invited.ShouldBeEmpty();
        after.Embargo.Bound.ShouldContain(Tailspin);
        new AcceptEmbargo(In5).Decide(invited, Tom, Roll, Now).ShouldRefuse("embargo.other_end");
    }

    [Fact]
    public void An_invited_company_reads_the_report_once_the_embargo_is_over_and_not_when_it_is_taken_off_again()
    {
        var invited = new CompaniesInvited(Finn.By, Now, [Tailspin], "Affected too.");
        Embargoed.Report(invited, new EmbargoEnded(Domain.By.System, In7, EmbargoEnding.EndReached, null)).Audience.Admits(Tom).ShouldBeTrue();
        var off = new ChangeAudience(Recipients, "Not affected.").Decide(Embargoed.Report(invited), Finn, Roll, Now).ShouldAcceptWith<AudienceChanged>();
        Embargoed.Report(invited, off).IsInvited(Tom).ShouldBeFalse();
    }
}
