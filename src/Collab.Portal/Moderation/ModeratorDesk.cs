using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Store;

namespace Collab.Portal.Moderation;

/// <summary>One thing that could be done about a row.</summary>
/// <param name="Command">The command's name.</param>
/// <param name="Target">What it is about, where there are several.</param>
/// <param name="Label">The deed, as its button says it.</param>
/// <param name="Refusal">Why it is not possible now; null when it is.</param>
public sealed record DeskDeed(string Command, string? Target, string Label, Refusal? Refusal)
{
    /// <summary>True when it can never be this moderator's: only the reason is shown, and no button.</summary>
    public bool Never => Refusal?.Kind == RefusalKind.Forbidden;
}

/// <summary>How urgent a row is, with the word that says so.</summary>
/// <param name="Words">What is said.</param>
/// <param name="Chip">How it looks: <c>bad</c>, <c>warn</c>, <c>ok</c> or nothing.</param>
public sealed record DeskMark(string Words, string Chip);

/// <summary>One row of the desk.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Target">The objection, challenge or matter; null for the proposal itself.</param>
/// <param name="Outlook">What lies ahead.</param>
/// <param name="At">The instant that it is sorted by, UTC.</param>
/// <param name="AtWords">What that instant is: <c>ends</c>, <c>raised</c>.</param>
/// <param name="Sub">Whose it is.</param>
/// <param name="Note">What to know before deciding.</param>
/// <param name="Mark">How urgent it is; null where there is nothing to say.</param>
/// <param name="Deeds">What can be done, and what cannot with the reason.</param>
public sealed record DeskRow(
    Proposal Proposal, string? Target, ProposalOutlook Outlook, DateTimeOffset At, string AtWords, string Sub, string? Note, DeskMark? Mark, ImmutableList<DeskDeed> Deeds)
{
    /// <summary>True when it waits for this moderator: they can do now what it waits for. That a recusal could be found is nothing that waits.</summary>
    public bool Mine => Deeds.Exists(d => d.Refusal is null && d.Command != nameof(PresumeRecused));
}

/// <summary>One part of the desk.</summary>
/// <param name="Id">Its place on the page.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Empty">Said when there is nothing in it; null where it is left out then.</param>
/// <param name="Rows">What is in it, the most urgent first.</param>
public sealed record DeskPart(string Id, string Heading, string? Empty, ImmutableList<DeskRow> Rows);

/// <summary>
/// All that waits for moderators, read off the proposals by the domain's own rules. What is possible, and why the rest is
/// not, is what the commands themselves say (<see cref="ProposalCommands.Possible"/>).
/// </summary>
public sealed class ModeratorDesk
{
    private readonly Actor actor;
    private readonly Room room;

    private ModeratorDesk(Actor actor, Room room)
    {
        this.actor = actor;
        this.room = room;
    }

    /// <summary>The parts of the desk, in the order in which they are shown.</summary>
    public static ImmutableList<DeskPart> For(IEnumerable<Proposal> proposals, Actor actor, Room room)
    {
        var desk = new ModeratorDesk(actor, room);
        var seen = proposals.Where(p => p.Audience.Admits(actor)).Select(desk.Look).ToList();
        return
        [
            Part("tallies", "Tallies to record", "No tally waits for an outcome.", seen.Where(l => l.P.Status == ProposalStatus.Tally).Select(desk.Tally)),
            Part("lastcalls", "Last calls", $"No last call is running. One opens from a proposal that is open for {Say.Span(room.Rules.OpenBeforeLastCall)}.", seen.Where(l => l.P.Status == ProposalStatus.LastCall).Select(desk.LastCall)),
            Part("quorum", "No quorum possible", null, seen.Where(l => l.Outlook.QuorumImpossible && l.P.Status != ProposalStatus.Draft).Select(desk.NoQuorum)),
            Part("objections", "Objections", "No objection is open.", seen.Where(l => !l.P.IsSettled).SelectMany(l => l.P.Objections
                .Where(o => o.State is ObjectionState.Raised or ObjectionState.Answered or ObjectionState.Escalated).Select(o => desk.OnObjection(l, o)))),
            Part("panels", "Panels", null, seen.SelectMany(l => Matters(l.P).Select(m => desk.OnPanel(l, m)))),
            Part("publications", "Publications", "No publication waits for approval.", seen.Where(l => l.P.Status is ProposalStatus.Agreed or ProposalStatus.AgreedWithDissent).Select(desk.Publication)),
            Part("corrections", "Corrections", null, seen.Where(l => l.P.Correction is not null).Select(desk.Correction)),
            Part("appeals", "Appeals", "Nothing is under appeal.", seen.Where(l => l.P.Status == ProposalStatus.UnderAppeal).Select(desk.OnAppeal)),
            Part("recusals", "Votes on recusals", null, seen.Where(l => !l.P.IsSettled).SelectMany(l => l.P.Challenges.Where(c => !c.Ended).Select(c => desk.OnRecusal(l, c)))),
            Part("open", "Last calls that can open", "No proposal is open.", seen.Where(l => l.P.Status == ProposalStatus.Open).Select(desk.CanOpen)),
        ];

        static DeskPart Part(string id, string heading, string? empty, IEnumerable<DeskRow> rows) =>
            new(id, heading, empty, [.. rows.OrderBy(r => r.At).ThenBy(r => r.Proposal.Id, StringComparer.Ordinal)]);
    }

