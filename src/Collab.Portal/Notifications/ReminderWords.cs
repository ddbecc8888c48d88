using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;

namespace Collab.Portal.Notifications;

/// <summary>Reminders in words, and where what they ask is done.</summary>
internal static class ReminderWords
{
    /// <summary>What is to be done, in one sentence.</summary>
    public static string Sentence(Reminder reminder, Proposal proposal, MemberRoll roll)
    {
        var company = roll.Name(reminder.Company);
        return reminder.Kind switch
        {
            ReminderKind.PositionMissing => $"Last call ends and {company} holds no current position. Record one.",
            ReminderKind.PositionStale => $"{company}’s position became stale: {reminder.Target} changed the substance. Look at what changed, then record again.",
            ReminderKind.ObjectionUnanswered => $"{reminder.Target} of {Objector()} waits for an answer. No last call opens over an unanswered objection.",
            ReminderKind.AnswerToWeigh => $"{reminder.Target} is answered. Say whether the answer meets {company}’s objection; only {company} withdraws it.",
            ReminderKind.SustainPoll => $"The poll on {reminder.Target} ends. Say whether {company} sustains the objection.",
            ReminderKind.RecusalReply => $"Unrelated companies vote on {company}’s recusal ({reminder.Target}). {company} may reply until the vote ends.",
            ReminderKind.RecusalVote => $"The vote on a recusal ends ({reminder.Target}). {company} has not voted.",
            ReminderKind.AppealAnswer => $"{company} sits on the panel that answers the appeal. Its decision is not made yet.",
            ReminderKind.SecondApproval => "A publication waits for the second approval, by a moderator of another company.",
            _ => throw new ArgumentOutOfRangeException(nameof(reminder)),
        };

        string Objector() => proposal.FindObjection(reminder.Target ?? "") is { } objection ? roll.Name(objection.By.Company) : "a company";
    }

    /// <summary>Where it is done.</summary>
    public static string Address(Reminder reminder, string proposal) => reminder.Kind switch
    {
        ReminderKind.PositionMissing => $"/positions?open={proposal}#{proposal}",
        ReminderKind.PositionStale => $"/positions?open={proposal}&changes={proposal}#{proposal}",
        ReminderKind.SecondApproval => "/moderation#publications",
        _ => reminder.Target is { } target && target.StartsWith("OBJ-", StringComparison.Ordinal) ? $"/proposals/{proposal}#{target}" : $"/proposals/{proposal}",
    };
}
