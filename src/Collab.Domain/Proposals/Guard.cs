using System.Diagnostics.CodeAnalysis;
using Collab.Domain.Members;

namespace Collab.Domain.Proposals;

/// <summary>The questions that several commands on proposals ask. Each answers null, or why not.</summary>
internal static class Guard
{
    /// <summary>True when there is a proposal and the actor may see it.</summary>
    public static bool MaySee([NotNullWhen(true)] Proposal? proposal, Actor actor) => proposal is not null && proposal.Audience.Admits(actor);

    /// <summary>The proposal stands at one of these.</summary>
    public static Refusal? In(Proposal proposal, params IReadOnlyList<ProposalStatus> allowed) => allowed.Contains(proposal.Status) ? null
        : Refusal.Conflict("proposal.wrong_status", $"The proposal is {Say.Status(proposal.Status)}; this is possible while it is {Or(allowed)}.");

    /// <summary>The actor is an engineer of an author's company.</summary>
    public static Refusal? Author(Proposal proposal, Actor actor, MemberRoll roll) => Authority.Needs(actor, Roles.Engineer)
        ?? (proposal.Authors.Contains(actor.Company) ? null
            : Refusal.Forbidden("proposal.not_author", $"Only the authors do this: {Say.Names(roll, proposal.Authors)}."));

    /// <summary>The actor is an engineer of the company that started it.</summary>
    public static Refusal? FirstAuthor(Proposal proposal, Actor actor, MemberRoll roll) => Authority.Needs(actor, Roles.Engineer)
        ?? (proposal.Author.Company == actor.Company ? null
            : Refusal.Forbidden("proposal.not_author", $"Only {roll.Name(proposal.Author.Company)} does this: the company that started the proposal."));

    /// <summary>The actor is a moderator of a company that is unrelated to every author and not recused.</summary>
    public static Refusal? UnrelatedModerator(Proposal proposal, Actor actor, MemberRoll roll) => Authority.Needs(actor, Roles.Moderator)
        ?? (proposal.Authors.Any(a => roll.Related(a, actor.Company))
            ? Refusal.Forbidden("proposal.own_proposal", $"A moderator never decides about their own company's proposal. Ask a moderator unrelated to {Say.Names(roll, proposal.Authors)}.")
            : null)
        ?? NotRecused(proposal, actor, roll);

    /// <summary>The actor's company, with its affiliates, does not stand aside.</summary>
    public static Refusal? NotRecused(Proposal proposal, Actor actor, MemberRoll roll) => Electorate.IsRecused(proposal, actor.Company, roll)
        ? Refusal.Forbidden("proposal.recused", $"{roll.Name(actor.Company)} is recused here: it reads and comments, and decides nothing.")
        : null;

    /// <summary>The actor speaks for an eligible company.</summary>
    public static Refusal? EligibleRepresentative(Proposal proposal, Actor actor, MemberRoll roll) =>
        Authority.Needs(actor, Roles.Representative) ?? NotRecused(proposal, actor, roll);

    /// <summary>The last call, where one runs, has not run out.</summary>
    public static Refusal? LastCallRuns(Proposal proposal, DateTimeOffset now) =>
        proposal is { Status: ProposalStatus.LastCall, LastCall: { } call } && now >= call.Ends
            ? Refusal.Conflict("proposal.last_call_over", $"Last call ended {Say.Instant(call.Ends, now)}; the tally follows.")
            : null;

    /// <summary>No vote of the actor's affiliates stands where the actor's would.</summary>
    public static Refusal? OneVoice(Actor actor, MemberRoll roll, IEnumerable<MemberId> spoke) =>
        spoke.FirstOrDefault(c => c != actor.Company && roll.Related(c, actor.Company)) is { Value: not null } affiliate
            ? Refusal.Conflict("proposal.affiliate_spoke", $"{roll.Name(affiliate)} already spoke for its affiliates, who count as one. Only {roll.Name(affiliate)} changes or withdraws it.")
            : null;

    /// <summary>Finds the objection, or refuses.</summary>
    public static Refusal? Find(Proposal proposal, string? id, out Objection objection)
    {
        objection = proposal.FindObjection(id ?? "")!;
        return objection is null ? Refusal.Invalid("proposal.no_such_objection", "There is no objection with this number on the proposal.", "objection") : null;
    }

    /// <summary>The proposal is discussed: objections, recusals and their votes live.</summary>
    public static Refusal? Discussed(Proposal proposal) => In(proposal, ProposalStatus.Open, ProposalStatus.LastCall, ProposalStatus.Tally);

    /// <summary>An open objection of the actor's company or an affiliate, or null.</summary>
    public static Objection? OwnOpenObjection(Proposal proposal, Actor actor, MemberRoll roll) =>
        proposal.Objections.Find(o => o.IsOpen && roll.Related(o.By.Company, actor.Company));

    private static string Or(IReadOnlyList<ProposalStatus> allowed)
    {
        var words = allowed.Select(Say.Status).ToList();
        return words.Count == 1 ? words[0] : string.Join(", ", words.Take(words.Count - 1)) + " or " + words[^1];
    }
}