    private DeskRow Tally(Seen l) => Row(
        l, null, l.P.Since, "since", $"Seeks to {l.P.LastCall!.Disposition.ToString().ToLowerInvariant()}; {Support(l)}.", l.Outlook.Next, null,
        [Deed(l, nameof(RecordOutcome), null, "Record the outcome"), .. Possible(l, nameof(TakeTally), null, "Take the tally again")]);

    private DeskRow LastCall(Seen l)
    {
        var (have, need) = l.Outlook.Quorum;
        var ends = l.P.LastCall!.Ends;
        var risk = have < need && ends - room.Now < room.Rules.RemindEarly;
        return Row(
            l, null, ends, "ends", l.Outlook.Awaited.IsEmpty ? "Everybody spoke." : $"Missing: {Names(l.Outlook.Awaited)}.", null,
            l.Outlook.QuorumImpossible ? new("No quorum possible", "bad") : risk ? new($"Quorum at risk: {have} of {need}", "warn") : null,
            [Deed(l, nameof(RecordOutcome), null, "Record the outcome"), .. Possible(l, nameof(PresumeRecused), null, "Find a company presumed recused")]);
    }

    private DeskRow NoQuorum(Seen l) => Row(
        l, null, l.P.LastCall?.Ends ?? l.P.Since, l.P.LastCall is null ? "open since" : "ends", l.P.Recused.IsEmpty ? "" : $"Recused: {Names(l.P.Recused.Keys)}.",
        l.Outlook.Next, new("No quorum possible", "bad"), []);

    private DeskRow OnObjection(Seen l, Objection o)
    {
        var (at, words, mark) = o.State switch
        {
            ObjectionState.Raised => (o.RaisedAt, "raised", new DeskMark("Unanswered", "bad")),
            ObjectionState.Escalated => (o.PollEnds!.Value, "poll ends", new DeskMark("In a poll", "")),
            _ => (o.AnsweredAt ?? o.RaisedAt, "answered", new DeskMark("Answered", "warn")),
        };
        var asked = o.State == ObjectionState.Escalated ? $"{o.Sustain.Count(s => s.Value)} sustain it, {o.Sustain.Count(s => !s.Value)} do not, so far." : null;
        return Row(
            l, o.Id, at, words, $"{room.Roll.Name(o.By.Company)} objects to revision {o.Revision}.", asked, mark,
            [Deed(l, nameof(AddressObjection), o.Id, "Write a finding"), .. Possible(l, nameof(EscalateObjection), o.Id, "Escalate"), .. Possible(l, nameof(SustainObjection), o.Id, "Vote in the poll")]);
    }

    private DeskRow OnPanel(Seen l, string matter)
    {
        var panel = l.P.Panels.GetValueOrDefault(matter);
        return Row(
            l, matter, matter == Panel.OnAppeal ? l.P.Appeal!.AnswerBy : l.P.RevisedAt, matter == Panel.OnAppeal ? "answer by" : "text of",
            matter == Panel.OnAppeal ? "On the appeal." : $"On {matter}, which was sustained.",
            panel is null ? null : $"{Names(panel.Seats)}. {(panel.Written is null ? "Nothing is written yet." : $"{panel.ConfirmedBy.Count} of {panel.Seats.Count} seats stand behind the wording.")}",
            panel is null ? new("To appoint", "bad") : new(panel.Written is null ? "At work" : "To confirm", "warn"),
            [
                Deed(l, nameof(AppointPanel), matter, "Appoint a panel"),
                .. Possible(l, nameof(WritePanelDecision), matter, "Write the panel’s decision"), .. Possible(l, nameof(ConfirmPanelDecision), matter, "Confirm the panel’s decision"),
            ]);
    }

