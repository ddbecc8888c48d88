using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;

namespace Collab.Portal.Proposals;

/// <summary>A proposal with its texts at one event: what every screen of a node that shows it is handed, once per commit.</summary>
/// <param name="Proposal">The state.</param>
/// <param name="Version">The number of the event it stands at.</param>
/// <param name="OpenedAtEvent">The number of the event that opened it, seen from now; null while it is a draft.</param>
/// <param name="Text">The text in force.</param>
/// <param name="Revisions">Its revisions, oldest first, without their texts.</param>
/// <param name="Sayings">What was said on the record, oldest first: of positions the latest of each company.</param>
/// <param name="Recent">The latest events, newest first.</param>
/// <param name="Names">Names of the people in all of these.</param>
public sealed record ProposalView(
    Proposal Proposal,
    long Version,
    long? OpenedAtEvent,
    RevisionText Text,
    IReadOnlyList<RevisionText> Revisions,
    IReadOnlyList<Saying> Sayings,
    IReadOnlyList<HistoryLine> Recent,
    IReadOnlyDictionary<PersonId, string> Names)
{
    /// <summary>Who may read it.</summary>
    public Audience Audience => Proposal.Audience;

    /// <summary>How it stands now, in a view of the past; null in the view of now.</summary>
    public Proposal? Present { get; init; }

    /// <summary>What each event up to now is for the history slider, a letter each (<see cref="HistoryMarks"/>). Empty in a view of the past.</summary>
    public string Marks { get; init; } = "";

    /// <summary>When the event it stands at happened, UTC.</summary>
    public DateTimeOffset At => Recent is [var last, ..] ? last.At : Text.At;

    /// <summary>The earliest event that this actor may look back to.</summary>
    public long FirstEventFor(Actor actor) => ProposalReads.FirstEventFor(Present ?? Proposal, OpenedAtEvent, actor);

    /// <summary>What was said about something, oldest first.</summary>
    public IEnumerable<Saying> About(string subject) => Sayings.Where(s => s.Subject == subject);

    /// <summary>A person's name.</summary>
    public string Name(By by) => Names.GetValueOrDefault(by.Person, by.Person.Value);
}
