using System.Collections.Immutable;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>Something that can be done to a proposal from its page.</summary>
/// <param name="Command">The command's name.</param>
/// <param name="Target">What it is about: <c>OBJ-1</c>; null for the proposal.</param>
/// <param name="Label">The deed, as its button says it.</param>
/// <param name="Explains">What happens, and to whom.</param>
/// <param name="Fields">What is asked for.</param>
/// <param name="Decide">The decision, made of what was typed.</param>
/// <param name="Ends">True when it ends the proposal.</param>
public sealed record ProposalAction(
    string Command, string? Target, string Label, string Explains, IReadOnlyList<ActionField> Fields,
    Func<FormValues, Given<Proposal>, Actor, ValueTask<Decision>> Decide, bool Ends = false)
{
    /// <summary>A name for the form, unique on the page.</summary>
    public string Key => Target is null ? Command : $"{Command}-{Target.Replace('/', '-')}";
}

/// <summary>What can be done now, with its form; and what cannot, with the reason.</summary>
internal static class ProposalActions
{
    // These have places of their own on the page.
    private static readonly ImmutableHashSet<string> Elsewhere =
        [nameof(EditDraft), nameof(EditDraftSection), nameof(RenameDraft), nameof(ReviseProposal), nameof(ProposeCorrection), nameof(RecordPosition), nameof(WithdrawPosition)];

    /// <summary>What can be done about one thing: an objection's number, or null for the proposal itself and everything that is not an objection.</summary>
    public static IEnumerable<ProposalAction> Of(ProposalDesk desk, string? objection) => Groups(desk)
        .Where(g => IsObjection(g.Target) ? g.Target == objection : objection is null)
        .Where(g => g.Possible.Count > 0)
        .Select(g => Define(g.Command, g.Target, g.Possible, desk));

    /// <summary>What cannot be done now, with the reason, for the proposal itself.</summary>
    public static IEnumerable<(string Label, string Why)> Impossible(ProposalDesk desk) => Groups(desk)
        .Where(g => g.Possible.Count == 0 && !IsObjection(g.Target) && g.Refusal is not null)
        .Select(g => (Define(g.Command, g.Target, [], desk).Label, g.Refusal!.Sentence));

    private static bool IsObjection(string? target) => target?.StartsWith("OBJ-", StringComparison.Ordinal) == true;

    private static IEnumerable<(string Command, string? Target, IReadOnlyList<string> Possible, Refusal? Refusal)> Groups(ProposalDesk desk) => desk.Possible
        .Where(p => !Elsewhere.Contains(p.Command))
        .GroupBy(p => (p.Command, Target: IsChosen(p.Command) ? null : p.Target))
        .Select(g => (g.Key.Command, g.Key.Target, (IReadOnlyList<string>)[.. g.Where(p => p.Refusal is null).Select(p => p.Target ?? "")], g.First().Refusal));

    // For these the target is a value that the form lets one choose.
    private static bool IsChosen(string command) => command is nameof(OpenLastCall) or nameof(RecordOutcome) or nameof(ApprovePublication) or nameof(ChallengeRecusal) or nameof(PresumeRecused);

    private static ProposalAction Define(string command, string? target, IReadOnlyList<string> possible, ProposalDesk desk) =>
        Drafting(command, desk) ?? Deciding(command, possible, desk) ?? OnObjection(command, target ?? "", desk) ?? Recusing(command, target ?? "", possible, desk)
        ?? OnMatter(command, target ?? "", desk) ?? Publishing(command, target ?? "", possible, desk)
        ?? throw new InvalidOperationException($"The page has no form for {command}.");

