using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Collab.Domain.Members;
using Collab.Domain.Sharing;

namespace Collab.Domain.Incidents;

/// <summary>Where a report stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportStatus>))]
public enum ReportStatus
{
    /// <summary>Within the reporting company, TLP:AMBER+STRICT.</summary>
    Draft,

    /// <summary>With its recipients.</summary>
    Shared,

    /// <summary>Recipients ask, dispute and check.</summary>
    UnderReview,

    /// <summary>Final; corrected only by a new version.</summary>
    Final,

    /// <summary>Final, with a public summary under TLP:CLEAR. The report itself keeps its label.</summary>
    PublicSummary,

    /// <summary>Retracted; a stone with the hash stays.</summary>
    Retracted,
}

/// <summary>Where a question, dispute or fact-check stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuestionState>))]
public enum QuestionState
{
    /// <summary>Waits for an answer.</summary>
    Open,

    /// <summary>Answered.</summary>
    Answered,

    /// <summary>Stands printed as disputed.</summary>
    Disputed,

    /// <summary>Taken back.</summary>
    Withdrawn,
}

/// <summary>An entry with a number that is never used again in its list.</summary>
public interface INumbered
{
    /// <summary>The number, from 1.</summary>
    int Number { get; }
}

/// <summary>One entry of the timeline; times are UTC.</summary>
public sealed record TimelineEntry(int Number, DateTimeOffset When, TimePrecision Precision, DateTimeOffset? Until, string Text, string? Url) : INumbered;

/// <summary>One impact figure with its source.</summary>
public sealed record ImpactFigure(int Number, string Value, string Unit, DateTimeOffset? AsOf, string Source, string? Url) : INumbered;

/// <summary>One finding with its mitigation. The date is a UTC day.</summary>
public sealed record Finding(int Number, string Title, string Mitigation, MemberId? Owner, FindingStatus Status, DateOnly? DueOn) : INumbered;

/// <summary>Whom to ask.</summary>
public sealed record ReportContact(int Number, string Name, string Address) : INumbered;

/// <summary>A reference.</summary>
public sealed record ReportReference(int Number, string Summary, string Url) : INumbered;

/// <summary>A question, dispute or fact-check, without its text.</summary>
public sealed record ReportQuestion(int Number, QuestionKind Kind, MemberId From, MemberId To, Section? Section, QuestionState State) : INumbered;

/// <summary>One version: its number, when, UTC, and what changed.</summary>
public sealed record ReportRevision(int Number, DateTimeOffset At, string Summary) : INumbered;

/// <summary>A summary put forward for release that waits for consents and for a moderator.</summary>
public sealed record PendingRelease(By By, DateTimeOffset At, ImmutableSortedSet<MemberId> Quoted, ImmutableSortedSet<MemberId> Consented)
{
    /// <summary>The quoted companies whose consent is missing.</summary>
    [JsonIgnore]
    public ImmutableSortedSet<MemberId> Awaited => Quoted.Except(Consented);
}

/// <summary>What stays of a retracted report.</summary>
public sealed record Tombstone(By By, DateTimeOffset At, string Reason, string Hash);

