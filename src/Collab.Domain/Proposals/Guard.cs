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

    /// <summary>A moderator of this company may decide: it is in good standing, unrelated to every author and not recused.</summary>
    public static bool Decides(Proposal proposal, MemberId company, MemberRoll roll) =>
        Approves(company, proposal, roll) && !Electorate.IsRecused(proposal, company, roll) && Electorate.Reads(proposal.Audience, company);

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
    public static Refusal? OneVoice(Actor actor, MemberRoll roll, IEnumerable<MemberId> spoke)
    {
        var affiliates = spoke.Where(c => c != actor.Company && roll.Related(c, actor.Company)).ToList();
        return affiliates.Count == 0 ? null
            : Refusal.Conflict("proposal.affiliate_spoke", $"Affiliates count as one, and {Say.Names(roll, affiliates)} already spoke for yours. Who spoke changes or withdraws it.");
    }

    /// <summary>Finds the objection, or refuses.</summary>
    public static Refusal? Find(Proposal proposal, string? id, out Objection objection)
    {
        objection = proposal.FindObjection(id ?? "")!;
        return objection is null ? Refusal.Invalid("proposal.no_such_objection", "There is no objection with this number on the proposal.", "objection") : null;
    }

    /// <summary>The objection stands at one of these.</summary>
    public static Refusal? Stands(Objection objection, params IReadOnlyList<ObjectionState> allowed) => allowed.Contains(objection.State) ? null
        : Refusal.Conflict("proposal.objection_state", $"Objection {objection.Id} is {objection.State}; this is possible while it is {string.Join(" or ", allowed)}.");

    /// <summary>The objecting company has not taken the objection back or called it met.</summary>
    public static Refusal? Standing(Objection objection) => objection.State is ObjectionState.Withdrawn or ObjectionState.Accommodated
        ? Refusal.Conflict("proposal.objection_state", $"Objection {objection.Id} is {objection.State} already.")
        : null;

    /// <summary>The actor is of the objecting company.</summary>
    public static Refusal? Objector(Objection objection, Actor actor, MemberRoll roll) => objection.By.Company == actor.Company ? null
        : Refusal.Forbidden("proposal.not_objector", $"Only {roll.Name(objection.By.Company)} says so: the company that objects.");

    /// <summary>The eligible companies and their affiliations are those of the tally.</summary>
    public static Refusal? TallyHolds(Proposal proposal, MemberRoll roll)
    {
        var now = Electorate.Of(proposal, roll).Entries();
        var changed = now.Keys.Concat(proposal.Tally!.Entries.Keys).Distinct()
            .Where(c => now.GetValueOrDefault(c)?.Unit != proposal.Tally.Entries.GetValueOrDefault(c)?.Unit).ToList();
        return changed.Count == 0 ? null
            : Refusal.Conflict("proposal.tally_outdated", $"The standing of {Say.Names(roll, changed)} changed since the tally. Take the tally again.");
    }

    /// <summary>Nothing stands in the way of an outcome: no open objection, no undecided recusal, a tally that holds.</summary>
    public static Refusal? Decidable(Proposal proposal, MemberRoll roll)
    {
        var open = proposal.Objections.Where(o => o.IsOpen).Select(o => o.Id).ToList();
        if (open.Count > 0)
            return Refusal.Conflict("proposal.objection_open", $"No outcome is recorded while an objection is open: {Say.List(open)}.");
        return proposal.Challenges.Find(c => !c.Ended) is { } challenge
            ? Refusal.Conflict("proposal.recusal_undecided", $"The vote on the recusal of {roll.Name(challenge.Company)} ({challenge.Id}) runs. The outcome waits for it.")
            : TallyHolds(proposal, roll);
    }

    /// <summary>The company is a member that may take part and whose recusal is not decided.</summary>
    public static Refusal? Challengeable(Proposal proposal, MemberId company, MemberRoll roll)
    {
        if (roll.Find(company) is not { Status: MemberStatus.Admitted } || !Electorate.Reads(proposal.Audience, company))
            return Refusal.Invalid("proposal.no_such_company", "There is no such company among those who take positions here.", "company");
        return Electorate.IsRecused(proposal, company, roll)
            ? Refusal.Conflict("proposal.already_recused", $"{roll.Name(company)} is recused already.")
            : Undecided(proposal, company, roll);
    }

    /// <summary>No vote on the company's recusal runs or was held.</summary>
    public static Refusal? Undecided(Proposal proposal, MemberId company, MemberRoll roll)
    {
        if (proposal.Challenges.Exists(c => !c.Ended && roll.Related(c.Company, company)))
            return Refusal.Conflict("proposal.challenge_runs", $"A vote on the recusal of {roll.Name(company)} or an affiliate runs already.");
        return proposal.Challenges.Exists(c => c.Ended && !c.Votes.IsEmpty && roll.Related(c.Company, company))
            ? Refusal.Conflict("proposal.recusal_decided", $"Unrelated companies voted on the recusal of {roll.Name(company)} already.")
            : null;
    }

    /// <summary>Finds the vote on a recusal, or refuses.</summary>
    public static Refusal? FindChallenge(Proposal proposal, string? id, out RecusalChallenge challenge)
    {
        challenge = proposal.Challenges.Find(c => c.Id == id)!;
        return challenge is null ? Refusal.Invalid("proposal.no_such_challenge", "There is no challenge with this number on the proposal.", "challenge") : null;
    }

    /// <summary>The vote on a recusal runs.</summary>
    public static Refusal? VoteRuns(RecusalChallenge challenge, DateTimeOffset now) => challenge.Ended || now >= challenge.VoteEnds
        ? Refusal.Conflict("proposal.vote_over", $"The vote {challenge.Id} ended {Say.Instant(challenge.VoteEnds, now)}.")
        : null;

    /// <summary>There is a matter for a panel: a sustained objection, or an appeal. Gives the company that brought it.</summary>
    public static Refusal? Matter(Proposal proposal, string? matter, out MemberId party)
    {
        var brought = matter == Panel.OnAppeal
            ? proposal is { Status: ProposalStatus.UnderAppeal, Appeal: { } appeal } ? appeal.By : null
            : !proposal.IsSettled && proposal.FindObjection(matter ?? "") is { State: ObjectionState.Sustained } objection ? objection.By : null;
        party = brought?.Company ?? default;
        return brought is null
            ? Refusal.Conflict("proposal.no_such_matter", "There is nothing here for a panel: it decides a sustained objection, or an appeal.")
            : null;
    }

    /// <summary>The actor speaks for a seat of the panel on the matter.</summary>
    public static Refusal? Seat(Proposal proposal, string? matter, Actor actor, MemberRoll roll)
    {
        if (Authority.Needs(actor, Roles.Representative) is { } unfit)
            return unfit;
        if (Matter(proposal, matter, out _) is not null || !proposal.Panels.TryGetValue(matter!, out var panel))
            return Refusal.Conflict("proposal.no_panel", "No panel is appointed on this.");
        return panel.Seats.Contains(actor.Company)
            ? NotRecused(proposal, actor, roll)
            : Refusal.Forbidden("proposal.not_on_panel", $"Only the panel decides: {Say.Names(roll, panel.Seats)}.");
    }

    /// <summary>The first of two approvals counts still: its company is a member in good standing and unrelated to the authors.</summary>
    public static bool Approves(MemberId first, Proposal proposal, MemberRoll roll) =>
        roll.Find(first) is { Status: MemberStatus.Admitted } && proposal.Authors.All(a => roll.Unrelated(a, first));

    /// <summary>The second of two approvals comes from a company unrelated to the first.</summary>
    public static Refusal? OtherCompany(By first, Actor actor, MemberRoll roll) => roll.Unrelated(first.Company, actor.Company) ? null
        : Refusal.Conflict("outcome.same_company", $"{roll.Name(first.Company)} approved already. The second approval comes from a moderator of a company unrelated to it.");

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
