using System.Security.Cryptography;
using System.Text.Json;
using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using Collab.Portal.Proposals;
using Marten;

namespace Collab.Local.SampleData;

/// <summary>A command about one post of a thread.</summary>
/// <param name="Post">The post's number.</param>
/// <param name="Command">The command.</param>
internal sealed record ToPost(int Post, object Command);

/// <summary>A remark on a passage of a proposal's text in force: a comment, or a suggestion where there is a replacement.</summary>
/// <param name="Proposal">The proposal.</param>
/// <param name="Section">The section's name.</param>
/// <param name="Quote">The passage as it stands in the source.</param>
/// <param name="Markdown">The comment, or the suggestion's reason.</param>
/// <param name="Replacement">The suggested wording; null for a comment.</param>
internal sealed record OnPassage(string Proposal, string Section, string Quote, string Markdown, string? Replacement = null);

/// <summary>The clock's <see cref="Supersede"/>, with the successor.</summary>
/// <param name="Successor">The proposal that takes the place.</param>
internal sealed record SupersedeBy(string Successor);

/// <summary>Asks each command what it decides, with what it wants to know.</summary>
internal static class Rulings
{
    /// <summary>The decision of any command that the sample data use.</summary>
    public static async ValueTask<Decision> Decide<T>(object command, T? state, Moment moment, CancellationToken cancellation) => command switch
    {
        AdmitAtStart c => c.Decide(state as Member, moment.Actor, moment.Room.Now),
        JoinRoom c => c.Decide(state as Participant, await moment.Session.LoadAsync<Member>(Ids.OfMember(c.Company), cancellation), moment.Room.Now),
        SetRoles c => c.Decide(state as Participant, moment.Actor, moment.Room.Now),
        GrantModeratorAtStart c => c.Decide(state as Participant, moment.Actor, moment.Room.Now),
        _ when typeof(T) == typeof(Proposal) => await OnProposal(command, state as Proposal, moment, cancellation),
        _ when typeof(T) == typeof(Remark) => await OnRemark(command, state as Remark, moment, cancellation),
        _ when typeof(T) == typeof(IncidentReport) => OnReport(command, state as IncidentReport, moment),
        _ => await OnThread(command, state as DiscussionThread, moment, cancellation),
    };

    private static async ValueTask<Decision> OnProposal(object command, Proposal? state, Moment moment, CancellationToken cancellation)
    {
        var (actor, (now, roll, rules)) = (moment.Actor, moment.Room);
        return command switch
        {
            StartDraft c => c.Decide(state, actor, now, c.Supersedes is { } old ? await moment.Session.LoadAsync<Proposal>(old, cancellation) : null),
            EditDraft c => c.Decide(state, actor, now, roll),
            EditDraftSection c => c.Decide(state, actor, now, roll, Section(moment.Before, c.Section), Section(moment.Before, c.Section)),
            InviteCompany c => c.Decide(state, actor, now, roll),
            JoinAsCoAuthor c => c.Decide(state, actor, now, roll),
            SecondProposal c => c.Decide(state, actor, now, roll),
            OpenProposal c => c.Decide(state, actor, now, roll),
            ReviseProposal { Suggestions: { } taken } c => c.Decide(state, actor, now, roll, [.. await moment.Session.LoadManyAsync<Remark>(cancellation, taken)]),
            ReviseProposal c => c.Decide(state, actor, now, roll),
            WithdrawProposal c => c.Decide(state, actor, now, roll),
            RecordPosition c => c.Decide(state, actor, now, roll),
            AnswerObjection c => c.Decide(state, actor, now, roll),
            AccommodateObjection c => c.Decide(state, actor, now, roll),
            AddressObjection c => c.Decide(state, actor, now, roll),
            EscalateObjection c => c.Decide(state, actor, now, roll, rules),
            SustainObjection c => c.Decide(state, actor, now, roll),
            AppointPanel c => c.Decide(state, actor, now, roll),
            WritePanelDecision c => c.Decide(state, actor, now, roll),
            ConfirmPanelDecision c => c.Decide(state, actor, now, roll),
            OpenLastCall c => c.Decide(state, actor, now, roll, rules),
            HoldLastCall c => c.Decide(state, actor, now, roll, rules),
            PassTime c => c.Decide(state, actor, now, roll, rules),
            RecordOutcome c => c.Decide(state, actor, now, roll),
            FileAppeal c => c.Decide(state, actor, now, roll, rules),
            QuoteSource c => c.Decide(state, actor, now, roll),
            ApprovePublication c => c.Decide(state, actor, now, roll),
            ProposeCorrection c => c.Decide(state, actor, now, roll),
            ApproveCorrection c => c.Decide(state, actor, now, roll),
            SupersedeBy c => new Supersede().Decide(state, actor, now, await moment.Session.LoadAsync<Proposal>(c.Successor, cancellation)),
            _ => throw Unknown(command),
        };
    }

    // What is told as a story has no lost answers and no races: who writes has read what stands.
    private static string? Section(IReadOnlyList<Domain.IEvent> before, string section) => before.Reverse().Select(e => e switch
    {
        DraftStarted started => started.Text.Of(section),
        DraftEdited edited => edited.Text.Of(section),
        DraftSectionEdited edited when edited.Section == section => edited.Markdown,
        _ => null,
    }).FirstOrDefault(text => text is not null);

