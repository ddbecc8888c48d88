using Collab.Domain.Members;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Members;

public class ParticipantTests
{
    private static readonly PersonId Eve = new("sub-eve");
    private static readonly By EveOfLitware = new(Eve, Litware);
    private static readonly ParticipantJoined Joined = new(EveOfLitware, Start, Eve, Litware, "Eve", "eve@litware.example", ParticipantKind.Person, Roles.Engineer);
    private static readonly ModeratorGrantProposed Proposed = new(Of(Contoso).By, Start, "Fair.");
    private static readonly ModeratorGrantConfirmed Confirmed = new(Of(Fabrikam).By, Start);
    private static readonly Member Company = Spec.Given<Member>("member-litware", new MemberAdmittedAtStart(By.System, Start, Litware, "Litware", ["litware.example"]))!;
    private static readonly Actor AsEve = new(Eve, Litware, Roles.Engineer);

    private static Participant Person(params IEnumerable<IParticipantEvent> events) => Spec.Given<Participant>("person-sub-eve", events.Prepend(Joined))!;

    private static Participant Program() => Spec.Given<Participant>("person-sub-eve", Joined with { Kind = ParticipantKind.Program })!;

    [Fact]
    public void First_sign_in_joins_and_a_later_one_takes_over_the_profile()
    {
        var join = new JoinRoom(Eve, Litware, "Eve", "eve@litware.example", ParticipantKind.Person);
        join.Decide(null, Company, Start).ShouldAccept(Joined);
        (join with { AdminAtStart = true }).Decide(null, Company, Start).ShouldAcceptWith<ParticipantJoined>().Roles.ShouldBe(Roles.Engineer | Roles.Admin);
        join.Decide(Person(), Company, Start).ShouldAccept();
        (join with { Name = "Eva" }).Decide(Person(), Company, Start).ShouldAccept(new ParticipantProfileChanged(EveOfLitware, Start, "Eva", "eve@litware.example"));
        join.Decide(null, null, Start).ShouldRefuse("not_found");
        join.Decide(null, Company with { Status = MemberStatus.Suspended }, Start).ShouldRefuse("member.not_admitted");
        join.Decide(Person() with { Company = Contoso }, Company, Start).ShouldRefuse("participant.other_company");
        (join with { Person = By.System.Person }).Decide(null, Company, Start).ShouldRefuse("participant.reserved");
        (join with { Name = "\n" }).Decide(null, Company, Start).ShouldRefuse("text.missing");
    }

    [Fact]
    public void An_actor_is_an_enabled_person_of_an_admitted_company()
    {
        Participant.ActorOf(Person(), Company).ShouldBe(AsEve);
        Participant.ActorOf(Person(new ParticipantDisabled(Of(Litware).By, Start, "Left.")), Company).ShouldBeNull();
        Participant.ActorOf(Person(), null).ShouldBeNull();
        Participant.ActorOf(null, Company).ShouldBeNull();
        Participant.ActorOf(Person() with { Company = Contoso }, Company).ShouldBeNull();
        foreach (var status in new[] { MemberStatus.Applied, MemberStatus.Suspended, MemberStatus.Left })
            Participant.ActorOf(Person(), Company with { Status = status }).ShouldBeNull();
    }

    [Fact]
    public void An_admin_sets_the_roles_of_the_companys_own_people()
    {
        new SetRoles(Roles.Representative).Decide(Person(), Of(Litware), Start).ShouldAccept(new RolesChanged(Of(Litware).By, Start, Roles.Engineer | Roles.Representative));
        new SetRoles(Roles.Engineer).Decide(Person(), Of(Litware), Start).ShouldAccept();
        new SetRoles(Roles.Representative).Decide(Person(), Of(Contoso), Start).ShouldRefuse("actor.other_company");
        new SetRoles(Roles.Representative).Decide(Person(), AsEve, Start).ShouldRefuse("actor.not_admin");
        new SetRoles(Roles.Moderator).Decide(Person(), Of(Litware), Start).ShouldRefuse("participant.moderator_role");
        new SetRoles(Roles.Engineer).Decide(Person(), AsEve with { Roles = Roles.Admin }, Start).ShouldRefuse("participant.own_admin");
        new SetRoles(Roles.Admin).Decide(null, Of(Litware), Start).ShouldRefuse("not_found");
    }

    [Fact]
    public void Setting_roles_leaves_Moderator_alone() =>
        Person(new ModeratorGrantedAtStart(By.System, Start), new RolesChanged(Of(Litware).By, Start, Roles.Engineer)).Roles.ShouldBe(Roles.Engineer | Roles.Moderator);