/// <summary>An incident report, without its long texts: enough for every rule about it. All times UTC.</summary>
/// <param name="Id">Its id, <c>IR-…</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Reporter">Who opened it; their company is the source.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="BeganAt">When the incident began, where said.</param>
/// <param name="ViewOn">The report that this is another company's view on.</param>
/// <param name="Audience">Who may read it.</param>
public sealed record IncidentReport(string Id, string Title, By Reporter, DateTimeOffset OpenedAt, DateTimeOffset? BeganAt, string? ViewOn, Audience Audience)
    : IState<IncidentReport>
{
    /// <summary>Where it stands.</summary>
    public ReportStatus Status { get; init; } = ReportStatus.Draft;

    /// <summary>The version, 0 until it is shared. Always that of the last revision: an event store must not fill it in with its own count.</summary>
    public int Version => Revisions.IsEmpty ? 0 : Revisions[^1].Number;

    /// <summary>The versions so far.</summary>
    public ImmutableList<ReportRevision> Revisions { get; init; } = [];

    /// <summary>The length of each text section that has text, in UTF-16 units.</summary>
    public ImmutableSortedDictionary<Section, int> Texts { get; init; } = ImmutableSortedDictionary<Section, int>.Empty;

    /// <summary>The timeline, in the order of numbers.</summary>
    public ImmutableList<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>The impact figures.</summary>
    public ImmutableList<ImpactFigure> Impact { get; init; } = [];

    /// <summary>The findings.</summary>
    public ImmutableList<Finding> Findings { get; init; } = [];

    /// <summary>The contacts.</summary>
    public ImmutableList<ReportContact> Contacts { get; init; } = [];

    /// <summary>The references.</summary>
    public ImmutableList<ReportReference> References { get; init; } = [];

    /// <summary>The last number used in each list, so that none is used twice.</summary>
    public ImmutableSortedDictionary<Section, int> LastNumbers { get; init; } = ImmutableSortedDictionary<Section, int>.Empty;

    /// <summary>What companies said of their own products; silence is <see cref="CompanyStatus.NotChecked"/>.</summary>
    public ImmutableSortedDictionary<MemberId, CompanyStatus> CompanyStatuses { get; init; } = ImmutableSortedDictionary<MemberId, CompanyStatus>.Empty;

    /// <summary>The recipient companies that asked for a review.</summary>
    public ImmutableSortedSet<MemberId> ReviewRequests { get; init; } = [];

    /// <summary>Questions, disputes and fact-checks.</summary>
    public ImmutableList<ReportQuestion> Questions { get; init; } = [];

    /// <summary>The embargo.</summary>
    public Embargo Embargo { get; init; } = Embargo.None;

    /// <summary>Companies that read the report once they accept the embargo. Until then it does not exist for them, but for that.</summary>
    public ImmutableSortedSet<MemberId> Invited { get; init; } = [];

    /// <summary>The summary that waits to be released.</summary>
    public PendingRelease? Release { get; init; }

    /// <summary>When it was shared.</summary>
    public DateTimeOffset? SharedAt { get; init; }

    /// <summary>When its review began.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>When it became final.</summary>
    public DateTimeOffset? FinalAt { get; init; }

    /// <summary>When a summary was first released.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>What stays once it is retracted.</summary>
    public Tombstone? Tombstone { get; init; }

    /// <summary>The company that reports: the source of everything in it.</summary>
    [JsonIgnore]
    public MemberId Source => Reporter.Company;

    /// <summary>When the clock has something to do here, UTC: the embargo's end. Null when it has not.</summary>
    public DateTimeOffset? DueAt => Embargo.Runs && Tombstone is null ? Embargo.End : null;

    /// <summary>True when the actor's company may accept the embargo to read the report, and may do nothing else.</summary>
    public bool IsInvited(Actor actor) => !actor.IsSystem && Invited.Contains(actor.Company);

    /// <summary>True when the company is among those that the report is shared with.</summary>
    public bool IsRecipient(MemberId company, MemberRoll roll) => Audience.Label switch
    {
        Tlp.Amber or Tlp.AmberStrict => Audience.Companies.Contains(company),
        _ => roll.Find(company)?.Status == MemberStatus.Admitted,
    };

    /// <summary>
    /// Every recipient company exactly once, in the order of names, with what it said or that it has not checked. Under
    /// TLP:RED, which names people, the source and those who have said something.
    /// </summary>
    public IReadOnlyList<(MemberId Company, CompanyStatus Status)> StatusBoard(MemberRoll roll)
    {
        IEnumerable<MemberId> recipients = Audience.Label switch
        {
            Tlp.Amber or Tlp.AmberStrict => Audience.Companies,
            Tlp.Red => CompanyStatuses.Keys.Append(Source).Distinct(),
            _ => roll.Admitted.Select(m => m.Id),
        };
        return [.. recipients.OrderBy(roll.Name, StringComparer.OrdinalIgnoreCase).ThenBy(c => c)
            .Select(c => (c, CompanyStatuses.GetValueOrDefault(c, CompanyStatus.NotChecked)))];
    }

    /// <summary>True when the section holds something.</summary>
    public bool Has(Section section) => section switch
    {
        Section.Timeline => !Timeline.IsEmpty,
        Section.Findings => !Findings.IsEmpty,
        Section.Impact => !Impact.IsEmpty,
        Section.Contacts => !Contacts.IsEmpty,
        Section.References => !References.IsEmpty,
        _ => Texts.ContainsKey(section),
    };

    /// <summary>The number that the next entry of this section gets.</summary>
    internal int NextNumber(Section section) => LastNumbers.GetValueOrDefault(section) + 1;

    /// <inheritdoc/>
    public static IncidentReport Evolve(IncidentReport? state, string id, IEvent @event) => (state, @event) switch
    {
        (null, ReportOpened e) => new(id, e.Title, e.By, e.At, e.BeganAt, e.ViewOn, Audience.AmberStrict(e.By.Company)),
        (not null, IEmbargoEvent e) => state.WithEmbargo(state.Embargo.Evolve(e)),
        (not null, IIncidentEvent e) when state.Edited(e) is { } edited => edited,
        (not null, IIncidentEvent e) when state.Moved(e) is { } moved => moved,
        _ => throw new InvalidOperationException($"{@event.GetType().Name} cannot follow in the report {id}."),
    };

    private IncidentReport? Edited(IIncidentEvent @event) => @event switch
    {
        ReportDescribed e => this with { Title = e.Title, BeganAt = e.BeganAt },
        SectionEdited e => this with { Texts = string.IsNullOrWhiteSpace(e.Markdown) ? Texts.Remove(e.Section) : Texts.SetItem(e.Section, e.Markdown.Length) },
        TimelineEntryRecorded e => Numbered(Section.Timeline, e.Number) with { Timeline = Put(Timeline, new(e.Number, e.When, e.Precision, e.Until, e.Text, e.Url)) },
        ImpactRecorded e => Numbered(Section.Impact, e.Number) with { Impact = Put(Impact, new(e.Number, e.Value, e.Unit, e.AsOf, e.Source, e.Url)) },
        FindingRecorded e => Numbered(Section.Findings, e.Number) with { Findings = Put(Findings, new(e.Number, e.Title, e.Mitigation, e.Owner, StatusOf(e.Number), e.DueOn)) },
        FindingUpdated e => this with { Findings = Put(Findings, Findings.First(f => f.Number == e.Number) with { Status = e.Status, DueOn = e.DueOn }) },
        ContactRecorded e => Numbered(Section.Contacts, e.Number) with { Contacts = Put(Contacts, new(e.Number, e.Name, e.Address)) },
        ReferenceRecorded e => Numbered(Section.References, e.Number) with { References = Put(References, new(e.Number, e.Summary, e.Url)) },
        EntryRemoved e => e.Section switch
        {
            Section.Timeline => this with { Timeline = Timeline.RemoveAll(i => i.Number == e.Number) },
            Section.Impact => this with { Impact = Impact.RemoveAll(i => i.Number == e.Number) },
            Section.Findings => this with { Findings = Findings.RemoveAll(i => i.Number == e.Number) },
            Section.Contacts => this with { Contacts = Contacts.RemoveAll(i => i.Number == e.Number) },
            _ => this with { References = References.RemoveAll(i => i.Number == e.Number) },
        },
        _ => null,
    };

    private IncidentReport? Moved(IIncidentEvent @event) => @event switch
    {
        ReportShared e => Revised(e.Version, e.At, "Shared with its recipients.") with { Status = ReportStatus.Shared, Audience = e.Audience, SharedAt = e.At },
        AudienceChanged e => this with { Audience = e.Audience, Invited = [] },
        CompaniesInvited e => this with { Invited = Invited.Union(e.Companies) },
        InvitationAccepted e => this with { Invited = Invited.Remove(e.By.Company), Audience = Audience with { Companies = Audience.Companies.Add(e.By.Company) } },
        CompanyStatusSet e => this with { CompanyStatuses = CompanyStatuses.SetItem(e.By.Company, e.Status) },
        ReviewRequested e => this with { ReviewRequests = ReviewRequests.Add(e.By.Company) },
        ReviewStarted e => Revised(e.Version, e.At, "In review.") with { Status = ReportStatus.UnderReview, ReviewedAt = e.At },
        QuestionAsked e => this with { Questions = Questions.Add(new(e.Number, e.Kind, e.By.Company, e.To, e.Section, QuestionState.Open)) },
        QuestionAnswered e => WithQuestion(e.Number, QuestionState.Answered),
        QuestionStands e => WithQuestion(e.Number, QuestionState.Disputed),
        QuestionWithdrawn e => WithQuestion(e.Number, QuestionState.Withdrawn),
        ReportFinalised e => Revised(e.Version, e.At, "Final.") with { Status = ReportStatus.Final, FinalAt = e.At },
        SummaryReleaseRequested e => this with { Release = new(e.By, e.At, e.Quoted, []) },
        QuoteConsented e => this with { Release = Release! with { Consented = Release.Consented.Add(e.By.Company) } },
        SummaryReleased e => this with { Status = ReportStatus.PublicSummary, Release = null, ReleasedAt = ReleasedAt ?? e.At },
        ReportCorrected e => Revised(e.Version, e.At, e.Summary),
        ReportRetracted e => this with { Status = ReportStatus.Retracted, Tombstone = new(e.By, e.At, e.Reason, e.Hash), Release = null, Invited = [] },
        _ => null,
    };

    private IncidentReport Revised(int version, DateTimeOffset at, string summary) =>
        this with { Revisions = Revisions.Add(new(version, at, summary)) };

    private IncidentReport Numbered(Section section, int number) =>
        number > LastNumbers.GetValueOrDefault(section) ? this with { LastNumbers = LastNumbers.SetItem(section, number) } : this;

    private FindingStatus StatusOf(int finding) => Findings.FirstOrDefault(f => f.Number == finding)?.Status ?? FindingStatus.NotStarted;

    private IncidentReport WithQuestion(int number, QuestionState to) =>
        this with { Questions = Put(Questions, Questions.First(q => q.Number == number) with { State = to }) };

    // Once the embargo is over, those who were to accept it first have nothing left to accept.
    private IncidentReport WithEmbargo(Embargo embargo) => embargo.ExitedAt is null || Invited.IsEmpty
        ? this with { Embargo = embargo }
        : this with { Embargo = embargo, Audience = Audience with { Companies = Audience.Companies.Union(Invited) }, Invited = [] };

    private static ImmutableList<T> Put<T>(ImmutableList<T> list, T item)
        where T : INumbered
    {
        var index = list.FindIndex(i => i.Number == item.Number);
        return index < 0 ? list.Add(item) : list.SetItem(index, item);
    }
}
