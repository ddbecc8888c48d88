using System.Text.Json;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Shouldly;
using Xunit;
using static Collab.Domain.Tests.Proposals.Examples;

namespace Collab.Domain.Tests.Proposals;

public class RemarkTests
{
    private const string Number = "RM-7K3MQ001";

    private static readonly Anchor There = Anchor.To("proposal", Written.Proposal, new Passage(5, 7), 4, 1);
    private static readonly Anchor Drafted = There with { Revision = 0, Event = 1 };
    private static readonly Proposal Open = Story.Opened().State!;
    private static readonly Proposal Draft = Story.Seconded().State!;
    private static readonly Passage Found = new(5, 7);
    private static readonly Actor Person = Engineer(Fabrikam);
    private static readonly Actor Author = Engineer(Contoso);

    private static readonly RemarkMade Made = new(Person.By, Start, Id, There, "Which parsing?");
    private static readonly SuggestionMade Suggested = new(Person.By, Start, Id, There, "all parsing", "To be plain.");

    private static Remark Given(params IEvent[] events) => Spec.Given<Remark>(Number, events)!;

    [Fact]
    public void Whoever_may_read_a_proposal_comments_and_suggests_also_without_a_role()
    {
        There.Quote.ShouldBe("parsing");
        var reader = new Actor(Nobody, Litware, Roles.None);
        new MakeRemark(There, "Why?").Decide(null, Open, Written, reader, Start).ShouldAccept(new RemarkMade(reader.By, Start, Id, There, "Why?"));
        new SuggestChange(There, "all parsing", " ").Decide(null, Open, Written, reader, Start).ShouldAccept(new SuggestionMade(reader.By, Start, Id, There, "all parsing", null));
        new SuggestChange(There, "").Decide(null, Open, Written, reader, Start).ShouldAcceptWith<SuggestionMade>().Replacement.ShouldBe("");
        new MakeRemark(Anchor.ToSection("rollout", 4, 1), "Too vague.").Decide(null, Open, Written, reader, Start).ShouldAcceptWith<RemarkMade>().Anchor.IsWholeSection.ShouldBeTrue();
    }

    [Fact]
    public void A_recused_company_reads_and_comments()
    {
        var recused = Story.Opened().Do(Wingtip, new RecordPosition(1, Position.Recuse)).State!;
        new MakeRemark(There, "For information.").Decide(null, recused, Written, Of(Wingtip), Start).ShouldAcceptWith<RemarkMade>();
        new SuggestChange(There, "all parsing").Decide(null, recused, Written, Of(Wingtip), Start).ShouldAcceptWith<SuggestionMade>();
    }

