using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Sharing;
using Collab.Portal.Shell;
using Collab.Portal.Store;

namespace Collab.Portal.Incidents;

/// <summary>Runs a decision on the report that a page shows; null when it happened, else what to show.</summary>
/// <param name="version">The version that it is made for.</param>
/// <param name="decide">The decision.</param>
public delegate Task<Trouble?> RunDeed(long version, Func<Given<IncidentReport>, Actor, ValueTask<Decision>> decide);

/// <summary>
/// What every part of a report's page works with: the view, who looks at it, what they may do now, and the way to do it.
/// Made anew with each delivery; what people type stays in the parts.
/// </summary>
public sealed class IncidentDesk
{
    private readonly RunDeed run;
    private readonly Action? collected;
    private readonly Dictionary<string, Refusal?> possible;

    /// <summary>Sets the desk.</summary>
    /// <param name="view">The report.</param>
    /// <param name="actor">Who looks at it.</param>
    /// <param name="room">The room now.</param>
    /// <param name="names">Names of people.</param>
    /// <param name="run">Runs decisions.</param>
    /// <param name="correction">The edits collected for a correction; null while nobody corrects.</param>
    /// <param name="past">What is seen of the past, as words; null for the present.</param>
    /// <param name="onCollected">Told when an edit was added to the correction.</param>
    public IncidentDesk(IncidentView view, Actor actor, Room room, IReadOnlyDictionary<PersonId, string> names, RunDeed run, List<IReportEdit>? correction = null, string? past = null, Action? onCollected = null)
    {
        collected = onCollected;
        this.run = run;
        View = view;
        Actor = actor;
        Room = room;
        Names = names;
        Correction = correction;
        Past = past;
        possible = IncidentCommands.Possible(view.Report, actor, room.Roll, room.Now).ToDictionary(p => p.Command, p => p.Refusal, StringComparer.Ordinal);
    }

    /// <summary>The report with its texts.</summary>
    public IncidentView View { get; }

    /// <summary>The report.</summary>
    public IncidentReport Report => View.Report;

    /// <summary>Who looks at it.</summary>
    public Actor Actor { get; }

    /// <summary>The room.</summary>
    public Room Room { get; }

    /// <summary>Names of people.</summary>
    public IReadOnlyDictionary<PersonId, string> Names { get; }

    /// <summary>The edits collected for a correction; null while nobody corrects.</summary>
    public List<IReportEdit>? Correction { get; }

    /// <summary>What is seen of the past; null for the present.</summary>
    public string? Past { get; }

    /// <summary>True for the reporting company.</summary>
    public bool IsSource => Report.Source == Actor.Company;

    /// <summary>True when sections can be edited in place, now or as a correction.</summary>
    public bool CanEdit => Past is null && (Correction is not null || May(nameof(EditSection)));

    /// <summary>True when the command is possible, given fields that will do.</summary>
    public bool May(string command) => Past is null && WhyNot(command) is null;

    /// <summary>What stands in the command's way.</summary>
    public Refusal? WhyNot(string command) => possible[command];

    /// <summary>The company's name.</summary>
    public string Name(MemberId company) => Room.Roll.Name(company);

    /// <summary>The person's name with the company's.</summary>
    public string Name(By by) => by.IsSystem ? "The clock" : $"{Names.GetValueOrDefault(by.Person, by.Person.Value)}, {Name(by.Company)}";

    /// <summary>The audience as a sentence.</summary>
    public string Sentence(Audience audience) => audience.Sentence(Room.Roll, p => Names.GetValueOrDefault(p, p.Value));

    /// <summary>Runs a command.</summary>
    public Task<Trouble?> Do(Func<IncidentReport?, Actor, Room, Decision> decide, long? version = null) =>
        run(version ?? View.Version, (given, actor) => ValueTask.FromResult(decide(given.State, actor, given.Room)));

    /// <summary>Retracts the report.</summary>
    public Task<Trouble?> Do(RetractReport command) => run(View.Version, command.Decide);

    /// <summary>
    /// Makes an edit; while a correction is written, adds it to the correction instead, as far as it would be taken.
    /// </summary>
    /// <param name="edit">The edit.</param>
    /// <param name="version">The version that it is made for; the present one when not said.</param>
    public async Task<Trouble?> Edit(IReportEdit edit, long? version = null)
    {
        if (Correction is null)
            return await Do((report, actor, room) => edit.Decide(report, actor, room.Roll, room.Now), version);
        if (edit.Edit(Report, Actor, Room.Roll, Room.Now) is Decision.Refused { Refusal: var refusal })
            return new Trouble(refusal.Sentence, refusal.Field);
        Correction.Add(edit);
        collected?.Invoke();
        return null;
    }

    /// <summary>
    /// Writes a section that was opened at this version. What happened to other parts of the report meanwhile does not
    /// matter; another text of the same section does, and is told.
    /// </summary>
    public async Task<Trouble?> Write(EditSection edit, long openedAt)
    {
        var madeFor = openedAt;
        var trouble = await Edit(edit, madeFor);
        while (trouble?.Changed is { } changed && changed.Since.Count == changed.Version - madeFor
            && !changed.Since.Any(e => e is SectionEdited { Section: var section } && section == edit.Section))
        {
            madeFor = changed.Version;
            trouble = await Edit(edit, madeFor);
        }

        return trouble;
    }
}
