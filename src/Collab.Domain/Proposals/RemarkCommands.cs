using System.Collections.Immutable;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>Every command that people may give to a remark, and whether it is possible now: the commands' own guards, asked with placeholders for what is typed.</summary>
public static class RemarkCommands
{
    private const string Words = "…";

    /// <summary>Asks every command; <paramref name="found"/> is its passage in the text in force. Empty when the actor may not see the remark.</summary>
    public static ImmutableList<Possibility> Possible(Remark remark, Proposal proposal, Passage? found, Actor actor, DateTimeOffset now, MemberRoll roll) =>
        !remark.IsReadableBy(proposal, actor) ? [] :
        [
            Possibility.Of(nameof(ReplyToRemark), new ReplyToRemark(Words).Decide(remark, proposal, actor, now)),
            Possibility.Of(nameof(EditRemark), new EditRemark(Words, remark.Anchor.Quote + Words).Decide(remark, proposal, actor, now)),
            .. remark.Kind == RemarkKind.Comment ? OfComment(remark, proposal, actor, now, roll) : OfSuggestion(remark, proposal, found, actor, now, roll),
            Possibility.Of(nameof(RedactRemark), new RedactRemark(Words).Decide(remark, proposal, actor, now)),
        ];

    /// <summary>Asks the two commands that begin a remark on a proposal. Empty when the actor may not see it.</summary>
    public static ImmutableList<Possibility> Beginning(Proposal proposal, Actor actor, DateTimeOffset now)
    {
        if (!Guard.MaySee(proposal, actor))
            return [];
        var anchor = Anchor.ToSection(ProposalText.Empty.Sections.First().Name, 1, proposal.Revision);
        return
        [
            Possibility.Of(nameof(MakeRemark), new MakeRemark(anchor, Words).Decide(null, proposal, ProposalText.Empty, actor, now)),
            Possibility.Of(nameof(SuggestChange), new SuggestChange(anchor, Words).Decide(null, proposal, ProposalText.Empty, actor, now)),
        ];
    }

    private static IEnumerable<Possibility> OfComment(Remark remark, Proposal proposal, Actor actor, DateTimeOffset now, MemberRoll roll) =>
    [
        Possibility.Of(nameof(ResolveRemark), new ResolveRemark().Decide(remark, proposal, actor, now, roll)),
        Possibility.Of(nameof(ReopenRemark), new ReopenRemark().Decide(remark, proposal, actor, now, roll)),
    ];

    private static IEnumerable<Possibility> OfSuggestion(Remark remark, Proposal proposal, Passage? found, Actor actor, DateTimeOffset now, MemberRoll roll) =>
    [
        Possibility.Of(nameof(AcceptSuggestion), new AcceptSuggestion().Decide(remark, proposal, found, actor, now, roll)),
        Possibility.Of(nameof(DeclineSuggestion), new DeclineSuggestion(Words).Decide(remark, proposal, actor, now, roll)),
        Possibility.Of(nameof(WithdrawSuggestion), new WithdrawSuggestion().Decide(remark, proposal, actor, now)),
    ];
}
