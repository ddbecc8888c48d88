namespace Collab.Domain.Members;

/// <summary>
/// Every duration and threshold of the room, as one value. The installation may set them; a change is an event that
/// members see. Durations are exact spans between UTC instants, not calendar days.
/// </summary>
public sealed record RoomRules
{
    /// <summary>How long a proposal is Open before a last call may open.</summary>
    public TimeSpan OpenBeforeLastCall { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a last call runs.</summary>
    public TimeSpan LastCall { get; init; } = TimeSpan.FromDays(14);

    /// <summary>The shortest that a last call may be set to.</summary>
    public TimeSpan LastCallMinimum { get; init; } = TimeSpan.FromDays(10);

    /// <summary>How long a last call runs that is marked binding for members.</summary>
    public TimeSpan BindingLastCall { get; init; } = TimeSpan.FromDays(28);

    /// <summary>The longest hold that one company may ask for, once per last call.</summary>
    public TimeSpan HoldMaximum { get; init; } = TimeSpan.FromDays(5);

    /// <summary>The fewest unrelated companies with a current position that make a quorum, beside more than half of the eligible.</summary>
    public int QuorumMinimum { get; init; } = 3;

    /// <summary>The fewest companies in support of an agreed outcome, beside a third of the eligible.</summary>
    public int SupportMinimum { get; init; } = 3;

    /// <summary>How long after its answer an objection may be escalated.</summary>
    public TimeSpan ObjectionEscalation { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long a sustain poll runs.</summary>
    public TimeSpan SustainPoll { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long after a decision it may be appealed.</summary>
    public TimeSpan AppealWindow { get; init; } = TimeSpan.FromDays(60);

    /// <summary>How soon an appeal is answered; later, all members are told that it is late.</summary>
    public TimeSpan AppealAnswer { get; init; } = TimeSpan.FromDays(45);

    /// <summary>How long before a deadline those who are awaited are reminded first.</summary>
    public TimeSpan RemindEarly { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long before a deadline they are reminded again.</summary>
    public TimeSpan RemindAgain { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long before a deadline they are reminded for the last time.</summary>
    public TimeSpan RemindLast { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long something without a deadline waits before those who are awaited are reminded.</summary>
    public TimeSpan RemindWaiting { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long after a reminder of something without a deadline the next one follows.</summary>
    public TimeSpan RemindEvery { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Target for an incident's first notice after it began. Shown, never enforced by publishing.</summary>
    public TimeSpan IncidentNotice { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Target for an incident's preliminary report. Shown, never enforced.</summary>
    public TimeSpan IncidentPreliminary { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Target for an incident's final report. Shown, never enforced.</summary>
    public TimeSpan IncidentFinal { get; init; } = TimeSpan.FromDays(30);
}