    private DeskRow Publication(Seen l)
    {
        var first = l.P.Approval;
        var consents = l.P.Sources.Where(s => s is { Consented: false, Removed: false }).Select(s => s.Company).Distinct().ToList();
        return Row(
            l, null, first?.At ?? l.P.Since, first is null ? "since" : "first approval",
            first is null ? "Waits for two moderators of unrelated companies." : $"{room.Roll.Name(first.By.Company)} approved first, as {Kind(first.Kind)}.",
            first?.By == actor.By ? "You approved first. A moderator of a company unrelated to yours publishes."
                : consents.Count == 0 ? null : $"Waits for the consent of {Names(consents)} to what is quoted.",
            first is null ? null : new("Waits for a second company", "warn"),
            first?.By == actor.By ? [] : [Deed(l, nameof(ApprovePublication), null, first is null ? "Approve publication" : "Approve and publish")]);
    }

    private DeskRow Correction(Seen l)
    {
        var correction = l.P.Correction!;
        return Row(
            l, null, correction.At, "proposed", $"By {room.Roll.Name(correction.By.Company)}, of {l.P.Publication!.Number}.",
            correction.ApprovedBy is { } by ? $"{room.Roll.Name(by.Company)} approved it first." : null, null, [Deed(l, nameof(ApproveCorrection), null, "Approve the correction")]);
    }

    private DeskRow OnAppeal(Seen l)
    {
        var appeal = l.P.Appeal!;
        return Row(
            l, null, appeal.AnswerBy, "answer by", $"{room.Roll.Name(appeal.By.Company)} appeals on {Say.Count(appeal.Grounds, "ground", "grounds")}.",
            l.P.Panels.ContainsKey(Panel.OnAppeal) ? "A panel is at work." : "No panel is appointed.",
            appeal.Late || room.Now > appeal.AnswerBy ? new("Late", "bad") : null, []);
    }

    private DeskRow OnRecusal(Seen l, RecusalChallenge c) => Row(
        l, c.Id, c.VoteEnds, "vote ends", $"{room.Roll.Name(c.By.Company)} asks that {room.Roll.Name(c.Company)} stands aside.",
        $"{Say.Count(c.Votes.Count, "company", "companies")} voted. {(c.Replied ? $"{room.Roll.Name(c.Company)} replied." : $"{room.Roll.Name(c.Company)} has not replied.")}", null,
        [.. Possible(l, nameof(VoteOnRecusal), c.Id, $"Vote in {c.Id}")]);

    private DeskRow CanOpen(Seen l) => Row(
        l, null, (l.P.OpenedAt ?? l.P.Since) + room.Rules.OpenBeforeLastCall, "from", l.Outlook.Awaited.IsEmpty ? "Everybody spoke." : $"Silent: {Names(l.Outlook.Awaited)}.", null, null,
        [Deed(l, nameof(OpenLastCall), null, "Open last call"), .. Possible(l, nameof(PresumeRecused), null, "Find a company presumed recused")]);

    private Seen Look(Proposal p) => new(p, ProposalOutlook.For(p, room.Roll, room.Rules, room.Now, room.Moderating), ProposalCommands.Possible(p, actor, room.Now, room.Roll, room.Rules));

    private static DeskRow Row(Seen l, string? target, DateTimeOffset at, string words, string sub, string? note, DeskMark? mark, ImmutableList<DeskDeed> deeds) =>
        new(l.P, target, l.Outlook, at, words, sub, note, mark, deeds);

    // A deed that is shown whatever stands in its way.
    private static DeskDeed Deed(Seen l, string command, string? target, string label)
    {
        var asked = l.Possible.Where(p => p.Command == command && (target is null || p.Target == target)).ToList();
        return new DeskDeed(command, target, label, asked.Exists(p => p.Refusal is null) ? null : asked.FirstOrDefault()?.Refusal ?? Refusal.NotFound);
    }

    // A deed that is shown only while it is possible.
    private static IEnumerable<DeskDeed> Possible(Seen l, string command, string? target, string label) =>
        Deed(l, command, target, label) is { Refusal: null } deed ? [deed] : [];

    private static IEnumerable<string> Matters(Proposal p) =>
        (p.IsSettled ? [] : p.Objections.Where(o => o.State == ObjectionState.Sustained).Select(o => o.Id)).Concat(p.Status == ProposalStatus.UnderAppeal ? [Panel.OnAppeal] : []);

    private static string Support(Seen l) => $"{l.Outlook.Support.Have} of {l.Outlook.Support.Need} needed support it";

    private static string Kind(OutcomeKind kind) => kind == OutcomeKind.ConsensusPoint ? "a consensus point" : "a " + kind.ToString().ToLowerInvariant();

    private string Names(IEnumerable<MemberId> companies) => Say.Names(room.Roll, companies);

    private sealed record Seen(Proposal P, ProposalOutlook Outlook, ImmutableList<Possibility> Possible);
}
