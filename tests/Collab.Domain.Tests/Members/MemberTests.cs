using System.Collections.Immutable;
using Collab.Domain.Members;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Members;

public class MemberTests
{
    private const string Stream = "member-proseware";
    private static readonly MemberId Proseware = new("proseware");
    private static readonly ImmutableSortedSet<string> Domains = ["proseware.example"];
    private static readonly MemberApplied Applied = new(Of(Contoso).By, Start, Proseware, "Proseware", Domains);
    private static readonly MemberMotionProposed Admit = new(Of(Contoso).By, Start, MemberMotion.Admit, "Known well.", null);

    private static Member Company(params IEnumerable<IMemberEvent> events) => Spec.Given<Member>(Stream, events.Prepend(Applied))!;

    private static Member Admitted(params IEnumerable<IMemberEvent> events) =>
        Company(events.Prepend(new MemberAdmitted(Of(Fabrikam).By, Start, Of(Contoso).By)).Prepend(Admit));

    [Fact]
    public void The_first_members_are_admitted_by_the_bootstrap_list_once()
    {
        var command = new AdmitAtStart(Proseware, "Proseware", Domains);
        command.Decide(null, Actor.System, Start).ShouldAccept(new MemberAdmittedAtStart(By.System, Start, Proseware, "Proseware", Domains));
        command.Decide(Company(), Actor.System, Start).ShouldAccept();
        command.Decide(null, Of(Contoso), Start).ShouldRefuse("actor.not_system");
    }

    [Fact]
    public void A_moderator_writes_down_that_a_company_applies()
    {
        var command = new ApplyForMembership(Proseware, "Proseware", Domains);
        command.Decide(null, Of(Contoso), Start, Roll).ShouldAccept(Applied);
        command.Decide(null, Engineer(Contoso), Start, Roll).ShouldRefuse("actor.not_moderator");
        command.Decide(Company(), Of(Contoso), Start, Roll).ShouldRefuse("member.exists");
        (command with { Name = "CONTOSO" }).Decide(null, Of(Contoso), Start, Roll).ShouldRefuse("member.name_taken");
        (command with { Name = "a\u202Eb" }).Decide(null, Of(Contoso), Start, Roll).ShouldRefuse("text.control_characters");
        (command with { Member = new("System!") }).Decide(null, Of(Contoso), Start, Roll).ShouldRefuse("member.id");
        (command with { Member = new("system") }).Decide(null, Of(Contoso), Start, Roll).ShouldRefuse("member.id");
        (command with { Domains = ["no domain"] }).Decide(null, Of(Contoso), Start, Roll).ShouldRefuse("member.domain");
        (command with { Domains = [] }).Decide(null, Of(Contoso), Start, Roll).ShouldRefuse("member.domain");
    }

    [Fact]
    public void Moderators_of_two_unrelated_companies_admit()
    {
        new ProposeMotion(MemberMotion.Admit, "Known well.").Decide(Company(), Of(Contoso), Start, Roll).ShouldAccept(Admit);
        var confirm = new ConfirmMotion(MemberMotion.Admit);
        confirm.Decide(Company(Admit), Of(Fabrikam), Start, Roll).ShouldAccept(new MemberAdmitted(Of(Fabrikam).By, Start, Of(Contoso).By));
        confirm.Decide(Company(Admit), Of(Contoso), Start, Roll).ShouldRefuse("member.same_company");
        confirm.Decide(Company(Admit), Of(Fabrikam), Start, RollOf(Entry(Contoso, group: "g"), Entry(Fabrikam, group: "g"))).ShouldRefuse("member.same_company");
        confirm.Decide(Company(Admit), Engineer(Fabrikam), Start, Roll).ShouldRefuse("actor.not_moderator");
        confirm.Decide(Company(Admit), Of(Fabrikam), Start, RollOf(Entry(Contoso, MemberStatus.Suspended))).ShouldRefuse("member.motion_lapsed");
        confirm.Decide(Company(), Of(Fabrikam), Start, Roll).ShouldRefuse("member.no_motion");
        new ConfirmMotion(MemberMotion.Suspend).Decide(Company(Admit), Of(Fabrikam), Start, Roll).ShouldRefuse("member.no_motion");
        confirm.Decide(null, Of(Fabrikam), Start, Roll).ShouldRefuse("not_found");
    }

    [Fact]
    public void Nobody_decides_about_their_own_company()
    {
        new ProposeMotion(MemberMotion.Suspend, "R").Decide(Admitted(), Of(Proseware), Start, Roll).ShouldRefuse("member.own_company");
        var pending = Admitted(new MemberMotionProposed(Of(Contoso).By, Start, MemberMotion.Suspend, "R", null));
        new ConfirmMotion(MemberMotion.Suspend).Decide(pending, Of(Proseware), Start, Roll).ShouldRefuse("member.own_company");
    }

