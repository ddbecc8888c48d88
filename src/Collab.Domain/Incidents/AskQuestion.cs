using Collab.Domain.Members;

namespace Collab.Domain.Incidents;

/// <summary>
/// Raises a question, a dispute or a fact to check in a review. Any recipient company may.
/// <para>Refusals: <c>not_found</c>, <c>incident.not_engineer</c>, <c>incident.retracted</c>, <c>incident.not_under_review</c>,
/// <c>incident.question_kind_unknown</c>, <c>incident.section_unknown</c>, <c>text.*</c>, <c>incident.asks_itself</c>,
/// <c>incident.asked_not_recipient</c>, <c>incident.too_many_questions</c>.</para>
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Markdown">Its text.</param>
/// <param name="Section">The section that it is about.</param>
/// <param name="To">The company that is asked; null for the reporting company.</param>
public sealed record AskQuestion(QuestionKind Kind, string Markdown, Section? Section = null, MemberId? To = null)
{
    /// <summary>The most questions on one report.</summary>
    public const int QuestionLimit = 500;

    /// <summary>Decides.</summary>
    public Decision Decide(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now)
    {
        if (Guard(report, actor, roll, now) is { } refusal)
            return refusal;
        if (!Enum.IsDefined(Kind))
            return Refusal.Invalid("incident.question_kind_unknown", "There is no such kind. Ask, dispute, or ask for a fact to be checked.", "kind");
        if (Section is { } section && !Enum.IsDefined(section))
            return Refusal.Invalid("incident.section_unknown", "There is no such section.", "section");
        if (Text.Statement(Markdown, "markdown", "The text") is { } text)
            return text;
        var to = To ?? report!.Source;
        if (to == actor.Company)
            return Refusal.Invalid("incident.asks_itself", "The question goes to your own company. Name another recipient.", "to");
        if (!report!.IsRecipient(to, roll))
            return Refusal.Invalid("incident.asked_not_recipient", "The company asked cannot read the report. Name a recipient.", "to");
        if (report.Questions.Count >= QuestionLimit)
            return Refusal.Conflict("incident.too_many_questions", "The report holds 500 questions, which is the most. Open a report with your own view.");
        return Decision.Accept(new QuestionAsked(actor.By, now, report.Questions.Count + 1, Kind, to, Section, Markdown));
    }

    internal static Refusal? Guard(IncidentReport? report, Actor actor, MemberRoll roll, DateTimeOffset now) =>
        IncidentGuards.Live(report, actor, IncidentGuards.NotEngineer(actor)) ?? IncidentGuards.NotUnderReview(report!);

    internal static Refusal? NoSuchQuestion(IncidentReport report, int number) => report.Questions.Any(q => q.Number == number)
        ? null
        : Refusal.Invalid("incident.no_such_question", $"There is no question {number} on this report.", "number");
}
