using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collab.Domain;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;
using Marten.Events.Projections;

namespace Collab.Portal.Outcomes;

/// <summary>
/// Makes the public document of an outcome at the moment it is published, from all that happened until then. The
/// stream is read once, at publication; no page reads it again.
/// </summary>
internal sealed partial class OutcomeProjection : EventProjection
{
    public OutcomeProjection()
    {
        Name = "Outcome";
        foreach (var type in (Type[])[typeof(ProposalPublished), typeof(CorrectionPublished), typeof(ProposalSuperseded)])
            IncludeType(type);
    }

    public override async ValueTask ApplyAsync(IDocumentOperations operations, JasperFx.Events.IEvent e, CancellationToken cancellation)
    {
        if (e.Data is not (ProposalPublished or CorrectionPublished or ProposalSuperseded))
            return;
        var stream = e.StreamKey!;
        var before = e.Version > 1 ? await operations.Events.FetchStreamAsync(stream, version: e.Version - 1, token: cancellation) : [];
        List<IEvent> events = [.. before.Select(b => b.Data).OfType<IEvent>(), (IEvent)e.Data];
        var versions = VersionsOf(stream, events);
        operations.Store<Outcome>(versions);
    }

    /// <summary>Every version that these events published, oldest first.</summary>
    internal static IReadOnlyList<Outcome> VersionsOf(string proposalId, IReadOnlyList<IEvent> events)
    {
        var history = new History(proposalId);
        foreach (var @event in events)
            history.Add(@event);
        return history.Versions;
    }

    private sealed class History(string proposalId)
    {
        private readonly List<Outcome> versions = [];
        private readonly List<OutcomeStep> steps = [];
        private readonly Dictionary<string, ObjectionRaised> objections = [];
        private readonly Dictionary<string, string> findings = [];
        private readonly Dictionary<MemberId, string?> statements = [];
        private Proposal? state;
        private ProposalText text = ProposalText.Empty;
        private ProposalText? corrected;
        private string? correction;
        private OutcomeRecorded? recorded;
        private string? supersededBy;

        public IReadOnlyList<Outcome> Versions =>
            [.. versions.Select((v, i) => v with { Latest = i == versions.Count - 1, SupersededBy = supersededBy })];

        public void Add(IEvent @event)
        {
            state = Proposal.Evolve(state, proposalId, @event);
            if (Step(@event) is { } step)
                steps.Add(step);
            switch (@event)
            {
                case DraftStarted e: text = e.Text; break;
                case DraftEdited e: text = e.Text; break;
                case DraftSectionEdited e: text = text.With(e.Section, e.Markdown); break;
                case ProposalRevised e: text = e.Text; break;
                case PositionRecorded e: statements[e.By.Company] = e.Statement; break;
                case PositionWithdrawn e: statements.Remove(e.By.Company); break;
                case ObjectionRaised e: objections[e.Objection] = e; break;
                case ObjectionAddressed e: findings[e.Objection] = e.Finding; break;
                case OutcomeRecorded e: recorded = e; break;
                case CorrectionProposed e: (corrected, correction) = (e.Text, e.Summary); break;
                case ProposalSuperseded e: supersededBy = e.SuccessorNumber; break;
                case ProposalPublished e: versions.Add(Publish(e.Number, e.Version, e.Kind, e.By, e.FirstApproval, e.At, null)); break;
                case CorrectionPublished e:
                    text = corrected ?? text;
                    versions.Add(Publish(state.Publication!.Number, e.Version, state.Publication.Kind, e.By, e.FirstApproval, e.At, correction));
                    break;
            }
        }

