using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Shell;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>Runs a decision on the proposal that a page shows; null when it happened, else what to show.</summary>
/// <param name="version">The version that it is made for.</param>
/// <param name="decide">The decision.</param>
public delegate Task<Trouble?> RunDeed(long version, Func<Given<Proposal>, Actor, ValueTask<Decision>> decide);

/// <summary>
/// What every part of a proposal's page works with: the view, who looks at it, what is possible now and why the rest is
/// not, and the way to do it. Made anew with each delivery; what people type stays in the parts.
/// </summary>
public sealed class ProposalDesk
{
    private readonly RunDeed run;

    /// <summary>Sets the desk.</summary>
    /// <param name="view">The proposal.</param>
    /// <param name="actor">Who looks at it.</param>
    /// <param name="room">The room now; with an earlier event, as it stood then (<see cref="ProposalReads.RoomOf"/>).</param>
    /// <param name="run">Runs decisions.</param>
    /// <param name="past">True when an earlier event is shown: nothing can be done there.</param>
    public ProposalDesk(ProposalView view, Actor actor, Room room, RunDeed run, bool past = false)
    {
        this.run = run;
        View = view;
        Actor = actor;
        Room = room;
        Past = past;
        Outlook = ProposalOutlook.For(view.Proposal, room.Roll, room.Rules, room.Now, room.Moderating);
        Possible = past ? [] : ProposalCommands.Possible(view.Proposal, actor, room.Now, room.Roll, room.Rules);
    }

    /// <summary>The proposal with its texts.</summary>
    public ProposalView View { get; }

    /// <summary>The proposal.</summary>
    public Proposal Proposal => View.Proposal;

    /// <summary>Who looks at it.</summary>
    public Actor Actor { get; }

    /// <summary>The room.</summary>
    public Room Room { get; }

    /// <summary>True when an earlier event is shown.</summary>
    public bool Past { get; }

    /// <summary>What lies ahead.</summary>
    public ProposalOutlook Outlook { get; }

    /// <summary>Every command, and what stands in its way if anything does.</summary>
    public ImmutableList<Possibility> Possible { get; }

    /// <summary>The company's name.</summary>
    public string Name(MemberId company) => Room.Roll.Name(company);

    /// <summary>The person's name with the company's.</summary>
    public string Name(By by) => by.IsSystem ? "The clock" : $"{View.Name(by)}, {Name(by.Company)}";

    /// <summary>True when the command is possible now, for this target or for any.</summary>
    public bool May(string command, string? target = null) =>
        Possible.Exists(p => p.Command == command && (target is null || p.Target == target) && p.Refusal is null);

    /// <summary>What stands in the command's way; null when it is possible.</summary>
    public Refusal? WhyNot(string command, string? target = null) =>
        May(command, target) ? null : Possible.Find(p => p.Command == command && (target is null || p.Target == target))?.Refusal;

    /// <summary>Runs a decision for the version that is shown.</summary>
    public Task<Trouble?> Do(Func<Given<Proposal>, Actor, ValueTask<Decision>> decide) => run(View.Version, decide);

    /// <summary>Runs a decision that needs nothing but the state.</summary>
    public Task<Trouble?> Do(Func<Proposal?, Actor, Room, Decision> decide) =>
        Do((given, actor) => ValueTask.FromResult(decide(given.State, actor, given.Room)));

    /// <summary>The status as one sentence with how long it is until then: what is said first, the distance, and the rest.</summary>
    public (string First, string? Distance, string After) Sentence
    {
        get
        {
            var next = Outlook.Next.TrimEnd('.');
            var cut = next.IndexOf("; waits for ", StringComparison.Ordinal);
            var first = cut < 0 ? next : next[..cut];
            var rest = cut < 0 ? "." : $". It waits for {next[(cut + "; waits for ".Length)..]}.";
            var distance = Outlook.Deadline is { } deadline && !Past && first.Contains(Say.Instant(deadline, Room.Now), StringComparison.Ordinal)
                ? Instant.Distance(deadline, Room.Now)
                : null;
            return (first, distance, rest);
        }
    }

    /// <summary>What is still missing for an outcome, in sentences.</summary>
    public IEnumerable<string> Needs
    {
        get
        {
            if (Proposal is { LastCall: { } call, Status: ProposalStatus.LastCall or ProposalStatus.Tally })
                yield return $"Seeks: {HistoryWords.Seek(call.Disposition)}{(call.Binding ? ", binding for members" : "")}.";
            if (Proposal.Status is ProposalStatus.Open or ProposalStatus.LastCall && !Outlook.QuorumImpossible)
            {
                var (have, need) = Outlook.Quorum;
                yield return have >= need ? "Quorum is reached." : $"{Say.Count(need - have, "more position reaches", "more positions reach")} quorum.";
                var (support, supportNeed) = Outlook.Support;
                yield return support >= supportNeed ? "Support reaches the minimum." : $"{Say.Count(supportNeed - support, "more Support reaches", "more Support reach")} the minimum.";
            }

            if (!Outlook.OpenObjections.IsEmpty && !Proposal.IsSettled)
                yield return $"{Say.List(Outlook.OpenObjections)} must be resolved before an outcome is recorded.";
            if (Proposal is { OpenedAt: not null, SupersededBy: null, Supersedes: { } before })
                yield return $"To supersede {before}.";
        }
    }
}