    private static async ValueTask<Decision> OnRemark(object command, Remark? state, Moment moment, CancellationToken cancellation)
    {
        var (actor, (now, roll, _)) = (moment.Actor, moment.Room);
        var row = await moment.Session.LoadAsync<ProposalRow>((command as OnPassage)?.Proposal ?? state!.Proposal, cancellation);
        var text = (await ProposalReads.TextAt(moment.Session, row!.Id, row.Version, cancellation))!;
        if (command is OnPassage at)
        {
            var markdown = text.ToText().Of(at.Section)!;
            var anchor = Anchor.To(at.Section, markdown, new Passage(markdown.IndexOf(at.Quote, StringComparison.Ordinal), at.Quote.Length), text.Event, row.State.Revision);
            return at.Replacement is null
                ? new MakeRemark(anchor, at.Markdown).Decide(state, row.State, text.ToText(), actor, now)
                : new SuggestChange(anchor, at.Replacement, at.Markdown).Decide(state, row.State, text.ToText(), actor, now);
        }

        return command switch
        {
            ReplyToRemark c => c.Decide(state, row.State, actor, now),
            ResolveRemark c => c.Decide(state, row.State, actor, now, roll),
            AcceptSuggestion c => c.Decide(state, row.State, state!.Anchor.Find(text.ToText().Of(state.Anchor.Section)!), actor, now, roll),
            RecordSuggestion c => c.Decide(state, row.State, actor, now),
            _ => throw Unknown(command),
        };
    }

    private static Decision OnReport(object command, IncidentReport? state, Moment moment)
    {
        var (actor, (now, roll, _)) = (moment.Actor, moment.Room);
        return command switch
        {
            OpenReport c => c.Decide(state, null, actor, now),
            IReportEdit c => c.Decide(state, actor, roll, now),
            UpdateFinding c => c.Decide(state, actor, roll, now),
            ShareReport c => c.Decide(state, actor, roll, now),
            ChangeAudience c => c.Decide(state, actor, roll, now),
            SetCompanyStatus c => c.Decide(state, actor, roll, now),
            RequestReview c => c.Decide(state, actor, roll, now),
            AskQuestion c => c.Decide(state, actor, roll, now),
            AnswerQuestion c => c.Decide(state, actor, roll, now),
            LetStand c => c.Decide(state, actor, roll, now),
            FinaliseReport c => c.Decide(state, actor, roll, now),
            CorrectReport c => c.Decide(state, actor, roll, now),
            RequestRelease c => c.Decide(state, actor, roll, now),
            ReleaseSummary c => c.Decide(state, actor, roll, now),
            RetractReport c => c.Decide(state, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(state))), actor, now),
            ProposeEmbargo c => c.Decide(state, actor, roll, now),
            AcceptEmbargo c => c.Decide(state, actor, roll, now),
            EndEmbargo c => c.Decide(state, actor, roll, now),
            _ => throw Unknown(command),
        };
    }

    private static async ValueTask<Decision> OnThread(object command, DiscussionThread? thread, Moment moment, CancellationToken cancellation)
    {
        var (actor, (now, roll, _)) = (moment.Actor, moment.Room);
        if (command is OpenThread opened)
            return opened.Decide(thread, await AudienceOf(opened.SubjectId, moment.Session, cancellation), actor, roll, now);
        var audience = thread!.AudienceUnder(await AudienceOf(thread.SubjectId, moment.Session, cancellation));
        var (about, deed) = command is ToPost to ? (PostOf(thread.Id, to.Post, moment), to.Command) : (null, command);
        return deed switch
        {
            WritePost c => c.Decide(thread, null, audience, actor, now),
            EditPost c => c.Decide(thread, about, audience, actor, now),
            ReactToPost c => c.Decide(thread, about, audience, actor, now),
            RedactPost c => c.Decide(thread, about, audience, actor, now),
            MarkAsAnswer c => c.Decide(thread, about, about?.ReplyTo is { } asked ? PostOf(thread.Id, asked, moment) : null, audience, actor, now),
            OpenSubThread c => c.Decide(thread, about, audience, actor, now),
            PinSummary c => c.Decide(thread, audience, actor, now),
            _ => throw Unknown(deed),
        };
    }

    private static async ValueTask<Audience?> AudienceOf(string? subject, IQuerySession session, CancellationToken cancellation) => subject switch
    {
        null => null,
        _ when subject.StartsWith("P-", StringComparison.Ordinal) => (await session.LoadAsync<Proposal>(subject, cancellation))?.Audience,
        _ => (await session.LoadAsync<IncidentReport>(subject, cancellation))?.Audience,
    };

    private static Post? PostOf(string thread, int number, Moment moment) =>
        moment.Before.OfType<IPostEvent>().Where(e => e.Number == number).Aggregate((Post?)null, (post, e) => Post.Evolve(post, thread, e));

    private static InvalidOperationException Unknown(object command) => new($"Sample data: no way is known to ask {command.GetType().Name}.");
}