    [Fact]
    public void The_admin_or_the_provider_disables_and_enables()
    {
        var disabled = new ParticipantDisabled(Of(Litware).By, Start, "Left.");
        new DisableParticipant("Left.").Decide(Person(), Of(Litware), Start).ShouldAccept(disabled);
        new DisableParticipant("Left.").Decide(Person(), Actor.System, Start).ShouldAccept(new ParticipantDisabled(By.System, Start, "Left."));
        new DisableParticipant("Left.").Decide(Person(disabled), Of(Litware), Start).ShouldAccept();
        new DisableParticipant("").Decide(Person(), Of(Litware), Start).ShouldRefuse("text.missing");
        new DisableParticipant("R").Decide(Person(), Of(Contoso), Start).ShouldRefuse("actor.other_company");
        new DisableParticipant("R").Decide(Person(), AsEve, Start).ShouldRefuse("actor.not_admin");
        new DisableParticipant("R").Decide(Person(), AsEve with { Roles = Roles.Admin }, Start).ShouldRefuse("participant.own_admin");
        new EnableParticipant("Back.").Decide(Person(disabled), Of(Litware), Start).ShouldAccept(new ParticipantEnabled(Of(Litware).By, Start, "Back."));
        new EnableParticipant("Back.").Decide(Person(), Of(Litware), Start).ShouldAccept();
        new EnableParticipant("Back.").Decide(Person(disabled), Of(Contoso), Start).ShouldRefuse("actor.other_company");
    }

    [Fact]
    public void Two_moderators_of_other_unrelated_companies_grant_and_the_person_accepts()
    {
        new ProposeModerator("Fair.").Decide(Person(), Of(Contoso), Start, Roll).ShouldAccept(Proposed);
        new ConfirmModerator().Decide(Person(Proposed), Of(Fabrikam), Start, Roll).ShouldAccept(Confirmed);
        new AcceptModerator().Decide(Person(Proposed, Confirmed), AsEve, Start).ShouldAccept(new ModeratorGrantAccepted(EveOfLitware, Start));
        Person(Proposed, Confirmed, new ModeratorGrantAccepted(EveOfLitware, Start)).Roles.ShouldBe(Roles.Engineer | Roles.Moderator);
    }

    [Fact]
    public void Moderator_grants_are_refused_by_name()
    {
        var moderator = Person(new ModeratorGrantedAtStart(By.System, Start));
        new ProposeModerator("R").Decide(Person(), Of(Litware), Start, Roll).ShouldRefuse("participant.own_company");
        new ProposeModerator("R").Decide(Person(), Of(Contoso), Start, RollOf(Entry(Contoso, group: "g"), Entry(Litware, group: "g"))).ShouldRefuse("participant.own_company");
        new ProposeModerator("R").Decide(Person(), Engineer(Contoso), Start, Roll).ShouldRefuse("actor.not_moderator");
        new ProposeModerator("R").Decide(Program(), Of(Contoso), Start, Roll).ShouldRefuse("participant.program");
        new ProposeModerator("R").Decide(moderator, Of(Contoso), Start, Roll).ShouldRefuse("participant.is_moderator");
        new ProposeModerator("R").Decide(Person() with { DisabledBecause = "Left." }, Of(Contoso), Start, Roll).ShouldRefuse("participant.disabled");
        new ProposeModerator("R").Decide(Person(Proposed), Of(Fabrikam), Start, Roll).ShouldRefuse("participant.grant_pending");
        new ProposeModerator("").Decide(Person(), Of(Contoso), Start, Roll).ShouldRefuse("text.missing");
        new ConfirmModerator().Decide(Person(), Of(Fabrikam), Start, Roll).ShouldRefuse("participant.no_grant");
        new ConfirmModerator().Decide(Person(Proposed), Of(Contoso), Start, Roll).ShouldRefuse("participant.same_company");
        new ConfirmModerator().Decide(Person(Proposed, Confirmed), Of(Wingtip), Start, Roll).ShouldAccept();
        new AcceptModerator().Decide(Person(Proposed), AsEve, Start).ShouldRefuse("participant.grant_unconfirmed");
        new AcceptModerator().Decide(Person(), AsEve, Start).ShouldRefuse("participant.no_grant");
        new AcceptModerator().Decide(Person(Proposed, Confirmed), Of(Litware), Start).ShouldRefuse("participant.not_you");
        new AcceptModerator().Decide(moderator, AsEve, Start).ShouldAccept();
    }

    [Fact]
    public void The_first_moderators_come_from_the_bootstrap_list()
    {
        new GrantModeratorAtStart().Decide(Person(), Actor.System, Start).ShouldAccept(new ModeratorGrantedAtStart(By.System, Start));
        new GrantModeratorAtStart().Decide(Person(new ModeratorGrantedAtStart(By.System, Start)), Actor.System, Start).ShouldAccept();
        new GrantModeratorAtStart().Decide(Person(), Of(Contoso), Start).ShouldRefuse("actor.not_system");
        new GrantModeratorAtStart().Decide(Program(), Actor.System, Start).ShouldRefuse("participant.program");
    }

    [Fact]
    public void The_person_or_an_admin_ends_the_role_and_declines_a_grant()
    {
        var moderator = Person(new ModeratorGrantedAtStart(By.System, Start));
        new EndModerator("No time.").Decide(moderator, AsEve, Start).ShouldAccept(new ModeratorRoleEnded(EveOfLitware, Start, "No time."));
        new EndModerator("R").Decide(moderator, Of(Litware), Start).ShouldAcceptWith<ModeratorRoleEnded>();
        new EndModerator("R").Decide(Person(Proposed), AsEve, Start).ShouldAcceptWith<ModeratorRoleEnded>();
        new EndModerator("R").Decide(moderator, Of(Contoso), Start).ShouldRefuse("participant.not_you");
        new EndModerator("R").Decide(Person(), AsEve, Start).ShouldRefuse("participant.not_moderator");
        new EndModerator("").Decide(moderator, AsEve, Start).ShouldRefuse("text.missing");
    }
}
