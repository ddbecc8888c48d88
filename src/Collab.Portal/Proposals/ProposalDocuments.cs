using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>A proposal in a list.</summary>
/// <param name="Id">The proposal.</param>
/// <param name="Title">Its title.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Company">Who started it.</param>
/// <param name="Label">Its TLP label as printed.</param>
/// <param name="Revision">The current revision; 0 for a draft.</param>
/// <param name="Deadline">The next instant that the rules set, UTC.</param>
/// <param name="Awaited">Eligible companies without a current position.</param>
/// <param name="Next">What happens next, as a sentence.</param>
/// <param name="ChangedAt">When it last changed, UTC.</param>
/// <param name="Version">The number of its last event.</param>
public sealed record ProposalListItem(
    string Id, string Title, ProposalStatus Status, MemberId Company, string Label, int Revision, DateTimeOffset? Deadline,
    IReadOnlyCollection<MemberId> Awaited, string Next, DateTimeOffset ChangedAt, long Version)
{
    /// <summary>The row with what lies ahead.</summary>
    public static ProposalListItem Of(ProposalRow row, ProposalOutlook outlook) => new(
        row.Id, row.Title, row.Status, new MemberId(row.Company), row.Label.Text(), row.State.Revision, outlook.Deadline, outlook.Awaited, outlook.Next, row.ChangedAt, row.Version);
}

/// <summary>A page of proposals, the last changed first.</summary>
/// <param name="Items">The proposals.</param>
/// <param name="Next">The value of <c>after</c> for the next page; null at the end.</param>
public sealed record ProposalListPage(IReadOnlyList<ProposalListItem> Items, string? Next);

/// <summary>A page of what happened, newest first.</summary>
/// <param name="Items">The events.</param>
/// <param name="Next">The value of <c>before</c> for the next page; null at the end.</param>
public sealed record ProposalHistoryPage(IReadOnlyList<HistoryLine> Items, long? Next);

/// <summary>A revision without its text.</summary>
public sealed record RevisionItem(int Revision, RevisionKind? Kind, By By, DateTimeOffset At, long Event, string? Summary, IReadOnlyList<SuggestionCredit> Credits);

/// <summary>One section or part, as Markdown.</summary>
public sealed record PartDocument(string Name, string Markdown);

/// <summary>A text: the revision it is (0 for a draft), who wrote it and its sections.</summary>
public sealed record TextDocument(int Revision, RevisionKind? Kind, By By, DateTimeOffset At, string? Summary, IReadOnlyList<PartDocument> Sections)
{
    /// <summary>The text without its rendering.</summary>
    public static TextDocument Of(RevisionText text) =>
        new(text.Revision, text.Kind, text.By, text.At, text.Summary, [.. text.Sections.Select(s => new PartDocument(s.Name, s.Markdown))]);
}

/// <summary>Something said on the record: an objection, an answer, a statement, a reason.</summary>
public sealed record SayingDocument(string Subject, string Name, By By, DateTimeOffset At, long Event, IReadOnlyList<PartDocument> Parts);

/// <summary>A command, its address, and what stands in its way if anything does.</summary>
public sealed record ProposalCommandItem(string Command, string? Target, string Address, bool Possible, string? Code, string? Why);

/// <summary>A proposal: the state, what lies ahead, and the text in force.</summary>
/// <param name="Id">The proposal.</param>
/// <param name="Version">The number of its last event; also the ETag.</param>
/// <param name="Label">Its TLP label as printed.</param>
/// <param name="State">Where it stands, with every position, objection and vote.</param>
/// <param name="Outlook">What happens next and who is awaited.</param>
/// <param name="Text">The text in force.</param>
public sealed record ProposalDocument(string Id, long Version, string Label, Proposal State, ProposalOutlook Outlook, TextDocument Text)
{
    /// <summary>What this actor may see of the view: whom the authors had invited to the draft stays with those.</summary>
    public static ProposalDocument Of(ProposalView view, Room room, Actor actor)
    {
        var drafted = view.FirstEventFor(actor) == 1;
        var state = drafted ? view.Proposal : view.Proposal with { Invited = ImmutableSortedDictionary<MemberId, InvitedAs>.Empty };
        return new(view.Proposal.Id, view.Version, view.Audience.Label.Text(), state, ProposalOutlook.For(view.Proposal, room.Roll, room.Rules, room.Now, room.Moderating), TextDocument.Of(view.Text));
    }
}
