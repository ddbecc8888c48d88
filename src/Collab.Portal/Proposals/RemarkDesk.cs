using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>The remarks on a proposal as one reader sees them, in the order in which the page shows them. Made anew with each delivery.</summary>
public sealed class RemarkDesk
{
    private static readonly ImmutableList<string> Sections = [.. ProposalText.Empty.Sections.Select(s => s.Name)];

    private readonly RemarksView view;
    private readonly Room room;

    /// <summary>Sorts what the actor may read.</summary>
    public RemarkDesk(RemarksView view, Actor actor, Room room)
    {
        this.view = view;
        this.room = room;
        Actor = actor;
        var readable = view.For(actor).ToList();
        Gone = [.. readable.Where(r => r.IsGone)];
        Open = [.. readable.Where(r => r.Row.State.IsOpen && !r.IsGone)
            .OrderBy(r => Sections.IndexOf(r.Row.State.Anchor.Section)).ThenBy(r => r.Row.State.Anchor.IsWholeSection ? -1 : r.Found!.Value.Start).ThenBy(r => r.Row.MadeAt)];
        Closed = [.. readable.Where(r => !r.Row.State.IsOpen)];
    }

    /// <summary>Who reads.</summary>
    public Actor Actor { get; }

    /// <summary>The proposal.</summary>
    public Proposal Proposal => view.Proposal;

    /// <summary>The text in force.</summary>
    public RevisionText Text => view.Text;

    /// <summary>Those that wait for somebody, in the order of the text.</summary>
    public ImmutableList<PlacedRemark> Open { get; }

    /// <summary>Those that wait for somebody and whose passage is gone.</summary>
    public ImmutableList<PlacedRemark> Gone { get; }

    /// <summary>The closed ones, the last made first.</summary>
    public ImmutableList<PlacedRemark> Closed { get; }

    /// <summary>True when there are more than are shown.</summary>
    public bool More => view.More;

    /// <summary>How many suggestions wait for the next revision.</summary>
    public int Accepted => Open.Concat(Gone).Count(r => r.Row.Status == RemarkState.Accepted);

    /// <summary>True when the actor's company is an author.</summary>
    public bool IsAuthor => Proposal.Authors.Contains(Actor.Company);

    /// <summary>The open ones in a section.</summary>
    public ImmutableList<PlacedRemark> In(string section) => Open.FindAll(r => r.Row.State.Anchor.Section == section);

    /// <summary>What can be done with a remark, and why the rest cannot.</summary>
    public ImmutableList<Possibility> Possible(PlacedRemark remark) => RemarkCommands.Possible(remark.Row.State, Proposal, remark.Found, Actor, room.Now, room.Roll);

    /// <summary>The person's name with the company's.</summary>
    public string Name(By by) => $"{view.Names.GetValueOrDefault(by.Person, by.Person.Value)}, {Company(by)}";

    /// <summary>The company's name.</summary>
    public string Company(By by) => room.Roll.Name(by.Company);

    /// <summary>Where a remark stands, in a word or two.</summary>
    public string State(RemarkRow row) => row.State switch
    {
        { State: RemarkState.Open, Kind: RemarkKind.Suggestion } => "Suggested change",
        { State: RemarkState.Open } => "Comment",
        { State: RemarkState.Accepted } => "Accepted into the next revision",
        { State: RemarkState.TakenIn, Revision: { } revision } => $"In revision {revision}",
        { State: RemarkState.TakenIn } => "Applied to the draft",
        var state => state.State.ToString(),
    };
}