    [Fact]
    public void Motions_are_refused_by_name()
    {
        new ProposeMotion(MemberMotion.Admit, "R").Decide(Company(Admit), Of(Fabrikam), Start, Roll).ShouldRefuse("member.motion_pending").Sentence.ShouldContain("Contoso");
        new ProposeMotion(MemberMotion.Admit, "R").Decide(Company(Admit), Of(Fabrikam), Start, RollOf(Entry(Contoso, MemberStatus.Suspended))).ShouldAcceptWith<MemberMotionProposed>();
        new ProposeMotion(MemberMotion.Suspend, "R").Decide(Company(), Of(Fabrikam), Start, Roll).ShouldRefuse("member.wrong_status");
        new ProposeMotion(MemberMotion.Admit, "R").Decide(Admitted(), Of(Fabrikam), Start, Roll).ShouldRefuse("member.wrong_status");
        new ProposeMotion(MemberMotion.Admit, "").Decide(Company(), Of(Fabrikam), Start, Roll).ShouldRefuse("text.missing");
        new ProposeMotion(MemberMotion.Affiliate, "R").Decide(Admitted(), Of(Fabrikam), Start, Roll).ShouldRefuse("member.group");
        new ProposeMotion(MemberMotion.EndAffiliation, "R").Decide(Admitted(), Of(Fabrikam), Start, Roll).ShouldRefuse("member.wrong_status");
        new ProposeMotion(MemberMotion.Affiliate, "R", "wind").Decide(Admitted(), Of(Fabrikam), Start, RollOf(Entry(Fabrikam, group: "wind"))).ShouldRefuse("member.own_company");
        new ProposeMotion((MemberMotion)9, "R").Decide(Company(), Of(Fabrikam), Start, Roll).ShouldRefuse("member.no_such_motion");
    }

    [Fact]
    public void The_company_that_proposed_takes_a_motion_back()
    {
        new WithdrawMotion().Decide(Company(Admit), Of(Contoso), Start).ShouldAccept(new MemberMotionWithdrawn(Of(Contoso).By, Start, MemberMotion.Admit));
        new WithdrawMotion().Decide(Company(Admit), Of(Fabrikam), Start).ShouldRefuse("actor.other_company");
        new WithdrawMotion().Decide(Company(), Of(Contoso), Start).ShouldRefuse("member.no_motion");
    }

    [Fact]
    public void Suspension_reinstatement_and_affiliation_take_two_companies_each()
    {
        var state = Admitted();
        foreach (var (motion, group) in new[] { (MemberMotion.Suspend, (string?)null), (MemberMotion.Reinstate, null), (MemberMotion.Affiliate, "wind"), (MemberMotion.EndAffiliation, null) })
        {
            state = Evolve(state, new ProposeMotion(motion, "R", group).Decide(state, Of(Contoso), Start, Roll));
            state = Evolve(state, new ConfirmMotion(motion).Decide(state, Of(Fabrikam), Start, Roll));
            (state.Status, state.Group).ShouldBe(motion switch
            {
                MemberMotion.Suspend => (MemberStatus.Suspended, null),
                MemberMotion.Affiliate => (MemberStatus.Admitted, "wind"),
                _ => (MemberStatus.Admitted, null),
            });
        }

        static Member Evolve(Member state, Decision decision) => Member.Evolve(state, Stream, decision.ShouldBeOfType<Decision.Accepted>().Events.ShouldHaveSingleItem());
    }

    [Fact]
    public void A_company_leaves_and_renames_itself_by_its_own_admin()
    {
        new LeaveRoom("Sold.").Decide(Admitted(), Of(Proseware), Start).ShouldAccept(new MemberLeft(Of(Proseware).By, Start, "Sold."));
        new LeaveRoom("").Decide(Admitted(), Of(Proseware), Start).ShouldRefuse("text.missing");
        new LeaveRoom("R").Decide(Admitted(), Of(Contoso), Start).ShouldRefuse("actor.other_company");
        new LeaveRoom("R").Decide(Admitted(), Engineer(Proseware), Start).ShouldRefuse("actor.not_admin");
        new LeaveRoom("R").Decide(Company(), Of(Proseware), Start).ShouldRefuse("member.wrong_status");
        new RenameMember("Prose").Decide(Admitted(), Of(Proseware), Start, Roll).ShouldAccept(new MemberRenamed(Of(Proseware).By, Start, "Prose"));
        new RenameMember("Proseware").Decide(Admitted(), Of(Proseware), Start, Roll).ShouldAccept();
        new RenameMember("contoso ").Decide(Admitted(), Of(Proseware), Start, Roll).ShouldRefuse("member.name_taken");
        new RenameMember("Prose").Decide(Admitted(), Of(Contoso), Start, Roll).ShouldRefuse("actor.other_company");
    }

    [Fact]
    public void The_installation_sets_sane_rules()
    {
        var shorter = new RoomRules { LastCall = TimeSpan.FromDays(12) };
        new SetRoomRules(shorter, "Summer.").Decide(null, Actor.System, Start).ShouldAccept(new RoomRulesChanged(By.System, Start, shorter, "Summer."));
        new SetRoomRules(new(), "Same.").Decide(null, Actor.System, Start).ShouldAccept();
        new SetRoomRules(shorter, "R").Decide(null, Of(Contoso), Start).ShouldRefuse("actor.not_system");
        new SetRoomRules(new() { LastCall = TimeSpan.FromDays(9) }, "R").Decide(null, Actor.System, Start).ShouldRefuse("rules.last_call");
        new SetRoomRules(new() { AppealAnswer = TimeSpan.Zero }, "R").Decide(null, Actor.System, Start).ShouldRefuse("rules.duration");
        new SetRoomRules(new() { QuorumMinimum = 1 }, "R").Decide(null, Actor.System, Start).ShouldRefuse("rules.count");
        new SetRoomRules(shorter, "").Decide(null, Actor.System, Start).ShouldRefuse("text.missing");
    }
}