    private static ProposalAction? Drafting(string command, ProposalDesk desk) => command switch
    {
        nameof(InviteCompany) => Action(command, null, "Invite a company", "It can read the draft from then on.",
            [Companies("company", "Company", desk, FieldKind.Choice), Choice("as", "To", [("Seconder", "second it"), ("CoAuthor", "write it together")])],
            v => (s, a, r) => new InviteCompany(v.Company("company"), v.Choice<InvitedAs>("as")).Decide(s, a, r.Now, r.Roll)),
        nameof(JoinAsCoAuthor) => Action(command, null, "Join as co-author", $"The proposal becomes {desk.Name(desk.Actor.Company)}’s own too: its moderators will not decide about it.", [],
            _ => (s, a, r) => new JoinAsCoAuthor().Decide(s, a, r.Now, r.Roll)),
        nameof(SecondProposal) => Action(command, null, "Second it", "Seconding says that it is worth the room’s time, not that your company supports it.", [],
            _ => (s, a, r) => new SecondProposal().Decide(s, a, r.Now, r.Roll)),
        nameof(OpenProposal) => Action(command, null, "Open the proposal", "Everybody of the audience can read it and take a position. It cannot become a draft again.",
            [
                Choice("label", "Audience", [("Green", "TLP:GREEN, all members"), ("Clear", "TLP:CLEAR, all members, the world once published"), ("Amber", "TLP:AMBER, named companies and their clients"), ("AmberStrict", "TLP:AMBER+STRICT, named companies only")]),
                Companies("companies", "Companies", desk, FieldKind.Several) with { Help = "The authors and the seconder are always among them.", When = ("label", "Amber,AmberStrict") },
            ],
            v => (s, a, r) => new OpenProposal(new Audience(v.Choice<Tlp>("label"), v["label"].StartsWith("Amber", StringComparison.Ordinal) ? v.Companies("companies") : [], [])).Decide(s, a, r.Now, r.Roll)),
        nameof(WithdrawProposal) => Action(command, null, "Withdraw the proposal", "It ends here. Everybody who reads it sees the reason.", [Words("reason", "Reason")],
            v => (s, a, r) => new WithdrawProposal(v["reason"]).Decide(s, a, r.Now, r.Roll), ends: true),
        _ => null,
    };

    private static ProposalAction? Deciding(string command, IReadOnlyList<string> possible, ProposalDesk desk) => command switch
    {
        nameof(OpenLastCall) => Action(command, null, "Open last call",
            $"Every eligible company is asked for the last time. It runs {Say.Span(desk.Room.Rules.LastCall)}, or {Say.Span(desk.Room.Rules.BindingLastCall)} when it binds members.",
            [
                Choice("disposition", "It seeks to", [.. possible.Select(p => (p, p.ToLowerInvariant()))]),
                Words("summary", "Summary of the discussion"),
                new("binding", "Binding for members", FieldKind.Check),
                new("days", "Days", FieldKind.Days, Help: $"Leave it empty for the usual time. At least {Say.Span(desk.Room.Rules.LastCallMinimum)}."),
            ],
            v => (s, a, r) => new OpenLastCall(v.Choice<Disposition>("disposition"), v["summary"], v.Checked("binding"), v.Days("days")).Decide(s, a, r.Now, r.Roll, r.Rules)),
        nameof(HoldLastCall) => Action(command, null, "Hold last call", $"Lengthens it, once for each company, by at most {Say.Span(desk.Room.Rules.HoldMaximum)}.",
            [new("longer", "Days longer", FieldKind.Days, Initial: ((int)desk.Room.Rules.HoldMaximum.TotalDays).ToString(System.Globalization.CultureInfo.InvariantCulture)), Words("reason", "Reason")],
            v => (s, a, r) => new HoldLastCall(v.Days("longer") ?? TimeSpan.Zero, v["reason"]).Decide(s, a, r.Now, r.Roll, r.Rules)),
        nameof(TakeTally) => Action(command, null, "Take the tally again", "Names every company that is eligible now, with its position or its silence.", [],
            _ => (s, a, r) => new TakeTally().Decide(s, a, r.Now, r.Roll, r.Rules)),
        nameof(RecordOutcome) => Action(command, null, "Record the outcome", "The written reasons are printed with it.",
            [Choice("result", "Outcome", [.. possible.Select(p => (p, Enum.TryParse<OutcomeResult>(p, out var result) ? ProposalWords.Heading(HistoryWords.OutcomeOf(result)) : p))]), Words("reasons", "Reasons")],
            v => (s, a, r) => new RecordOutcome(v.Choice<OutcomeResult>("result"), v["reasons"]).Decide(s, a, r.Now, r.Roll)),
        nameof(FileAppeal) => Action(command, null, "Appeal", "A panel of unrelated companies answers each ground.",
            [Words("grounds", "Grounds") with { Help = "One ground to a paragraph; an empty line between two." }],
            v => (s, a, r) => new FileAppeal(Paragraphs(v["grounds"])).Decide(s, a, r.Now, r.Roll, r.Rules)),
        _ => null,
    };

