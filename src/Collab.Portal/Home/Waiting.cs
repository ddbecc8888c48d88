using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Store;

namespace Collab.Portal.Home;

/// <summary>Whom something waits for.</summary>
public enum WaitsFor
{
    /// <summary>The person.</summary>
    You,

    /// <summary>Their company.</summary>
    Company,

    /// <summary>Moderators, this one among them.</summary>
    Moderators,
}

/// <summary>One thing that waits.</summary>
/// <param name="For">Whom it waits for.</param>
/// <param name="Due">Until when, UTC; null where nothing sets a time.</param>
/// <param name="Since">Since when it waits, UTC.</param>
/// <param name="Id">The proposal's or report's id.</param>
/// <param name="Label">Its label, which stands before the title.</param>
/// <param name="Title">What is to be done, with what.</param>
/// <param name="Why">One sentence more.</param>
/// <param name="Deed">The words of the button.</param>
/// <param name="Address">Where it is done.</param>
public sealed record WaitingItem(WaitsFor For, DateTimeOffset? Due, DateTimeOffset Since, string Id, Tlp Label, string Title, string Why, string Deed, string Address);

/// <summary>What waits for a person and their company: read off the states by the domain's own rules, and nothing else.</summary>
public static class Waiting
{
    /// <summary>Everything that waits, the nearest deadline first.</summary>
    public static IReadOnlyList<WaitingItem> For(Actor actor, IEnumerable<Proposal> proposals, IEnumerable<IncidentReport> reports, Room room) =>
    [
        .. proposals.Where(p => p.Audience.Admits(actor)).SelectMany(p => OfProposal(p, actor, room))
            .Concat(reports.Where(r => r.Audience.Admits(actor) || r.IsInvited(actor)).SelectMany(r => OfReport(r, actor, room)))
            .OrderBy(w => w.Due ?? DateTimeOffset.MaxValue).ThenBy(w => w.Since).ThenBy(w => w.Id, StringComparer.Ordinal),
    ];

    private static IEnumerable<WaitingItem> OfProposal(Proposal p, Actor actor, Room room)
    {
        var own = p.Authors.Contains(actor.Company);
        var outlook = ProposalOutlook.For(p, room.Roll, room.Rules, room.Now, room.Moderating);
        WaitingItem Item(WaitsFor who, DateTimeOffset? due, DateTimeOffset since, string title, string why, string deed, string? address = null) =>
            new(who, due, since, p.Id, p.Audience.Label, title, why, deed, address ?? "/proposals/" + p.Id);

        if (p.Status == ProposalStatus.Draft)
        {
            if (p.Author.Person == actor.Person)
            {
                yield return Item(WaitsFor.You, null, p.RevisedAt, $"Your draft “{p.Title}”", outlook.Next, "Continue");
            }
            else if (!own && p.Seconder is null && p.Invited.ContainsKey(actor.Company))
            {
                yield return Item(WaitsFor.Company, null, p.RevisedAt, $"Second or decline “{p.Title}”", $"{room.Roll.Name(p.Author.Company)} invited your company to this draft.", "Read the draft");
            }

            yield break;
        }

        if (p.Status is ProposalStatus.Open or ProposalStatus.LastCall && outlook.Awaited.Contains(actor.Company))
        {
            var due = p.Status == ProposalStatus.LastCall ? p.LastCall!.Ends : (DateTimeOffset?)null;
            yield return outlook.Stale.Contains(actor.Company)
                ? Item(WaitsFor.Company, due, p.RevisedAt, $"Position became stale: {p.Title}", $"Revision {p.SubstantiveRevision} is substantive. Look at what changed, then record again.", "See what changed", $"/positions?open={p.Id}&changes={p.Id}#{p.Id}")
                : Item(WaitsFor.Company, due, p.OpenedAt ?? p.Since, $"Record a position: {p.Title}", outlook.Next, actor.Is(Roles.Representative) ? "Record position" : "Read", actor.Is(Roles.Representative) ? $"/positions?open={p.Id}#{p.Id}" : null);
        }

        foreach (var objection in p.Objections)
        {
            if (objection.State == ObjectionState.Raised && own)
                yield return Item(WaitsFor.Company, null, objection.RaisedAt, $"Answer {objection.Id}: {p.Title}", $"{room.Roll.Name(objection.By.Company)} objects. No last call opens over an unanswered objection.", "Answer");
            if (objection.State == ObjectionState.Answered && objection.By.Company == actor.Company)
                yield return Item(WaitsFor.Company, objection.AnsweredAt + room.Rules.ObjectionEscalation, objection.AnsweredAt ?? objection.RaisedAt, $"Say whether the answer meets {objection.Id}", $"{p.Title}. Only your company withdraws it.", "Read the answer");
        }

        var unrelatedModerator = actor.Is(Roles.Moderator) && p.Authors.All(a => room.Roll.Unrelated(a, actor.Company)) && !Electorate.IsRecused(p, actor.Company, room.Roll);
        if (unrelatedModerator && p.Status == ProposalStatus.Tally)
            yield return Item(WaitsFor.Moderators, null, p.Since, $"Record the outcome: {p.Title}", outlook.Next, "Open the tally");
        if (unrelatedModerator && p.Status is ProposalStatus.Agreed or ProposalStatus.AgreedWithDissent
            && (p.Approval is null || room.Roll.Unrelated(p.Approval.By.Company, actor.Company)) && actor.Is(Roles.Moderator) && !own)
            yield return Item(WaitsFor.Moderators, null, p.Since, $"Approve the publication: {p.Title}", outlook.Next, "Look at it");
        if (p.Sources.Any(s => s.Company == actor.Company && s is { Consented: false, Removed: false }))
            yield return Item(WaitsFor.Company, null, p.Since, $"Consent to a quotation: {p.Title}", "Publication waits for the consent of every quoted company.", "Read the quotation");
    }

