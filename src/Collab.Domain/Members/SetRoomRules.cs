using Collab.Domain.Members;

namespace Collab.Domain.Members;

/// <summary>
/// The installation sets the rules of the room; every member sees the change. Refusals: <c>actor.not_system</c>,
/// <c>rules.duration</c>, <c>rules.last_call</c>, <c>rules.count</c>, <c>text.*</c>.
/// </summary>
public sealed record SetRoomRules(RoomRules Rules, string Reason)
{
    /// <summary>Decides.</summary>
    public Decision Decide(RoomRulesState? state, Actor actor, DateTimeOffset now)
    {
        if ((Authority.System(actor) ?? Sane() ?? Text.Statement(Reason, "reason", "A reason")) is { } refusal)
            return refusal;
        return (state?.Rules ?? new RoomRules()) == Rules ? Decision.Accept() : Decision.Accept(new RoomRulesChanged(actor.By, now, Rules, Reason));
    }

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private Refusal? Sane()
    {
        TimeSpan[] durations =
        [
            Rules.LastCall, Rules.LastCallMinimum, Rules.BindingLastCall, Rules.HoldMaximum, Rules.SustainPoll, Rules.AppealWindow, Rules.AppealAnswer,
            Rules.RemindEarly, Rules.RemindAgain, Rules.RemindLast, Rules.RemindWaiting, Rules.RemindEvery,
            Rules.IncidentNotice, Rules.IncidentPreliminary, Rules.IncidentFinal,
        ];
        if (durations.Any(d => d <= TimeSpan.Zero || d > Longest) || new[] { Rules.OpenBeforeLastCall, Rules.ObjectionEscalation }.Any(d => d < TimeSpan.Zero || d > Longest))
            return Refusal.Invalid("rules.duration", "Every duration is more than nothing and at most 366 days.", "rules");
        if (Rules.LastCall < Rules.LastCallMinimum || Rules.BindingLastCall < Rules.LastCallMinimum)
            return Refusal.Invalid("rules.last_call", "Last call is never shorter than its minimum.", "rules");
        return Rules.QuorumMinimum < 2 || Rules.SupportMinimum < 1
            ? Refusal.Invalid("rules.count", "A quorum is at least two companies, and support at least one.", "rules")
            : null;
    }
}