    private static ProposalAction? OnObjection(string command, string id, ProposalDesk desk) => command switch
    {
        nameof(AnswerObjection) => Action(command, id, "Answer", "Everybody who reads the proposal reads the answer.", [Words("answer", "Answer")],
            v => (s, a, r) => new AnswerObjection(id, v["answer"]).Decide(s, a, r.Now, r.Roll)),
        nameof(WithdrawObjection) => Action(command, id, "Withdraw", "Your company takes its objection back. Its position stays Object until it records another.", [Words("statement", "Statement, optional")],
            v => (s, a, r) => new WithdrawObjection(id, v.Optional("statement")).Decide(s, a, r.Now, r.Roll)),
        nameof(AccommodateObjection) => Action(command, id, "It is accommodated", "Your company says that its objection is met. Its position stays Object until it records another.", [Words("statement", "Statement, optional")],
            v => (s, a, r) => new AccommodateObjection(id, v.Optional("statement")).Decide(s, a, r.Now, r.Roll)),
        nameof(AddressObjection) => Action(command, id, "Find it addressed", "The written finding is printed as dissent beside the outcome.", [Words("finding", "Finding")],
            v => (s, a, r) => new AddressObjection(id, v["finding"]).Decide(s, a, r.Now, r.Roll)),
        nameof(EscalateObjection) => Action(command, id, "Escalate", $"Every eligible company is asked for {Say.Span(desk.Room.Rules.SustainPoll)} whether it sustains the objection.", [],
            _ => (s, a, r) => new EscalateObjection(id).Decide(s, a, r.Now, r.Roll, r.Rules)),
        nameof(SustainObjection) => Action(command, id, "Vote in the poll", "Under a third sustaining overrules it; else a panel decides. The vote can be changed until the poll ends.",
            [Choice("sustains", $"{desk.Name(desk.Actor.Company)}", [("true", "sustains the objection"), ("false", "does not sustain it")])],
            v => (s, a, r) => new SustainObjection(id, v.Checked("sustains")).Decide(s, a, r.Now, r.Roll)),
        _ => null,
    };

    private static ProposalAction? Recusing(string command, string target, IReadOnlyList<string> possible, ProposalDesk desk) => command switch
    {
        nameof(ChallengeRecusal) => Action(command, null, possible is [var only] && only == desk.Actor.Company.Value ? "Contest the recusal" : "Ask for a recusal",
            $"Unrelated companies vote for {Say.Span(desk.Room.Rules.SustainPoll)}; the company may reply. A tie recuses.",
            [Choice("company", "Company", [.. possible.Select(p => (p, desk.Name(new MemberId(p))))]), Words("reasons", "Reasons")],
            v => (s, a, r) => new ChallengeRecusal(v.Company("company"), v["reasons"]).Decide(s, a, r.Now, r.Roll, r.Rules)),
        nameof(PresumeRecused) => Action(command, null, "Find a company presumed recused", "It reads and comments, and decides nothing, until it contests that and unrelated companies vote otherwise.",
            [
                Choice("company", "Company", [.. possible.Select(p => (p, desk.Name(new MemberId(p))))]),
                Choice("ground", "Ground", [("AssignsFault", "the proposal assigns it fault"), ("AssignsCost", "the proposal assigns it cost"), ("OwnReport", "the proposal accepts its own report")]),
                Words("reasons", "Reasons"),
            ],
            v => (s, a, r) => new PresumeRecused(v.Company("company"), v.Choice<RecusalGround>("ground"), v["reasons"]).Decide(s, a, r.Now, r.Roll)),
        nameof(ReplyToChallenge) => Action(command, target, $"Reply to {target}", "The companies that vote read it.", [Words("reply", "Reply")],
            v => (s, a, r) => new ReplyToChallenge(target, v["reply"]).Decide(s, a, r.Now, r.Roll)),
        nameof(VoteOnRecusal) => Action(command, target, $"Vote in {target}", "A tie recuses. The vote can be changed until it ends.",
            [Choice("recuse", $"{desk.Name(desk.Proposal.Challenges.Find(c => c.Id == target)?.Company ?? default)}", [("true", "stands aside"), ("false", "does not stand aside")])],
            v => (s, a, r) => new VoteOnRecusal(target, v.Checked("recuse")).Decide(s, a, r.Now, r.Roll)),
        _ => null,
    };