    private static IEnumerable<WaitingItem> OfReport(IncidentReport r, Actor actor, Room room)
    {
        WaitingItem Item(WaitsFor who, DateTimeOffset? due, DateTimeOffset since, string title, string why, string deed) =>
            new(who, due, since, r.Id, r.Audience.Label, title, why, deed, "/incidents/" + r.Id);

        if (r.IsInvited(actor))
        {
            yield return Item(WaitsFor.Company, r.Embargo.End, r.OpenedAt, "Accept an embargo to read a report", "Your company was added to a report under embargo. It is shown once the embargo is accepted.", "Read and decide");
            yield break;
        }

        if (r.Status == ReportStatus.Retracted)
            yield break;
        foreach (var question in r.Questions.Where(q => q.State == QuestionState.Open && q.To == actor.Company))
            yield return Item(WaitsFor.Company, null, r.ReviewedAt ?? r.OpenedAt, $"Answer question {question.Number} of {room.Roll.Name(question.From)}: {r.Title}", "An unanswered question blocks the final report.", "Answer");
        foreach (var finding in r.Findings.Where(f => f.Owner == actor.Company && f.Status is FindingStatus.NotStarted or FindingStatus.InProgress))
            yield return Item(WaitsFor.Company, finding.DueOn is { } day ? new DateTimeOffset(day, TimeOnly.MaxValue, TimeSpan.Zero) : null, r.SharedAt ?? r.OpenedAt, $"Action {finding.Number}: {finding.Title}", $"{r.Title}. Set it done, or say when.", "Update");
        if (r.Status is ReportStatus.Shared or ReportStatus.UnderReview && r.Source != actor.Company
            && r.IsRecipient(actor.Company, room.Roll) && !r.CompanyStatuses.ContainsKey(actor.Company))
            yield return Item(WaitsFor.Company, null, r.SharedAt ?? r.OpenedAt, $"Say whether you are affected: {r.Title}", "Your company is shown as not checked.", "Set the status");
        if (r.Status == ReportStatus.Draft && r.Reporter.Person == actor.Person)
            yield return Item(WaitsFor.You, null, r.OpenedAt, $"Your report “{r.Title}” is a draft", "Only your company reads it until a release officer shares it.", "Continue");
        if (r.Release is { } release && release.Awaited.Contains(actor.Company))
            yield return Item(WaitsFor.Company, null, release.At, $"Consent to a public summary: {r.Title}", "It quotes your company and waits for your consent.", "Read the summary");
    }
}
