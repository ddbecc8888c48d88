using System.Globalization;
using Collab.Domain;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten.Events.Projections;

namespace Collab.Portal.Proposals;

/// <summary>What gave a proposal the text it has from an event on.</summary>
public enum TextOrigin
{
    /// <summary>The draft was started or saved.</summary>
    Draft,

    /// <summary>One section of the draft was written; the others are those of the events before.</summary>
    Section,

    /// <summary>The draft became revision 1: its text is that of the draft before.</summary>
    Opened,

    /// <summary>A revision.</summary>
    Revised,

    /// <summary>A correction was proposed; it is not the text yet.</summary>
    Correction,

    /// <summary>The correction before became the text.</summary>
    CorrectionPublished,
}

/// <summary>One section of a text, as written and safe to show.</summary>
/// <param name="Name">The section's name in lower case.</param>
/// <param name="Markdown">What was written.</param>
/// <param name="Html">The same, rendered once.</param>
public sealed record SectionText(string Name, string Markdown, string Html);

/// <summary>
/// What an event wrote: all sections, one of them, or none where the text is that of events before. Each is a row of its
/// own, so that the text of any time is a few rows away.
/// </summary>
public sealed record RevisionText
{
    /// <summary><c>P-7K3MQ/12</c>: the proposal and the event.</summary>
    public required string Id { get; init; }

    /// <summary>The proposal.</summary>
    public required string Proposal { get; init; }

    /// <summary>The number of the event.</summary>
    public required long Event { get; init; }

    /// <summary>What the event did to the text.</summary>
    public required TextOrigin Origin { get; init; }

    /// <summary>The revision it makes; 0 for a draft and for corrections.</summary>
    public required int Revision { get; init; }

    /// <summary>Whether the revision changes what is proposed; null for drafts and corrections.</summary>
    public RevisionKind? Kind { get; init; }

    /// <summary>Who wrote it.</summary>
    public required By By { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What changed, in the author's words; null where there is none.</summary>
    public string? Summary { get; init; }

    /// <summary>The suggestions that it takes in and who made them; null where it takes in none.</summary>
    public IReadOnlyList<SuggestionCredit>? Credits { get; init; }

    /// <summary>The section, where the event wrote one of them; else null.</summary>
    public string? Section { get; init; }

    /// <summary>The sections that the event wrote; read as the text in force, all of them.</summary>
    public IReadOnlyList<SectionText> Sections { get; init; } = [];

    /// <summary>The text as Domain takes it.</summary>
    public ProposalText ToText()
    {
        string Of(string name) => Sections.FirstOrDefault(s => s.Name == name)?.Markdown ?? "";
        return new(Of("problem"), Of("proposal"), Of("alternatives"), Of("compatibility"), Of("security"), Of("rollout"));
    }
}

/// <summary>Something said on the record beside the text: a statement, an objection, an answer, a finding, a reason.</summary>
public sealed record Saying
{
    /// <summary><c>P-7K3MQ/12</c>: the proposal and the event.</summary>
    public required string Id { get; init; }

    /// <summary>The proposal.</summary>
    public required string Proposal { get; init; }

    /// <summary>The number of the event.</summary>
    public required long Event { get; init; }

    /// <summary>What it is about: <c>OBJ-1</c>, <c>REC-1</c>, <c>SRC-1</c>, <c>position/contoso</c>, <c>last-call</c>, <c>outcome</c>, <c>appeal</c>, <c>withdrawal</c>, <c>panel/OBJ-1</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The event's name: <c>ObjectionAnswered</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who said it.</summary>
    public required By By { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its parts in order: <c>what</c>, <c>why</c>, <c>cure</c> for an objection, one for the rest.</summary>
    public required IReadOnlyList<SectionText> Parts { get; init; }
}

/// <summary>Keeps texts and what was said, rendered once, in the transaction that appends. Each row follows from its event alone.</summary>
internal sealed partial class ProposalTextProjection : EventProjection
{
    private static readonly Type[] Types =
    [
        typeof(DraftStarted), typeof(DraftEdited), typeof(DraftSectionEdited), typeof(ProposalOpened), typeof(ProposalRevised), typeof(CorrectionProposed), typeof(CorrectionPublished),
        typeof(PositionRecorded), typeof(ObjectionRaised), typeof(ObjectionAnswered), typeof(ObjectionWithdrawn), typeof(ObjectionAccommodated), typeof(ObjectionAddressed),
        typeof(LastCallOpened), typeof(LastCallHeld), typeof(OutcomeRecorded), typeof(RecusalPresumed), typeof(RecusalChallenged), typeof(RecusalReplied),
        typeof(AppealFiled), typeof(PanelDecisionWritten), typeof(SourceQuoted), typeof(ProposalWithdrawn),
    ];

    public ProposalTextProjection()
    {
        Name = nameof(RevisionText);
        foreach (var type in Types)
            IncludeType(type);
        RegisterPublishedType(typeof(RevisionText));
        RegisterPublishedType(typeof(Saying));
    }

