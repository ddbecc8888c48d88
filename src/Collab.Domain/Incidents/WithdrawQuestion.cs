using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Takes back what one's own company raised.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.not_under_review</c>,
/// <c>incident.no_such_question</c>, <c>incident.not_asker</c>.</para>
/// </summary>
/// <param name="Number">The question.</param>
public sealed record WithdrawQuestion(int Number)
{
    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if ((AskQuestion.Guard(report, actor, roll, now) ?? AskQuestion.NoSuchQuestion(report!, Number)) is { } refusal)
            return refusal;
        var question = report!.Questions[Number - 1];
        if (question.From != actor.Company)
            return Refusal.Forbidden("incident.not_asker", "Only the company that raised it takes it back.");
        return question.State == QuestionState.Withdrawn ? Decision.Accept() : Decision.Accept(new QuestionWithdrawn(actor.By, now, Number));
    }
}
