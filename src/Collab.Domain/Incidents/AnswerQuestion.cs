using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Answers what was raised. The company asked does, or the reporting company; never the one that raised it.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.not_under_review</c>,
/// <c>incident.no_such_question</c>, <c>incident.not_asked</c>, <c>text.*</c>, <c>incident.question_closed</c>.</para>
/// </summary>
/// <param name="Number">The question.</param>
/// <param name="Markdown">The answer.</param>
public sealed record AnswerQuestion(int Number, string Markdown)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((Guard(report, actor, roll, now) ?? AskQuestion.NoSuchQuestion(report!, Number)) is { } refusal)
            return refusal;
        var question = report!.Questions[Number - 1];
        if (question.From == actor.Company || (question.To != actor.Company && report.Source != actor.Company))
            return Refusal.Forbidden("incident.not_asked", "Only the company asked, or the reporting company, answers.");
        if (Text.Statement(Markdown, "markdown", "The answer") is { } text)
            return text;
        return question.State == QuestionState.Open
            ? Decision.Accept(new QuestionAnswered(actor.By, now, Number, Markdown))
            : Refusal.Conflict("incident.question_closed", "It waits for no answer any more.");
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) => AskQuestion.Guard(report, actor, roll, now);
}