    [Fact]
    public void What_one_may_not_read_does_not_exist_for_any_command()
    {
        var amber = Story.Opened(Audience.Amber(Contoso, Fabrikam)).State!;
        foreach (var proposal in new[] { null, Draft, amber })
        {
            new MakeRemark(There, "").Decide(null, proposal, Written, Of(Litware), Start).ShouldRefuse("not_found").ShouldBe(Refusal.NotFound);
            new SuggestChange(There, "").Decide(null, proposal, Written, Of(Litware), Start).ShouldRefuse("not_found");
            foreach (var remark in new[] { null, Given(Made), Given(Suggested) })
                Refusals(remark, proposal, Of(Litware)).ShouldAllBe(r => r == Refusal.NotFound);
        }

        Refusals(Given(Made), Open with { Id = "P-OTHER" }, Of(Contoso)).ShouldAllBe(r => r == Refusal.NotFound);
        RemarkCommands.Possible(Given(Made), amber, Found, Of(Litware), Start, Roll).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_said_about_a_draft_stays_with_those_who_could_read_it()
    {
        var onDraft = Given(Made with { Anchor = Drafted });
        onDraft.IsReadableBy(Open, Of(Contoso)).ShouldBeTrue();
        onDraft.IsReadableBy(Open, Of(Fabrikam)).ShouldBeTrue();
        onDraft.IsReadableBy(Open, Of(Litware)).ShouldBeFalse();
        new ReplyToRemark("So?").Decide(onDraft, Open, Of(Litware), Start).ShouldRefuse("not_found");
        Given(Made).IsReadableBy(Open, Of(Litware)).ShouldBeTrue();
    }

    [Fact]
    public void A_settled_proposal_takes_no_remark_and_still_has_one_masked()
    {
        var agreed = Story.Agreed().State!;
        new MakeRemark(There, "Late.").Decide(null, agreed, Written, Person, Start).ShouldRefuse("remark.proposal_settled").Sentence.ShouldContain("agreed");
        new SuggestChange(There, "Late.").Decide(null, agreed, Written, Person, Start).ShouldRefuse("remark.proposal_settled");
        new ReplyToRemark("Late.").Decide(Given(Made), agreed, Person, Start).ShouldRefuse("remark.proposal_settled");
        new EditRemark("Late.").Decide(Given(Made), agreed, Person, Start).ShouldRefuse("remark.proposal_settled");
        new ResolveRemark().Decide(Given(Made), agreed, Person, Start, Roll).ShouldRefuse("remark.proposal_settled");
        new ReopenRemark().Decide(Given(Made), agreed, Person, Start, Roll).ShouldRefuse("remark.proposal_settled");
        new WithdrawSuggestion().Decide(Given(Suggested), agreed, Person, Start).ShouldRefuse("remark.proposal_settled");
        new DeclineSuggestion("Late.").Decide(Given(Suggested), agreed, Author, Start, Roll).ShouldRefuse("remark.proposal_settled");
        new AcceptSuggestion().Decide(Given(Suggested), agreed, Found, Author, Start, Roll).ShouldRefuse("proposal.wrong_status");
        new RedactRemark("A secret.").Decide(Given(Made), agreed, Person, Start).ShouldAccept(new RemarkRedacted(Person.By, Start, null, "A secret."));
    }

    [Fact]
    public void A_remark_names_a_passage_of_the_text_and_says_something()
    {
        new MakeRemark(There with { Section = "elsewhere" }, "x").Decide(null, Open, Written, Person, Start).ShouldRefuse("remark.no_such_section").Field.ShouldBe("section");
        new MakeRemark(null!, "x").Decide(null, Open, Written, Person, Start).ShouldRefuse("remark.no_such_section");
        new MakeRemark(There with { Quote = "nothing like it" }, "x").Decide(null, Open, Written, Person, Start).ShouldRefuse("remark.passage_not_found");
        new MakeRemark(There with { Quote = new string('x', 2_001) }, "x").Decide(null, Open, Written, Person, Start).ShouldRefuse("remark.passage_too_long");
        new MakeRemark(There, " ").Decide(null, Open, Written, Person, Start).ShouldRefuse("text.missing").Field.ShouldBe("markdown");
        new MakeRemark(There, new string('x', 5_000_000)).Decide(null, Open, Written, Person, Start).ShouldRefuse("text.too_long");
        new MakeRemark(There, "x").Decide(Given(Made), Open, Written, Person, Start).ShouldRefuse("remark.exists");
        new SuggestChange(There, "x").Decide(Given(Made), Open, Written, Person, Start).ShouldRefuse("remark.exists");
        new SuggestChange(There, "parsing").Decide(null, Open, Written, Person, Start).ShouldRefuse("suggestion.nothing_changed").Field.ShouldBe("replacement");
        new SuggestChange(There, null!).Decide(null, Open, Written, Person, Start).ShouldRefuse("text.missing");
        new SuggestChange(There, new string('x', 10_001)).Decide(null, Open, Written, Person, Start).ShouldRefuse("text.too_long");
        new SuggestChange(There, "x", new string('x', 10_001)).Decide(null, Open, Written, Person, Start).ShouldRefuse("text.too_long").Field.ShouldBe("reason");
        new SuggestChange(Anchor.ToSection("proposal", 4, 1), "x").Decide(null, Open, Written, Person, Start).ShouldRefuse("suggestion.no_passage");
    }

    [Fact]
    public void Readers_reply_up_to_a_hundred_times()
    {
        new ReplyToRemark("The one of files.").Decide(Given(Made), Open, Of(Litware), Start).ShouldAccept(new RemarkAnswered(Of(Litware).By, Start, 1, "The one of files."));
        new ReplyToRemark("").Decide(Given(Made), Open, Of(Litware), Start).ShouldRefuse("text.missing");
        var full = Given([Made, .. Enumerable.Range(1, 100).Select(i => new RemarkAnswered(Person.By, Start, i, "x"))]);
        new ReplyToRemark("One more.").Decide(full, Open, Of(Litware), Start).ShouldRefuse("remark.too_many_replies");
    }

    [Fact]
    public void Its_author_edits_an_open_remark()
    {
        new EditRemark("Which parser?").Decide(Given(Made), Open, Person, Start).ShouldAccept(new RemarkEdited(Person.By, Start, "Which parser?", null));
        new EditRemark(null, "the parsing").Decide(Given(Suggested), Open, Person, Start).ShouldAccept(new RemarkEdited(Person.By, Start, null, "the parsing"));
        new EditRemark("x").Decide(Given(Made), Open, Of(Fabrikam), Start).ShouldRefuse("remark.not_author");
        new EditRemark("").Decide(Given(Made), Open, Person, Start).ShouldRefuse("text.missing");
        new EditRemark("x", "parsing").Decide(Given(Suggested), Open, Person, Start).ShouldRefuse("suggestion.nothing_changed");
        new EditRemark("x").Decide(Given(Made, new RemarkResolved(Author.By, Start)), Open, Person, Start).ShouldRefuse("remark.wrong_state");
        new EditRemark("x").Decide(Given(Made, new RemarkRedacted(Person.By, Start, null, "x")), Open, Person, Start).ShouldRefuse("remark.redacted");
    }

    [Fact]
    public void The_company_that_commented_or_the_authors_resolve_and_reopen()
    {
        var resolved = Given(Made, new RemarkResolved(Author.By, Start));
        foreach (var actor in new[] { Author, Of(Fabrikam) })
        {
            new ResolveRemark().Decide(Given(Made), Open, actor, Start, Roll).ShouldAccept(new RemarkResolved(actor.By, Start));
            new ReopenRemark().Decide(resolved, Open, actor, Start, Roll).ShouldAccept(new RemarkReopened(actor.By, Start));
            new ResolveRemark().Decide(resolved, Open, actor, Start, Roll).ShouldAccept();
            new ReopenRemark().Decide(Given(Made), Open, actor, Start, Roll).ShouldAccept();
        }

        new ResolveRemark().Decide(Given(Made), Open, Of(Litware), Start, Roll).ShouldRefuse("remark.not_party").Sentence.ShouldContain("Fabrikam");
        new ReopenRemark().Decide(resolved, Open, Of(Litware), Start, Roll).ShouldRefuse("remark.not_party");
        new ResolveRemark().Decide(Given(Suggested), Open, Author, Start, Roll).ShouldRefuse("remark.not_a_comment");
        new ReopenRemark().Decide(Given(Suggested), Open, Author, Start, Roll).ShouldRefuse("remark.not_a_comment");
    }

    [Fact]
    public void An_author_accepts_for_the_next_revision_and_into_a_draft_at_once()
    {
        new AcceptSuggestion().Decide(Given(Suggested), Open, Found, Author, Start, Roll).ShouldAccept(new SuggestionAccepted(Author.By, Start, false));
        var onDraft = Given(Suggested with { Anchor = Drafted });
        new AcceptSuggestion().Decide(onDraft, Draft, Found, Author, Start, Roll).ShouldAccept(new SuggestionAccepted(Author.By, Start, true));
        Given(Suggested with { Anchor = Drafted }, new SuggestionAccepted(Author.By, Start, true)).State.ShouldBe(RemarkState.TakenIn);

        new AcceptSuggestion().Decide(Given(Suggested), Open, Found, Of(Fabrikam), Start, Roll).ShouldRefuse("proposal.not_author");
        new AcceptSuggestion().Decide(Given(Suggested), Open, Found, new Actor(Nobody, Contoso, Roles.Admin), Start, Roll).ShouldRefuse("actor.not_engineer");
        new AcceptSuggestion().Decide(Given(Made), Open, Found, Author, Start, Roll).ShouldRefuse("remark.not_a_suggestion");
        new AcceptSuggestion().Decide(Given(Suggested), Open, null, Author, Start, Roll).ShouldRefuse("suggestion.passage_gone");
        new AcceptSuggestion().Decide(Given(Suggested), Story.Tallied().State!, Found, Author, Start, Roll).ShouldRefuse("proposal.wrong_status");
        new AcceptSuggestion().Decide(Given(Suggested, new SuggestionAccepted(Author.By, Start, false)), Open, Found, Author, Start, Roll).ShouldRefuse("remark.wrong_state");
        new AcceptSuggestion().Decide(Given(Suggested, new RemarkRedacted(Person.By, Start, null, "x")), Open, Found, Author, Start, Roll).ShouldRefuse("remark.redacted");
    }

    [Fact]
    public void An_author_declines_with_a_reason_also_what_was_accepted()
    {
        var accepted = Given(Suggested, new SuggestionAccepted(Author.By, Start, false));
        new DeclineSuggestion("Not needed.").Decide(Given(Suggested), Open, Author, Start, Roll).ShouldAccept(new SuggestionDeclined(Author.By, Start, "Not needed."));
        new DeclineSuggestion("Not needed.").Decide(accepted, Open, Author, Start, Roll).ShouldAcceptWith<SuggestionDeclined>();
        new DeclineSuggestion("").Decide(accepted, Open, Author, Start, Roll).ShouldRefuse("text.missing").Field.ShouldBe("reason");
        new DeclineSuggestion("x").Decide(accepted, Open, Person, Start, Roll).ShouldRefuse("proposal.not_author");
        new DeclineSuggestion("x").Decide(Given(Made), Open, Author, Start, Roll).ShouldRefuse("remark.not_a_suggestion");
        new DeclineSuggestion("x").Decide(Given(Suggested, new SuggestionWithdrawn(Person.By, Start)), Open, Author, Start, Roll).ShouldRefuse("remark.wrong_state");
    }

    [Fact]
    public void Who_suggested_withdraws_it_until_a_text_has_taken_it_in()
    {
        var accepted = Given(Suggested, new SuggestionAccepted(Author.By, Start, false));
        new WithdrawSuggestion().Decide(Given(Suggested), Open, Person, Start).ShouldAccept(new SuggestionWithdrawn(Person.By, Start));
        new WithdrawSuggestion().Decide(accepted, Open, Person, Start).ShouldAcceptWith<SuggestionWithdrawn>();
        new WithdrawSuggestion().Decide(Given(Suggested), Open, Of(Fabrikam), Start).ShouldRefuse("remark.not_author");
        new WithdrawSuggestion().Decide(Given(Made), Open, Person, Start).ShouldRefuse("remark.not_a_suggestion");
        new WithdrawSuggestion().Decide(Given(Suggested, new SuggestionAccepted(Author.By, Start, true)), Open, Person, Start).ShouldRefuse("remark.wrong_state").Sentence.ShouldContain("taken in");
    }

    [Fact]
    public void A_revision_credits_the_accepted_suggestions_that_it_takes_in_and_nothing_else()
    {
        var accepted = Given(Suggested, new SuggestionAccepted(Author.By, Start, false));
        var revise = new ReviseProposal(RevisionKind.Editorial, Written, "As suggested.", [Number]);
        var revised = revise.Decide(Open, Author, Start, Roll, [accepted]).ShouldAcceptWith<ProposalRevised>();
        revised.Credits.ShouldBe([new SuggestionCredit(Number, Person.By)]);
        JsonSerializer.Deserialize<ProposalRevised>(JsonSerializer.Serialize(revised))!.Credits.ShouldBe(revised.Credits);

        revise.Decide(Open, Author, Start, Roll).ShouldRefuse("proposal.suggestion_not_accepted").Sentence.ShouldContain(Number);
        foreach (var remark in new[] { Given(Suggested), Given(Made), accepted with { Proposal = "P-OTHER" }, Given(Suggested, new SuggestionDeclined(Author.By, Start, "x")) })
            revise.Decide(Open, Author, Start, Roll, [remark]).ShouldRefuse("proposal.suggestion_not_accepted");
        (revise with { Suggestions = null }).Decide(Open, Author, Start, Roll, [accepted]).ShouldAcceptWith<ProposalRevised>().Credits.ShouldBeNull();

        new RecordSuggestion(2).Decide(accepted, Open, Author, Start).ShouldAccept(new SuggestionRecorded(Author.By, Start, 2));
        new RecordSuggestion(2).Decide(Given(Suggested), Open, Author, Start).ShouldRefuse("remark.wrong_state");
        new RecordSuggestion(2).Decide(null, Open, Author, Start).ShouldRefuse("not_found");
        Given(Suggested, new SuggestionAccepted(Author.By, Start, false), new SuggestionRecorded(Author.By, Start, 2)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(RemarkState.TakenIn), r => r.Revision.ShouldBe(2));
    }

    [Fact]
    public void Who_wrote_it_or_a_moderator_masks_a_remark_or_a_reply()
    {
        var answered = Given(Made, new RemarkAnswered(Of(Litware).By, Start, 1, "x"));
        new RedactRemark("Names a person.", 1).Decide(answered, Open, Of(Litware), Start).ShouldAccept(new RemarkRedacted(Of(Litware).By, Start, 1, "Names a person."));
        new RedactRemark("Names a person.", 1).Decide(answered, Open, Of(Wingtip), Start).ShouldAcceptWith<RemarkRedacted>();
        new RedactRemark("x", 1).Decide(answered, Open, Person, Start).ShouldRefuse("remark.not_author_or_moderator");
        new RedactRemark("x", 2).Decide(answered, Open, Person, Start).ShouldRefuse("remark.no_such_reply");
        new RedactRemark("", 1).Decide(answered, Open, Of(Litware), Start).ShouldRefuse("text.missing");
        new RedactRemark("x").Decide(Given(Made, new RemarkRedacted(Person.By, Start, null, "x")), Open, Person, Start).ShouldAccept();
        var masked = Given(Suggested, new RemarkRedacted(Person.By, Start, null, "x"));
        (masked.Replacement, masked.State, masked.Redacted).ShouldBe((null, RemarkState.Withdrawn, true));
    }

    [Fact]
    public void What_is_possible_is_listed_with_the_reason_why_the_rest_is_not()
    {
        var possible = RemarkCommands.Possible(Given(Suggested), Open, Found, Author, Start, Roll);
        possible.Where(p => p.Refusal is null).Select(p => p.Command).ShouldBe([nameof(ReplyToRemark), nameof(AcceptSuggestion), nameof(DeclineSuggestion)], ignoreOrder: true);
        RemarkCommands.Possible(Given(Suggested), Open, null, Author, Start, Roll).First(p => p.Command == nameof(AcceptSuggestion)).Refusal!.Code.ShouldBe("suggestion.passage_gone");
        RemarkCommands.Possible(Given(Made), Open, Found, Person, Start, Roll).Where(p => p.Refusal is null).Select(p => p.Command)
            .ShouldBe([nameof(ReplyToRemark), nameof(EditRemark), nameof(ResolveRemark), nameof(RedactRemark)], ignoreOrder: true);
    }

    [Fact]
    public void The_state_stored_in_between_is_the_state_folded_afresh()
    {
        Remark? stored = null;
        IEvent[] events = [Suggested, new RemarkAnswered(Author.By, Start, 1, "x"), new RemarkEdited(Person.By, Start, null, "y"), new SuggestionAccepted(Author.By, Start, false), new SuggestionRecorded(Author.By, Start, 2)];
        foreach (var e in events)
            stored = Remark.Evolve(JsonSerializer.Deserialize<Remark?>(JsonSerializer.Serialize(stored)), Number, e);
        JsonSerializer.Serialize(stored).ShouldBe(JsonSerializer.Serialize(Given(events)));
        Should.Throw<InvalidOperationException>(() => Remark.Evolve(null, Number, new RemarkResolved(Author.By, Start)));
    }

    [Fact]
    public void Renamed_companies_are_decided_alike()
    {
        var permutation = new Permutation([Fabrikam, Litware, Contoso, Wingtip, Northwind, Tailspin], Companies);
        var remarks = new[] { Given(Made), Given(Suggested), Given(Suggested, new SuggestionAccepted(Author.By, Start, false)), Given(Made with { Anchor = Drafted }) };
        foreach (var remark in remarks)
        {
            foreach (var proposal in new[] { Open, Draft })
            {
                foreach (var company in Companies)
                {
                    var here = RemarkCommands.Possible(remark, proposal, Found, Of(company), Start, Roll).Select(p => (p.Command, p.Refusal?.Code));
                    var there = RemarkCommands.Possible(permutation.Of(remark), permutation.Of(proposal), Found, permutation.Of(Of(company)), Start, permutation.Of(Roll)).Select(p => (p.Command, p.Refusal?.Code));
                    there.ShouldBe(here);
                }
            }
        }
    }

    private static IEnumerable<Refusal> Refusals(Remark? remark, Proposal? proposal, Actor actor) =>
        new[]
        {
            new ReplyToRemark("x").Decide(remark, proposal, actor, Start),
            new EditRemark("x").Decide(remark, proposal, actor, Start),
            new ResolveRemark().Decide(remark, proposal, actor, Start, Roll),
            new ReopenRemark().Decide(remark, proposal, actor, Start, Roll),
            new AcceptSuggestion().Decide(remark, proposal, Found, actor, Start, Roll),
            new DeclineSuggestion("x").Decide(remark, proposal, actor, Start, Roll),
            new WithdrawSuggestion().Decide(remark, proposal, actor, Start),
            new RecordSuggestion(2).Decide(remark, proposal, actor, Start),
            new RedactRemark("x").Decide(remark, proposal, actor, Start),
        }.Select(d => d.ShouldBeOfType<Decision.Refused>().Refusal);
}
