using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <summary>A passage as a reader points at it.</summary>
/// <param name="Section">The section's name.</param>
/// <param name="Quote">The passage, as it is read on the page or as Markdown source; empty for the section as a whole.</param>
/// <param name="Prefix">Some text before it, to tell it from others like it.</param>
/// <param name="Suffix">Some text after it.</param>
public sealed record PointedAt(string Section, string? Quote, string? Prefix = null, string? Suffix = null);

/// <summary>Gives the commands on remarks what they ask for: the proposal, its text in force, and where the passage stands in it.</summary>
internal static class RemarkDeeds
{
    /// <summary>The name under which changes of a proposal's remarks are told.</summary>
    public static string RoomOf(string proposal) => "remarks/" + proposal;

    /// <summary>The anchor of what a reader points at, or why there is none.</summary>
    public static (Anchor? Anchor, Refusal? Refusal) Place(PointedAt at, RevisionText text, int revision)
    {
        if (text.Sections.FirstOrDefault(s => s.Name == at.Section) is not { } section)
            return (null, Refusal.Invalid("remark.no_such_section", "There is no section of this name. Choose one of the template.", "section"));
        if (string.IsNullOrWhiteSpace(at.Quote))
            return (Anchor.ToSection(section.Name, text.Event, revision), null);
        if (at.Quote.Length > Anchor.QuoteLimit)
            return (null, Refusal.Invalid("remark.passage_too_long", "The passage is longer than 2,000 characters. Choose a shorter one.", "quote"));
        // What is read on the page first; a program may quote the source as well.
        var passage = MarkdownText.Of(section.Markdown).Source(at.Quote, at.Prefix ?? "", at.Suffix ?? "")
            ?? (section.Markdown.Contains(at.Quote, StringComparison.Ordinal) ? new Anchor(section.Name, at.Prefix ?? "", at.Quote, at.Suffix ?? "", text.Event, revision).Find(section.Markdown) : null);
        if (passage is not { } found)
            return (null, Refusal.Invalid("remark.passage_not_found", "These words do not stand in the section one after the other. Select text of one section.", "quote"));
        var anchor = Anchor.To(section.Name, section.Markdown, found, text.Event, revision);
        return anchor.Quote.Length > Anchor.QuoteLimit
            ? (null, Refusal.Invalid("remark.passage_too_long", "The passage is longer than 2,000 characters. Choose a shorter one.", "quote"))
            : (anchor, null);
    }

    /// <summary>Comments on what is pointed at, or suggests a change of it where there is a replacement.</summary>
    /// <param name="given">The new remark's stream.</param>
    /// <param name="proposal">The proposal.</param>
    /// <param name="at">The passage. For a suggestion about a section as a whole the changed words are the passage.</param>
    /// <param name="markdown">The comment, or the suggestion's reason.</param>
    /// <param name="replacement">The suggested wording; null for a comment.</param>
    /// <param name="actor">Who makes it.</param>
    public static async ValueTask<Decision> Make(Given<Remark> given, string proposal, PointedAt at, string? markdown, string? replacement, Actor actor)
    {
        if (await InForce(given.Session, proposal) is not ({ } row, { } text) || !row.State.Audience.Admits(actor))
            return Refusal.NotFound;
        var (anchor, refusal) = Place(at, text, row.State.Revision);
        if (anchor is { IsWholeSection: true } section && replacement is { } rewritten && text.ToText().Of(section.Section) is { } whole && !string.IsNullOrWhiteSpace(whole))
            (anchor, replacement, refusal) = Changed(whole, rewritten, section);
        if (refusal is not null)
            return refusal;
        return await Make(given, proposal, anchor!, markdown, replacement, actor);
    }

    /// <summary>Comments on an anchor, or suggests a change of its passage where there is a replacement.</summary>
    public static async ValueTask<Decision> Make(Given<Remark> given, string proposal, Anchor anchor, string? markdown, string? replacement, Actor actor)
    {
        if (await InForce(given.Session, proposal) is not ({ } row, { } text))
            return Refusal.NotFound;
        var decision = replacement is null
            ? new MakeRemark(anchor, markdown ?? "").Decide(given.State, row.State, text.ToText(), actor, given.Room.Now)
            : new SuggestChange(anchor, replacement, markdown).Decide(given.State, row.State, text.ToText(), actor, given.Room.Now);
        return Told(given, decision, proposal);
    }

