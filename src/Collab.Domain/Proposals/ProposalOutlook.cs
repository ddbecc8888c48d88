using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>What happens next to a proposal, and who is awaited.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Deadline">The next instant, UTC, that the rules set: a last call ends or may open, an appeal is answered. Null where time decides nothing.</param>
/// <param name="Awaited">Eligible companies without a current position, while positions are taken.</param>
/// <param name="Eligible">Every eligible company; affiliates are each named, and count as one in the numbers.</param>
/// <param name="Stale">Companies whose position no longer counts.</param>
/// <param name="Count">Positions in numbers: as tallied, or as they stand now.</param>
/// <param name="OpenObjections">Objections that stand in the way of an outcome.</param>
/// <param name="QuorumImpossible">True when there can be no quorum, however many speak: too few are eligible. Asked while positions are taken.</param>
/// <param name="Next">One sentence: what happens next, without how long it is until then.</param>
public sealed record ProposalOutlook(
    ProposalStatus Status,
    DateTimeOffset? Deadline,
    ImmutableSortedSet<MemberId> Awaited,
    ImmutableSortedSet<MemberId> Eligible,
    ImmutableSortedSet<MemberId> Stale,
    TallyCount Count,
    ImmutableList<string> OpenObjections,
    bool QuorumImpossible,
    string Next)
{
    /// <summary>Companies with a current position, and how many make a quorum.</summary>
    [JsonIgnore]
    public (int Have, int Need) Quorum => (Count.Holding, Count.QuorumNeed);

    /// <summary>Companies in support, and how many an agreed outcome needs.</summary>
    [JsonIgnore]
    public (int Have, int Need) Support => (Count.Support, Count.SupportNeed);

    /// <summary>
    /// Companies of which a moderator may decide here: with one, unrelated to the authors, not recused. Null where it was
    /// not asked who has one, and for a draft, whose readers are not settled.
    /// </summary>
    public ImmutableSortedSet<MemberId>? Deciding { get; init; }

    /// <summary>Looks ahead; <paramref name="moderating"/> are the companies that have a moderator, where the caller knows.</summary>
    public static ProposalOutlook For(Proposal proposal, MemberRoll roll, RoomRules rules, DateTimeOffset now, ImmutableSortedSet<MemberId>? moderating = null)
    {
        var electorate = Electorate.Of(proposal, roll);
        var speaking = proposal.Status is ProposalStatus.Open or ProposalStatus.LastCall;
        var count = speaking || proposal.Tally is null ? electorate.Count(rules) : proposal.Tally.Count;
        var outlook = new ProposalOutlook(
            proposal.Status,
            DeadlineOf(proposal, rules, now),
            speaking ? electorate.Silent : [],
            electorate.Companies,
            [.. proposal.Positions.Where(p => p.Value.Position != Position.Recuse && !proposal.IsCurrent(p.Value)).Select(p => p.Key)],
            count,
            [.. proposal.Objections.Where(o => o.IsOpen).Select(o => o.Id)],
            speaking && count.Eligible < count.QuorumNeed,
            "")
        {
            Deciding = moderating is null || proposal.Status == ProposalStatus.Draft ? null : [.. moderating.Where(m => Guard.Decides(proposal, m, roll))],
        };
        var nobody = outlook.Deciding is { IsEmpty: true } && !IsOver(proposal) ? " " + NobodyDecides(moderating!, roll) : "";
        return outlook with { Next = Sentence(proposal, outlook, roll, now) + nobody };
    }

    /// <summary>True when no moderator decides anything any more.</summary>
    private static bool IsOver(Proposal proposal) => proposal.Status is ProposalStatus.Withdrawn or ProposalStatus.Postponed or ProposalStatus.Superseded;

    private static string NobodyDecides(ImmutableSortedSet<MemberId> moderating, MemberRoll roll) => moderating.IsEmpty
        ? "No company has a moderator. Appoint one of a company unrelated to the authors."
        : $"No moderator may decide here: {Say.Names(roll, moderating)} {(moderating.Count == 1 ? "is an author" : "are authors")}, related to one, or recused. Appoint a moderator of another company.";

    private static DateTimeOffset? DeadlineOf(Proposal proposal, RoomRules rules, DateTimeOffset now) => proposal switch
    {
        { Status: ProposalStatus.LastCall, LastCall: { } call } => call.Ends,
        { Status: ProposalStatus.UnderAppeal, Appeal: { } appeal } => appeal.AnswerBy,
        { Status: ProposalStatus.Open, OpenedAt: { } opened } when now < opened + rules.OpenBeforeLastCall => opened + rules.OpenBeforeLastCall,
        { IsSettled: false, DueAt: { } due } => due,
        _ => null,
    };

    private static string Sentence(Proposal proposal, ProposalOutlook outlook, MemberRoll roll, DateTimeOffset now)
    {
        if (outlook.QuorumImpossible)
            return $"No quorum is possible: {Say.Count(outlook.Count.Eligible, "company is", "companies are")} eligible, {outlook.Count.QuorumNeed} are needed.";
        var waits = outlook.Awaited.IsEmpty ? "" : $"; waits for {Say.Names(roll, outlook.Awaited)}";
        var unanswered = proposal.Objections.Where(o => o.State == ObjectionState.Raised).Select(o => o.Id).ToList();
        return proposal.Status switch
        {
            ProposalStatus.Draft when !proposal.MissingSections.IsEmpty => $"Draft; still to write: {Say.List(proposal.MissingSections)}.",
            ProposalStatus.Draft when proposal.Seconder is null => "Draft; waits for an unrelated company to second it.",
            ProposalStatus.Draft => "Draft; complete and seconded, and can be opened.",
            ProposalStatus.Open when unanswered.Count > 0 => $"Open; the authors answer {Say.List(unanswered)}{waits}.",
            ProposalStatus.Open when outlook.Deadline is { } from && from != proposal.DueAt => $"Open; last call can open from {Say.Instant(from, now)}{waits}.",
            ProposalStatus.Open => $"Open; last call can open{waits}.",
            ProposalStatus.LastCall when now >= proposal.LastCall!.Ends => $"Last call ended {Say.Instant(proposal.LastCall.Ends, now)}; the tally follows.",
            ProposalStatus.LastCall => $"Last call ends {Say.Instant(proposal.LastCall!.Ends, now)}{waits}.",
            // Only a look back sees this: the tally is taken in the same commit.
            ProposalStatus.Tally when proposal.Tally is null => "Last call ended; the tally follows.",
            ProposalStatus.Tally when Guard.Decidable(proposal, roll) is { } obstacle => $"In tally. {obstacle.Sentence}",
            ProposalStatus.Tally => "In tally; an unrelated moderator records the outcome.",
            ProposalStatus.Agreed or ProposalStatus.AgreedWithDissent when proposal.Approval is { } first =>
                $"{Capital(proposal.Status)}; publication waits for a moderator of a company unrelated to {roll.Name(first.By.Company)}.",
            ProposalStatus.Agreed or ProposalStatus.AgreedWithDissent => $"{Capital(proposal.Status)}; publication waits for two moderators of unrelated companies.",
            ProposalStatus.UnderAppeal when proposal.Appeal!.Late => $"Under appeal by {roll.Name(proposal.Appeal.By.Company)}; the answer was due {Say.Instant(proposal.Appeal.AnswerBy, now)} and is late.",
            ProposalStatus.UnderAppeal => $"Under appeal by {roll.Name(proposal.Appeal!.By.Company)}; answered by {Say.Instant(proposal.Appeal.AnswerBy, now)}.",
            ProposalStatus.Published when proposal.Correction is not null => $"Published as {proposal.Publication!.Number}, version {proposal.Publication.Version}; a correction waits for approval.",
            ProposalStatus.Published => $"Published as {proposal.Publication!.Number}, version {proposal.Publication.Version}.",
            ProposalStatus.Superseded => $"Superseded by {proposal.SupersededBy}.",
            _ => $"{Capital(proposal.Status)}.",
        };
    }

    private static string Capital(ProposalStatus status)
    {
        var word = Say.Status(status);
        return char.ToUpperInvariant(word[0]) + word[1..];
    }
}
