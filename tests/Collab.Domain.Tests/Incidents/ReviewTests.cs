using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Incidents.Room;

namespace Collab.Domain.Tests.Incidents;

/// <summary>Review, final, summary, correction and retraction.</summary>
public sealed class ReviewTests
{
    private static readonly QuestionAsked Asked = new(Cleo.By, Now, 1, QuestionKind.Question, Fabrikam, Section.Impact, "Which hosts?");
    private static readonly QuestionAnswered Answered = new(Fay.By, Now, 1, "Windows hosts.");

    [Fact]
    public void The_source_alone_or_two_other_companies_together_begin_the_review()
    {
        var review = new RequestReview();
        review.Decide(Preliminary.Report(), Fay, Roll, Now).ShouldAccept(new ReviewStarted(Fay.By, Now, 2));
        var one = new ReviewRequested(Cleo.By, Now);
        review.Decide(Preliminary.Report(), Cleo, Roll, Now).ShouldAccept(one);
        review.Decide(Preliminary.Report(one), Carl, Roll, Now).ShouldAccept();
        review.Decide(Preliminary.Report(one), Nia, Roll, Now).ShouldAccept(new ReviewRequested(Nia.By, Now), new ReviewStarted(Nia.By, Now, 2));
    }

    [Fact]
    public void Affiliates_do_not_make_a_second_company()
    {
        new RequestReview().Decide(Preliminary.Report(), Lab, Roll, Now).ShouldRefuse("incident.related_to_source");
        var affiliates = new MemberRoll([.. Roll.Members.Select(m => m.Id == Contoso || m.Id == Northwind ? m with { Group = "g" } : m)]);
        new RequestReview().Decide(Preliminary.Report(new ReviewRequested(Cleo.By, Now)), Nia, affiliates, Now).ShouldAccept(new ReviewRequested(Nia.By, Now));
    }