        private Outcome Publish(string number, int version, OutcomeKind kind, By by, By first, DateTimeOffset at, string? correctedBecause)
        {
            var tally = state!.Tally!;
            var markdown = MarkdownOf(state.Title, number, version, text);
            return new Outcome
            {
                Id = $"{number}/v{version.ToString(CultureInfo.InvariantCulture)}",
                Number = number,
                Serial = int.Parse(number.AsSpan(2), CultureInfo.InvariantCulture),
                Version = version,
                Latest = true,
                Kind = kind,
                Result = recorded!.Result,
                ProposalId = proposalId,
                Title = state.Title,
                Authors = [.. state.Authors.Order()],
                RecordedBy = recorded.By.Company,
                Reasons = Markdown.Render(recorded.Reasons),
                PublishedBy = [.. ((MemberId[])[first.Company, by.Company]).Order()],
                PublishedAt = at,
                Revision = tally.Revision,
                Sections = [.. text.Sections.Select(s => KeyValuePair.Create(s.Name, Markdown.Render(s.Markdown)))],
                Markdown = markdown,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(markdown))),
                Correction = correctedBecause,
                Positions = [.. tally.Entries.Select(p => new OutcomePosition(
                    p.Key, p.Value.Position, p.Value.SpokenBy, p.Value.RecordedAt,
                    p.Value.SpokenBy is { } speaker ? statements.GetValueOrDefault(speaker) : null))],
                Count = tally.Count,
                Dissent = [.. recorded.Dissent.Where(objections.ContainsKey).Select(id => objections[id]).Select(o => new OutcomeDissent(
                    o.Objection, o.By.Company, o.Revision, o.What, o.Why, o.Cure, findings.GetValueOrDefault(o.Objection)))],
                Steps = [.. steps],
            };
        }

        private static string MarkdownOf(string title, string number, int version, ProposalText text)
        {
            var builder = new StringBuilder();
            builder.Append(CultureInfo.InvariantCulture, $"# {title}\n\n{number}, version {version}. TLP:CLEAR\n");
            foreach (var (name, markdown) in text.Sections)
                builder.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(name[0])}{name[1..]}\n\n{markdown.ReplaceLineEndings("\n").Trim()}\n");
            return builder.ToString();
        }

        private OutcomeStep? Step(IEvent @event) => @event switch
        {
            DraftStarted e => new(e.At, "Drafted", e.By.Company),
            ProposalSeconded e => new(e.At, "Seconded", e.By.Company),
            ProposalOpened e => new(e.At, "Opened as revision 1", e.By.Company),
            ProposalRevised e => new(e.At, $"Revision {e.Revision.ToString(CultureInfo.InvariantCulture)}, {(e.Kind == RevisionKind.Substantive ? "substantive" : "editorial")}: {e.Summary}", e.By.Company),
            ObjectionRaised e => new(e.At, $"Objection {e.Objection}", e.By.Company),
            ObjectionAnswered e => new(e.At, $"{e.Objection} answered", e.By.Company),
            ObjectionWithdrawn e => new(e.At, $"{e.Objection} withdrawn", e.By.Company),
            ObjectionAccommodated e => new(e.At, $"{e.Objection} accommodated", e.By.Company),
            ObjectionAddressed e => new(e.At, $"{e.Objection} found addressed by a moderator", e.By.Company),
            SustainPollEnded e => new(e.At, $"{e.Objection} {(e.Overruled ? "overruled" : "sustained")} in a poll, {e.Sustaining.ToString(CultureInfo.InvariantCulture)} of {e.Eligible.ToString(CultureInfo.InvariantCulture)} sustaining", null),
            LastCallOpened e => new(e.At, $"Last call, seeking: {e.Disposition.ToString().ToLowerInvariant()}", e.By.Company),
            LastCallHeld e => new(e.At, "Last call held", e.By.Company),
            TallyTaken e => new(e.At, "Last call ended; tally taken", null),
            QuorumMissed e => new(e.At, "No quorum; open again", null),
            OutcomeRecorded e => new(e.At, $"Recorded as {Words(e.Result)} by a moderator", e.By.Company),
            AppealFiled e => new(e.At, "Appealed", e.By.Company),
            PanelDecided e => new(e.At, $"A panel decided on {e.Matter}: {e.Result.ToString().ToLowerInvariant()}", null),
            ProposalPublished e => new(e.At, "Published by moderators of two unrelated companies", null),
            CorrectionPublished e => new(e.At, $"Version {e.Version.ToString(CultureInfo.InvariantCulture)}: {correction}", null),
            _ => null,
        };

        private static string Words(OutcomeResult result) => result switch
        {
            OutcomeResult.AgreedWithDissent => "agreed with dissent",
            OutcomeResult.NotAgreed => "not agreed",
            _ => result.ToString().ToLowerInvariant(),
        };
    }
}
