using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>
/// Writes one section of a draft; any engineer of an author's company. What others wrote since the event
/// <paramref name="Base"/> is merged in (<see cref="TextMerge"/>); nothing of it is overwritten. Line breaks are kept as
/// <c>\n</c>. Refusals: <c>not_found</c>, <c>actor.not_engineer</c>, <c>proposal.not_author</c>, <c>proposal.wrong_status</c>,
/// <c>proposal.no_such_section</c>, <c>proposal.no_such_base</c>, <c>proposal.section_conflict</c>, and those of <see cref="Text"/>.
/// </summary>
/// <param name="Section">The section's name, in lower case.</param>
/// <param name="Markdown">The whole section as it should read.</param>
/// <param name="Base">The number of the event at which the draft had the text that this was made of.</param>
public sealed record EditDraftSection(string Section, string Markdown, long Base)
{
    /// <summary>Decides.</summary>
    /// <param name="state">The proposal.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="now">The present instant, UTC.</param>
    /// <param name="roll">The members.</param>
    /// <param name="present">The section as it stands; null where there is none of this name.</param>
    /// <param name="started">The section as it stood at <see cref="Base"/>; null where there was no draft at that event.</param>
    public Decision Decide(Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, string? present, string? started)
    {
        if (!Guard.MaySee(state, actor))
            return Refusal.NotFound;
        if ((Guard.Author(state, actor, roll)
            ?? Guard.In(state, ProposalStatus.Draft)
            ?? (present is null ? Refusal.Invalid("proposal.no_such_section", "There is no section of this name. Choose one of the template.", "section") : null)
            ?? Written(Markdown)
            ?? (started is null ? Refusal.Invalid("proposal.no_such_base", "The draft has no text at this event. Send the number of the event at which you read it.", "base") : null)) is { } refusal)
            return refusal;
        var merged = TextMerge.Of(Lines(started!), Lines(Markdown), Lines(present!));
        if (merged.Conflict)
            return Refusal.Conflict("proposal.section_conflict", $"Another author changed the same words of the section {Section} meanwhile. Read theirs, decide what stays, and save it on top of theirs.");
        if (merged.Text == Lines(present!))
            return Decision.Accept();
        return Written(merged.Text) is { } tooLong ? tooLong : Decision.Accept(new DraftSectionEdited(actor.By, now, Section, merged.Text));
    }

    private Refusal? Written(string? markdown) => markdown is null
        ? Refusal.Invalid("text.missing", $"The section {Section} is missing. Send it empty where nothing is written yet.", "markdown")
        : Text.Markdown(markdown, "markdown", $"The section {Section}");

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
