using System.Diagnostics.CodeAnalysis;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>The questions that several commands on remarks ask. Each answers null, or why not.</summary>
internal static class RemarkGuard
{
    /// <summary>True when there is a remark on this proposal and the actor may read it.</summary>
    public static bool MaySee([NotNullWhen(true)] Remark? remark, [NotNullWhen(true)] Proposal? proposal, Actor actor) =>
        remark is not null && remark.IsReadableBy(proposal, actor);

    /// <summary>The proposal's text is discussed still.</summary>
    public static Refusal? Discussed(Proposal proposal) => proposal.IsSettled
        ? Refusal.Conflict("remark.proposal_settled", $"The proposal is {Say.Status(proposal.Status)}: its text is not discussed any more. Write in the discussion instead.")
        : null;

    /// <summary>The anchor names a section, and a passage that stands in it.</summary>
    public static Refusal? Anchored(Anchor? anchor, ProposalText text)
    {
        if (anchor is null || text.Of(anchor.Section) is not { } markdown)
            return Refusal.Invalid("remark.no_such_section", "There is no section of this name. Choose one of the template.", "section");
        if (anchor.Quote.Length > Anchor.QuoteLimit)
            return TooLong;
        return anchor.IsWholeSection || markdown.Contains(anchor.Quote, StringComparison.Ordinal) ? null
            : Refusal.Conflict("remark.passage_not_found", "The passage does not stand in the section as it is now. Select it again.");
    }

    /// <summary>The refusal of a passage that is too long.</summary>
    public static readonly Refusal TooLong = Refusal.Invalid("remark.passage_too_long", "The passage is longer than 2,000 characters. Choose a shorter one.", "quote");

    /// <summary>It is a suggestion.</summary>
    public static Refusal? Suggested(Remark remark) => remark.Kind == RemarkKind.Suggestion ? null
        : Refusal.Conflict("remark.not_a_suggestion", "This is a comment and suggests no wording.");

    /// <summary>It is a comment.</summary>
    public static Refusal? Commented(Remark remark) => remark.Kind == RemarkKind.Comment ? null
        : Refusal.Conflict("remark.not_a_comment", "A suggestion is accepted, declined or withdrawn instead.");

    /// <summary>It stands at one of these.</summary>
    public static Refusal? In(Remark remark, params IReadOnlyList<RemarkState> allowed) => allowed.Contains(remark.State) ? null
        : Refusal.Conflict("remark.wrong_state", $"It is {Words(remark)} already.");

    /// <summary>The actor wrote it.</summary>
    public static Refusal? Writer(Remark remark, Actor actor) => remark.By.Person == actor.Person ? null
        : Refusal.Forbidden("remark.not_author", "Only who wrote it does this.");

    /// <summary>The actor's company made it, or is an author of the proposal.</summary>
    public static Refusal? Party(Remark remark, Proposal proposal, Actor actor, MemberRoll roll) =>
        remark.By.Company == actor.Company || proposal.Authors.Contains(actor.Company) ? null
        : Refusal.Forbidden("remark.not_party", $"Only {roll.Name(remark.By.Company)} or the authors do this: {Say.Names(roll, proposal.Authors)}.");

    /// <summary>What was written is not masked.</summary>
    public static Refusal? Readable(Remark remark) => remark.Redacted
        ? Refusal.Conflict("remark.redacted", "It is redacted. Write a new one instead.")
        : null;

    /// <summary>The suggested wording, and the reason where one is given.</summary>
    public static Refusal? Wording(Anchor? anchor, string? replacement, string? reason)
    {
        if (replacement is null)
            return Refusal.Invalid("text.missing", "A wording is needed. Send it empty to leave the passage out.", "replacement");
        if (anchor is not null && anchor.Quote == replacement)
            return Refusal.Invalid("suggestion.nothing_changed", "The suggested wording is the present one. Change it, or comment instead.", "replacement");
        return Text.OptionalStatement(replacement, "replacement", "The suggested wording") ?? Text.OptionalStatement(reason, "reason", "The reason");
    }

    /// <summary>A state as sentences say it.</summary>
    public static string Words(Remark remark) => remark.State switch
    {
        RemarkState.TakenIn => "taken in",
        var state => state.ToString().ToLowerInvariant(),
    };
}