    /// <summary>The words of a rewritten section that differ, as a suggestion about them.</summary>
    public static (Anchor? Anchor, string? Replacement, Refusal? Refusal) Changed(string before, string after, Anchor section) => Anchor.Difference(before, after) switch
    {
        null => (null, null, Refusal.Invalid("suggestion.nothing_changed", "The suggested wording is the present one. Change it, or comment instead.", "replacement")),
        { } change => (Anchor.To(section.Section, before, change.Passage, section.Event, section.Revision), change.Replacement, null),
    };

    /// <summary>Decides about a remark.</summary>
    public static async ValueTask<Decision> On(Given<Remark> given, Func<Remark?, Proposal?, Decision> decide)
    {
        var proposal = given.State is { } remark ? await given.Session.LoadAsync<Proposal>(remark.Proposal) : null;
        return Told(given, decide(given.State, proposal), given.State?.Proposal);
    }

    /// <summary>Accepts a suggestion. A draft is edited in the same transaction.</summary>
    public static async ValueTask<Decision> Accept(Given<Remark> given, Actor actor)
    {
        if (given.State is not { } remark)
            return Refusal.NotFound;
        var accept = new AcceptSuggestion();
        if (await given.Session.LoadAsync<Proposal>(remark.Proposal) is not { Status: ProposalStatus.Draft } proposal)
        {
            var text = (await InForce(given.Session, remark.Proposal)).Text?.ToText();
            return await On(given, (r, p) => accept.Decide(r, p, Found(remark.Anchor, text), actor, given.Room.Now, given.Room.Roll));
        }

        // An actor who may not see or do it never comes as far as the second stream.
        var decision = accept.Decide(remark, proposal, default(Passage), actor, given.Room.Now, given.Room.Roll);
        if (decision is not Decision.Accepted)
            return decision;
        var edit = await given.AlsoDecide<Remark, Proposal>(remark.Proposal, async (draft, version) =>
        {
            var text = (await ProposalReads.TextAt(given.Session, remark.Proposal, version))?.ToText();
            decision = accept.Decide(remark, draft, Found(remark.Anchor, text), actor, given.Room.Now, given.Room.Roll);
            return decision is Decision.Accepted
                ? Replaced(draft, text!.Of(remark.Anchor.Section)!, version)
                : decision;
        });
        return edit is Decision.Accepted ? Told(given, decision, remark.Proposal) : edit;

        Decision Replaced(Proposal? draft, string section, long version) =>
            new EditDraftSection(remark.Anchor.Section, remark.Anchor.Replace(section, remark.Replacement!)!, version).Decide(draft, actor, given.Room.Now, given.Room.Roll, section, section);
    }

    /// <summary>Revises a proposal, and notes in each suggestion that it takes in that it did.</summary>
    public static async ValueTask<Decision> Revise(ReviseProposal command, Given<Proposal> given, Actor actor)
    {
        var ids = (command.Suggestions ?? []).Where(id => id is { Length: < 40 }).Distinct().Take(200).ToList();
        var remarks = ids.Count == 0 ? [] : await given.Session.LoadManyAsync<Remark>(ids);
        var decision = command.Decide(given.State, actor, given.Room.Now, given.Room.Roll, [.. remarks]);
        if (decision is not Decision.Accepted { Events: var events } || events.OfType<ProposalRevised>().Single() is not { Credits: { } credits } revised)
            return decision;
        foreach (var credit in credits)
        {
            var noted = await given.AlsoDecide<Proposal, Remark>(credit.Remark, (remark, _) =>
                ValueTask.FromResult(new RecordSuggestion(revised.Revision).Decide(remark, given.State, actor, given.Room.Now)));
            if (noted is Decision.Refused)
                return noted;
        }

        given.AlsoTell(RoomOf(given.State!.Id));
        return decision;
    }

    /// <summary>The passage in a text; null when it is gone.</summary>
    public static Passage? Found(Anchor anchor, ProposalText? text) =>
        text?.Of(anchor.Section) is { } markdown && !(anchor.IsWholeSection && !string.IsNullOrWhiteSpace(markdown)) ? anchor.Find(markdown) : null;

    /// <summary>The proposal and its text in force.</summary>
    public static async Task<(ProposalRow? Row, RevisionText? Text)> InForce(IQuerySession session, string proposal, CancellationToken cancellation = default) =>
        await session.LoadAsync<ProposalRow>(proposal, cancellation) is { } row ? (row, await ProposalReads.TextAt(session, proposal, row.Version, cancellation)) : (null, null);

    private static Decision Told(Given<Remark> given, Decision decision, string? proposal)
    {
        if (decision is Decision.Accepted { Events.Count: > 0 })
            given.AlsoTell(RoomOf(proposal!));
        return decision;
    }
}