    public override ValueTask ApplyAsync(Marten.IDocumentOperations operations, JasperFx.Events.IEvent e, CancellationToken cancellation)
    {
        if (TextOf(e.StreamKey!, e.Version, e.Data) is { } text)
            operations.Store(text);
        if (SayingOf(e.StreamKey!, e.Version, e.Data) is { } saying)
            operations.Store(saying);
        return ValueTask.CompletedTask;
    }

    /// <summary>The text that the event wrote, or null.</summary>
    internal static RevisionText? TextOf(string proposal, long number, object @event) => @event switch
    {
        DraftStarted e => Text(proposal, number, e, TextOrigin.Draft, e.Text),
        DraftEdited e => Text(proposal, number, e, TextOrigin.Draft, e.Text),
        DraftSectionEdited e => Text(proposal, number, e, TextOrigin.Section, null) with { Section = e.Section, Sections = [Part(e.Section, e.Markdown)] },
        ProposalOpened e => Text(proposal, number, e, TextOrigin.Opened, null) with { Revision = 1 },
        ProposalRevised e => Text(proposal, number, e, TextOrigin.Revised, e.Text) with { Revision = e.Revision, Kind = e.Kind, Summary = e.Summary, Credits = e.Credits },
        CorrectionProposed e => Text(proposal, number, e, TextOrigin.Correction, e.Text) with { Summary = e.Summary },
        CorrectionPublished e => Text(proposal, number, e, TextOrigin.CorrectionPublished, null),
        _ => null,
    };

    private static RevisionText Text(string proposal, long number, IProposalEvent e, TextOrigin origin, ProposalText? text) => new()
    {
        Id = Key(proposal, number),
        Proposal = proposal,
        Event = number,
        Origin = origin,
        Revision = 0,
        By = e.By,
        At = e.At,
        Sections = [.. text?.Sections.Select(s => Part(s.Name, s.Markdown)) ?? []],
    };

    /// <summary>What the event said, or null.</summary>
    internal static Saying? SayingOf(string proposal, long number, object @event) => @event switch
    {
        PositionRecorded e => Say(proposal, number, e, "position/" + e.By.Company.Value, e.Statement is { Length: > 0 } statement ? [Part("statement", statement)] : []),
        ObjectionRaised e => Say(proposal, number, e, e.Objection, [Part("what", e.What), Part("why", e.Why), Part("cure", e.Cure)]),
        ObjectionAnswered e => Say(proposal, number, e, e.Objection, [Part("answer", e.Answer)]),
        ObjectionWithdrawn e => Say(proposal, number, e, e.Objection, Optional("statement", e.Statement)),
        ObjectionAccommodated e => Say(proposal, number, e, e.Objection, Optional("statement", e.Statement)),
        ObjectionAddressed e => Say(proposal, number, e, e.Objection, [Part("finding", e.Finding)]),
        LastCallOpened e => Say(proposal, number, e, "last-call", [Part("summary", e.Summary)]),
        LastCallHeld e => Say(proposal, number, e, "last-call", [Part("reason", e.Reason)]),
        OutcomeRecorded e => Say(proposal, number, e, "outcome", [Part("reasons", e.Reasons)]),
        RecusalPresumed e => Say(proposal, number, e, "recusal/" + e.Company.Value, [Part("reasons", e.Reasons)]),
        RecusalChallenged e => Say(proposal, number, e, e.Challenge, [Part("reasons", e.Reasons)]),
        RecusalReplied e => Say(proposal, number, e, e.Challenge, [Part("reply", e.Reply)]),
        AppealFiled e => Say(proposal, number, e, "appeal", [.. e.Grounds.Select(g => Part("ground", g))]),
        PanelDecisionWritten e => Say(proposal, number, e, "panel/" + e.Matter, [.. e.Reasons.Select(r => Part("reason", r)), .. Optional("minority opinion", e.MinorityOpinion)]),
        SourceQuoted e => Say(proposal, number, e, e.Source, [Part("quoted", e.What)]),
        ProposalWithdrawn e => Say(proposal, number, e, "withdrawal", [Part("reason", e.Reason)]),
        _ => null,
    };

    private static Saying Say(string proposal, long number, IProposalEvent e, string subject, IReadOnlyList<SectionText> parts) => new()
    {
        Id = Key(proposal, number),
        Proposal = proposal,
        Event = number,
        Subject = subject,
        Name = e.GetType().Name,
        By = e.By,
        At = e.At,
        Parts = parts,
    };

    private static SectionText Part(string name, string markdown) => new(name, markdown, Markdown.Render(markdown).Html);

    private static IReadOnlyList<SectionText> Optional(string name, string? markdown) => markdown is { Length: > 0 } text ? [Part(name, text)] : [];

    private static string Key(string proposal, long number) => string.Create(CultureInfo.InvariantCulture, $"{proposal}/{number}");
}