    [Fact]
    public void A_review_needs_cause_impact_and_mitigations()
    {
        var review = new RequestReview();
        review.Decide(Shared.Report(), Fay, Roll, Now).ShouldRefuse("incident.section_missing").Sentence
            .ShouldBe("Still empty: What went wrong and why, Findings, Impact. Fill in what is missing.");
        review.Decide(Notice.Report(), Fay, Roll, Now).ShouldRefuse("incident.not_shared");
        review.Decide(UnderReview.Report(), Fay, Roll, Now).ShouldRefuse("incident.reviewed_already");
        review.Decide(Preliminary.Report(), Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        review.Decide(Retracted.Report(), Fay, Roll, Now).ShouldRefuse("incident.retracted");
    }

    [Fact]
    public void Any_recipient_asks_the_source_or_another_recipient()
    {
        var report = UnderReview.Report();
        new AskQuestion(QuestionKind.Question, "Which hosts?", Section.Impact).Decide(report, Cleo, Roll, Now).ShouldAccept(Asked);
        new AskQuestion(QuestionKind.FactCheck, "Count?", null, Contoso).Decide(report, Nia, Roll, Now).ShouldAcceptWith<QuestionAsked>().To.ShouldBe(Contoso);
        new AskQuestion(QuestionKind.Question, "x").Decide(report, Fay, Roll, Now).ShouldRefuse("incident.asks_itself");
        new AskQuestion(QuestionKind.Question, "x", null, Tailspin).Decide(report, Cleo, Roll, Now).ShouldRefuse("incident.asked_not_recipient");
        new AskQuestion(QuestionKind.Question, " ").Decide(report, Cleo, Roll, Now).ShouldRefuse("text.missing");
        new AskQuestion((QuestionKind)9, "x").Decide(report, Cleo, Roll, Now).ShouldRefuse("incident.question_kind_unknown");
        new AskQuestion(QuestionKind.Dispute, "x", (Section)99).Decide(report, Cleo, Roll, Now).ShouldRefuse("incident.section_unknown");
        new AskQuestion(QuestionKind.Dispute, "x").Decide(Shared.Report(), Cleo, Roll, Now).ShouldRefuse("incident.not_under_review");
        new AskQuestion(QuestionKind.Dispute, "x").Decide(Retracted.Report(), Cleo, Roll, Now).ShouldRefuse("incident.retracted");
        new AskQuestion(QuestionKind.Dispute, "x").Decide(report, Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        var full = UnderReview.Report([.. Enumerable.Range(1, 500).Select(n => Asked with { Number = n })]);
        new AskQuestion(QuestionKind.Question, "x").Decide(full, Cleo, Roll, Now).ShouldRefuse("incident.too_many_questions");
    }

    [Fact]
    public void The_company_asked_or_the_source_answers()
    {
        var report = UnderReview.Report(Asked);
        new AnswerQuestion(1, "Windows hosts.").Decide(report, Fay, Roll, Now).ShouldAccept(Answered);
        new AnswerQuestion(1, "x").Decide(report, Cleo, Roll, Now).ShouldRefuse("incident.not_asked");
        new AnswerQuestion(1, "x").Decide(report, Nia, Roll, Now).ShouldRefuse("incident.not_asked");
        new AnswerQuestion(1, "").Decide(report, Fay, Roll, Now).ShouldRefuse("text.missing");
        new AnswerQuestion(2, "x").Decide(report, Fay, Roll, Now).ShouldRefuse("incident.no_such_question");
        new AnswerQuestion(1, "x").Decide(UnderReview.Report(Asked, Answered), Fay, Roll, Now).ShouldRefuse("incident.question_closed");
        new AnswerQuestion(1, "x").Decide(UnderReview.Report(Asked with { To = Northwind }), Nia, Roll, Now).ShouldAcceptWith<QuestionAnswered>();
    }

    [Fact]
    public void What_is_not_settled_stands_printed_as_disputed()
    {
        var stands = new LetStand(1, "Seen differently.");
        stands.Decide(UnderReview.Report(Asked), Fay, Roll, Now).ShouldAccept(new QuestionStands(Fay.By, Now, 1, "Seen differently."));
        stands.Decide(UnderReview.Report(Asked), Cleo, Roll, Now).ShouldRefuse("incident.unanswered");
        stands.Decide(UnderReview.Report(Asked, Answered), Cleo, Roll, Now).ShouldAcceptWith<QuestionStands>();
        stands.Decide(UnderReview.Report(Asked), Nia, Roll, Now).ShouldRefuse("incident.not_party");
        stands.Decide(UnderReview.Report(Asked, new QuestionStands(Fay.By, Now, 1, "x")), Fay, Roll, Now).ShouldAccept();
        stands.Decide(UnderReview.Report(Asked, new QuestionWithdrawn(Cleo.By, Now, 1)), Fay, Roll, Now).ShouldRefuse("incident.question_closed");
        new LetStand(1, "").Decide(UnderReview.Report(Asked), Fay, Roll, Now).ShouldRefuse("text.missing");
        new LetStand(9, "x").Decide(UnderReview.Report(Asked), Fay, Roll, Now).ShouldRefuse("incident.no_such_question");
    }

    [Fact]
    public void The_company_that_asked_takes_it_back()
    {
        new WithdrawQuestion(1).Decide(UnderReview.Report(Asked), Cleo, Roll, Now).ShouldAccept(new QuestionWithdrawn(Cleo.By, Now, 1));
        new WithdrawQuestion(1).Decide(UnderReview.Report(Asked), Fay, Roll, Now).ShouldRefuse("incident.not_asker");
        new WithdrawQuestion(1).Decide(UnderReview.Report(Asked, new QuestionWithdrawn(Cleo.By, Now, 1)), Cleo, Roll, Now).ShouldAccept();
        new WithdrawQuestion(0).Decide(UnderReview.Report(Asked), Cleo, Roll, Now).ShouldRefuse("incident.no_such_question");
    }

    [Fact]
    public void Final_needs_all_sections_and_nothing_unanswered()
    {
        var finalise = new FinaliseReport();
        finalise.Decide(Complete.Report(), Fay, Roll, Now).ShouldAccept(new ReportFinalised(Fay.By, Now, 3));
        finalise.Decide(UnderReview.Report(), Fay, Roll, Now).ShouldRefuse("incident.section_missing");
        finalise.Decide(Complete.Report(Asked), Fay, Roll, Now).ShouldRefuse("incident.unanswered").Sentence.ShouldStartWith("Unanswered: 1.");
        finalise.Decide(Complete.Report(Asked, Answered), Fay, Roll, Now).ShouldAcceptWith<ReportFinalised>();
        finalise.Decide(Complete.Report(Asked, new QuestionStands(Fay.By, Now, 1, "x")), Fay, Roll, Now).ShouldAcceptWith<ReportFinalised>();
        finalise.Decide(Complete.Report(new FindingRecorded(Fay.By, Now, 2, "x", "y", null, null)), Fay, Roll, Now).ShouldRefuse("incident.finding_incomplete");
        finalise.Decide(Preliminary.Report(), Fay, Roll, Now).ShouldRefuse("incident.not_under_review");
        finalise.Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("incident.final_already");
        finalise.Decide(Complete.Report(), Cleo, Roll, Now).ShouldRefuse("incident.not_source");
        finalise.Decide(Complete.Report(), Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        finalise.Decide(Retracted.Report(), Fay, Roll, Now).ShouldRefuse("incident.retracted");
    }

    [Fact]
    public void A_summary_is_put_forward_by_the_sources_release_officer()
    {
        var request = new RequestRelease("Summary.", [Contoso, Fabrikam]);
        request.Decide(Final.Report(), Finn, Roll, Now).ShouldAcceptWith<SummaryReleaseRequested>().Quoted.ShouldBe([Contoso]);
        request.Decide(Public.Report(), Finn, Roll, Now).ShouldAcceptWith<SummaryReleaseRequested>();
        request.Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("incident.not_release_officer");
        request.Decide(Final.Report(), Carl, Roll, Now).ShouldRefuse("incident.not_source");
        request.Decide(Complete.Report(), Finn, Roll, Now).ShouldRefuse("incident.not_final");
        request.Decide(Retracted.Report(), Finn, Roll, Now).ShouldRefuse("incident.retracted");
        new RequestRelease("", []).Decide(Final.Report(), Finn, Roll, Now).ShouldRefuse("text.missing");
        new RequestRelease("x", [Tailspin]).Decide(Final.Report(), Finn, Roll, Now).ShouldRefuse("incident.quoted_not_recipient");
        request.Decide(Final.Report(new EmbargoProposed(Finn.By, Now, In7)), Finn, Roll, Now).ShouldRefuse("incident.embargo_not_over");
        request.Decide(Final.Report(new EmbargoProposed(Finn.By, Now, In7), new EmbargoProposalsRejected(Finn.By, Now, "x")), Finn, Roll, Now).ShouldAcceptWith<SummaryReleaseRequested>();
    }

    [Fact]
    public void A_quoted_company_consents_once_and_again_to_a_new_text()
    {
        var consent = new ConsentToRelease();
        consent.Decide(ReleaseRequested.Report(), Carl, Roll, Now).ShouldAccept(new QuoteConsented(Carl.By, Now));
        consent.Decide(ReleaseRequested.Report(new QuoteConsented(Carl.By, Now)), Carl, Roll, Now).ShouldAccept();
        consent.Decide(ReleaseRequested.Report(), Cleo, Roll, Now).ShouldRefuse("incident.not_release_officer");
        consent.Decide(ReleaseRequested.Report(), Nia, Roll, Now).ShouldRefuse("incident.not_quoted");
        consent.Decide(Final.Report(), Carl, Roll, Now).ShouldRefuse("incident.no_release_requested");
        consent.Decide(Retracted.Report(), Carl, Roll, Now).ShouldRefuse("incident.retracted");
        ReleaseRequested.Report(new QuoteConsented(Carl.By, Now), new SummaryReleaseRequested(Finn.By, Now, "New.", [Contoso])).Release!.Awaited.ShouldBe([Contoso]);
    }

    [Fact]
    public void Two_companies_release_a_summary()
    {
        var release = new ReleaseSummary();
        var consented = ReleaseRequested.Report(new QuoteConsented(Carl.By, Now));
        release.Decide(consented, Carl, Roll, Now).ShouldAccept(new SummaryReleased(Carl.By, Now, 3));
        release.Decide(consented, Finn, Roll, Now).ShouldRefuse("incident.moderator_related");
        release.Decide(consented, Lab, Roll, Now).ShouldRefuse("incident.moderator_related");
        release.Decide(consented, Nia, Roll, Now).ShouldRefuse("incident.not_moderator");
        release.Decide(ReleaseRequested.Report(), Carl, Roll, Now).ShouldRefuse("incident.consent_missing").Sentence.ShouldBe("Waits for the consent of Contoso, quoted in the summary.");
        release.Decide(Final.Report(), Carl, Roll, Now).ShouldRefuse("incident.no_release_requested");
        release.Decide(Complete.Report(), Carl, Roll, Now).ShouldRefuse("incident.not_final");
        release.Decide(Retracted.Report(), Carl, Roll, Now).ShouldRefuse("incident.retracted");
        release.Decide(ReleaseRequested.Report(new QuoteConsented(Carl.By, Now), new EmbargoProposed(Nia.By, Now, In7)), Carl, Roll, Now).ShouldRefuse("incident.embargo_not_over");
        Public.Report().Audience.ShouldBe(Recipients, "the report keeps its own label; the summary alone is public");
    }

    [Fact]
    public void A_correction_is_a_new_version_with_its_edits()
    {
        var correct = new CorrectReport("Typing error.", [new EditSection(Section.Prevention, "Tests."), new RecordContact("Desk 2", "x")]);
        correct.Decide(Final.Report(), Fay, Roll, Now).ShouldAccept(
            new ReportCorrected(Fay.By, Now, 4, "Typing error."),
            new SectionEdited(Fay.By, Now, Section.Prevention, "Tests."),
            new ContactRecorded(Fay.By, Now, 2, "Desk 2", "x"));
        correct.Decide(Public.Report(), Fay, Roll, Now).ShouldAcceptWith<ReportCorrected>();
        correct.Decide(Complete.Report(), Fay, Roll, Now).ShouldRefuse("incident.not_final");
        correct.Decide(Final.Report(), Cleo, Roll, Now).ShouldRefuse("incident.not_source");
        correct.Decide(Final.Report(), Guest, Roll, Now).ShouldRefuse("incident.not_engineer");
        correct.Decide(Retracted.Report(), Fay, Roll, Now).ShouldRefuse("incident.retracted");
        new CorrectReport("", correct.Edits).Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("text.missing");
        new CorrectReport("x", []).Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("incident.nothing_corrected");
        new CorrectReport("x", [new RecordContact("", "x")]).Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("text.missing");
        new CorrectReport("x", [new EditSection(Section.WhatHappened, "")]).Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("incident.section_missing");
        new CorrectReport("x", [new RecordFinding("New", "M")]).Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("incident.finding_incomplete");
        new CorrectReport("x", [.. Enumerable.Repeat(new EditSection(Section.Prevention, "x"), 101)]).Decide(Final.Report(), Fay, Roll, Now).ShouldRefuse("incident.too_many_edits");
        Final.Report(new ReportCorrected(Fay.By, Now, 4, "Typing error.")).Revisions.Select(r => r.Number).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void A_report_is_retracted_from_any_state_and_its_hash_stays()
    {
        foreach (var state in (IIncidentEvent[][])[Notice, Shared, UnderReview, Final, Public])
            new RetractReport("Wrong incident.").Decide(state.Report(), Hash, Fay, Now).ShouldAccept(new ReportRetracted(Fay.By, Now, "Wrong incident.", Hash));
        new RetractReport("").Decide(Final.Report(), Hash, Fay, Now).ShouldRefuse("text.missing");
        new RetractReport("x").Decide(Final.Report(), Hash, Cleo, Now).ShouldRefuse("incident.not_source");
        new RetractReport("x").Decide(Final.Report(), Hash, Guest, Now).ShouldRefuse("incident.not_engineer");
        new RetractReport("x").Decide(Retracted.Report(), Hash, Fay, Now).ShouldRefuse("incident.retracted");
        Retracted.Report().Tombstone!.Hash.ShouldBe(Hash);
        Should.Throw<ArgumentException>(() => new RetractReport("x").Decide(Final.Report(), "short", Fay, Now));
    }

    [Fact]
    public void The_outlook_says_what_comes_next_and_for_whom_it_waits()
    {
        Outlook([Opened]).Next.ShouldBe(NextStep.FillIn);
        Outlook(Notice).Next.ShouldBe(NextStep.Share);
        Outlook(Shared).Missing.ShouldBe([Section.WhatWentWrong, Section.Findings, Section.Impact]);
        Outlook(Preliminary).Next.ShouldBe(NextStep.RequestReview);
        var asked = Outlook([.. UnderReview, Asked with { To = Northwind }]);
        asked.Next.ShouldBe(NextStep.Answer);
        asked.WaitsFor.ShouldBe([Northwind]);
        asked.Unanswered.ShouldBe([1]);
        Outlook(UnderReview).Next.ShouldBe(NextStep.FillIn);
        Outlook(Complete).Next.ShouldBe(NextStep.Finalise);
        Outlook(Final).Next.ShouldBe(NextStep.RequestRelease);
        Outlook([.. Final, new EmbargoProposed(Finn.By, Now, In7)]).Next.ShouldBe(NextStep.AwaitEmbargo);
        Outlook(ReleaseRequested).WaitsFor.ShouldBe([Contoso]);
        Outlook([.. ReleaseRequested, new QuoteConsented(Carl.By, Now)]).Next.ShouldBe(NextStep.Release);
        Outlook(Public).Next.ShouldBe(NextStep.None);
        Outlook(Retracted).Next.ShouldBe(NextStep.None);
        Outlook(Embargoed).EmbargoEnd.ShouldBe(In7);
    }

    [Fact]
    public void Targets_count_from_the_beginning_and_are_late_by_the_clock()
    {
        var began = Now.AddHours(-1);
        var outlook = IncidentOutlook.For(Shared.Report(), Roll, Rules, began.AddDays(7).AddTicks(1));
        outlook.Notice.ShouldBe(new Target(began.AddHours(24), Now, false));
        outlook.Preliminary.ShouldBe(new Target(began.AddDays(7), null, true));
        outlook.Final.ShouldBe(new Target(began.AddDays(30), null, false));
    }

    [Fact]
    public void What_is_said_to_be_possible_is_what_the_command_says()
    {
        foreach (var state in (IIncidentEvent[][])[Notice, Shared, Preliminary, UnderReview, Complete, Final, ReleaseRequested, Public, Retracted, Embargoed])
        {
            foreach (var actor in (Actor[])[Fay, Finn, Lab, Cleo, Carl, Nia, Tom, Guest])
            {
                var report = state.Report();
                var possible = IncidentCommands.Possible(report, actor, Roll, Now);
                possible.Select(p => p.Command).Order(StringComparer.Ordinal).ShouldBe(Commands.Keys);
                foreach (var (command, refusal) in possible)
                {
                    if (refusal is not null)
                        Commands[command](report, actor, Now).ShouldBe(new Decision.Refused(refusal), $"{command} by {actor.Person} on {report.Status}");
                }
            }
        }
    }

    private static IncidentOutlook Outlook(IEnumerable<IEvent> events) => IncidentOutlook.For(events.Report(), Roll, Rules, Now);
}