    private static ProposalAction? OnMatter(string command, string matter, ProposalDesk desk) => command switch
    {
        nameof(AppointPanel) => Action(command, matter, "Appoint a panel", "Three or five companies, unrelated to each other and to the parties, decide.", [Companies("seats", "Seats", desk, FieldKind.Several)],
            v => (s, a, r) => new AppointPanel(matter, v.Companies("seats")).Decide(s, a, r.Now, r.Roll)),
        nameof(WritePanelDecision) => Action(command, matter, "Write the panel’s decision", "It takes effect when a majority of the seats confirms this wording. How anybody voted is not told.",
            [
                Choice("result", "Decision", [("Upheld", "upheld"), ("Dismissed", "dismissed")]),
                Words("reasons", "Reasons") with { Help = "One reason for each ground; an empty line between two." },
                Words("minorityOpinion", "Minority opinion, optional"),
            ],
            v => (s, a, r) => new WritePanelDecision(matter, v.Choice<PanelResult>("result"), Paragraphs(v["reasons"]), v.Optional("minorityOpinion")).Decide(s, a, r.Now, r.Roll)),
        nameof(ConfirmPanelDecision) => Action(command, matter, "Confirm the panel’s decision", "Your seat stands behind this wording.", [],
            _ => (s, a, r) => new ConfirmPanelDecision(matter).Decide(s, a, r.Now, r.Roll)),
        _ => null,
    };

    private static ProposalAction? Publishing(string command, string target, IReadOnlyList<string> possible, ProposalDesk desk) => command switch
    {
        nameof(QuoteSource) => Action(command, null, "Name a quoted source", "Publication waits for that company’s consent.",
            [Companies("company", "Source", desk, FieldKind.Choice), Words("what", "What is quoted")],
            v => (s, a, r) => new QuoteSource(v.Company("company"), v["what"]).Decide(s, a, r.Now, r.Roll)),
        nameof(ConsentToQuotation) => Action(command, target, $"Consent to {target}", "Your company agrees that the quotation is published at TLP:CLEAR.", [],
            _ => (s, a, r) => new ConsentToQuotation(target).Decide(s, a, r.Now, r.Roll)),
        nameof(RemoveSource) => Action(command, target, $"Take {target} out", "Says that the quotation is taken out of the text.", [],
            _ => (s, a, r) => new RemoveSource(target).Decide(s, a, r.Now, r.Roll)),
        nameof(ApprovePublication) => new(command, null, desk.Proposal.Approval is null ? "Approve publication" : "Approve and publish",
            desk.Proposal.Approval is null ? "The first of two approvals, by moderators of unrelated companies." : "The second approval: the outcome is public at once, for ever.",
            [Choice("kind", "Published as", [.. possible.Select(p => (p, p == "ConsensusPoint" ? "Consensus point" : p))])],
            (v, given, actor) => OutcomeNumbers.Decide(v.Choice<OutcomeKind>("kind"), given, actor)),
        nameof(ApproveCorrection) => Action(command, null, "Approve the correction", "The second approval publishes the next version; the old one keeps its address.", [],
            _ => (s, a, r) => new ApproveCorrection().Decide(s, a, r.Now, r.Roll)),
        _ => null,
    };

    private static ProposalAction Action(
        string command, string? target, string label, string explains, IReadOnlyList<ActionField> fields,
        Func<FormValues, Func<Proposal?, Actor, Room, Decision>> make, bool ends = false) =>
        new(command, target, label, explains, fields, (values, given, actor) => ValueTask.FromResult(make(values)(given.State, actor, given.Room)), ends);

    private static ActionField Words(string name, string label) => new(name, label, FieldKind.Words);

    private static ActionField Choice(string name, string label, IReadOnlyList<(string Value, string Label)> options) =>
        new(name, label, FieldKind.Choice, options, Initial: options is [var first, ..] ? first.Value : "");

    private static ActionField Companies(string name, string label, ProposalDesk desk, FieldKind kind)
    {
        List<(string, string)> options = [.. desk.Room.Roll.Admitted.Where(m => kind == FieldKind.Several || m.Id != desk.Actor.Company).OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Select(m => (m.Id.Value, m.Name))];
        return new(name, label, kind, options, Initial: kind == FieldKind.Choice && options is [var first, ..] ? first.Item1 : "");
    }

    private static ImmutableList<string> Paragraphs(string text) =>
        [.. text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
