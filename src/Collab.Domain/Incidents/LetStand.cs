using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Lets what was raised stand printed as disputed: the reporting company in place of an answer, or the company that
/// raised it when the answer does not settle it.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.not_under_review</c>,
/// <c>incident.no_such_question</c>, <c>incident.not_party</c>, <c>text.*</c>, <c>incident.unanswered</c>, <c>incident.question_closed</c>.</para>
/// </summary>
/// <param name="Number">The question.</param>
/// <param name="Reason">What stays in dispute, printed with it.</param>
public sealed record LetStand(int Number, string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((AskQuestion.Guard(report, actor, roll, now) ?? AskQuestion.NoSuchQuestion(report!, Number)) is { } refusal)
            return refusal;
        var question = report!.Questions[Number - 1];
        if (question.From != actor.Company && report.Source != actor.Company)
            return Refusal.Forbidden("incident.not_party", "Only the reporting company, or the company that raised it, lets it stand as disputed.");
        if (Text.Statement(Reason, "reason", "What stays in dispute") is { } text)
            return text;
        return question.State switch
        {
            QuestionState.Disputed => Decision.Accept(),
            QuestionState.Withdrawn => Refusal.Conflict("incident.question_closed", "It was taken back, so there is nothing to dispute."),
            QuestionState.Open when report.Source != actor.Company =>
                Refusal.Conflict("incident.unanswered", "It waits for an answer. Let it stand as disputed when the answer does not settle it."),
            _ => Decision.Accept(new QuestionStands(actor.By, now, Number, Reason)),
        };
    }
}
