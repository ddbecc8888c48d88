using System.Collections.Immutable;
using Collab.Domain.Members;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;

namespace Collab.Domain.Tests.Proposals;

/// <summary>The companies, people and texts of the examples.</summary>
internal static class Examples
{
    public const string Id = "P-7K3MQ";

    /// <summary>Mon 2 Nov 2026, 09:00 UTC.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly MemberId Contoso = new("contoso");
    public static readonly MemberId Fabrikam = new("fabrikam");
    public static readonly MemberId Litware = new("litware");
    public static readonly MemberId Northwind = new("northwind");
    public static readonly MemberId Tailspin = new("tailspin");
    public static readonly MemberId Wingtip = new("wingtip");

    public static readonly ImmutableList<MemberId> Companies = [Contoso, Fabrikam, Litware, Northwind, Tailspin, Wingtip];

    public static readonly MemberRoll Roll = RollOf();

    public static readonly RoomRules Rules = new();

    public static readonly ProposalText Written = new("Drivers crash kernels.", "Move parsing to user mode.", "Do nothing.", "None.", "Better.", "In stages.");

    public static readonly PersonId Nobody = new("nobody");

    /// <summary>The six companies; <paramref name="changes"/> replace their entries.</summary>
    public static MemberRoll RollOf(params IReadOnlyList<RollEntry> changes) => new(
        [.. Companies.Select(c => changes.FirstOrDefault(e => e.Id == c) ?? Entry(c))]);

    public static RollEntry Entry(MemberId company, MemberStatus status = MemberStatus.Admitted, string? group = null) =>
        new(company, char.ToUpperInvariant(company.Value[0]) + company.Value[1..], status, group);

    /// <summary>A person of the company who holds every role.</summary>
    public static Actor Of(MemberId company) => new(
        new(company.Value + "-ann"), company, Roles.Engineer | Roles.Representative | Roles.ReleaseOfficer | Roles.Admin | Roles.Moderator);

    /// <summary>An engineer of the company, no more.</summary>
    public static Actor Engineer(MemberId company) => new(new(company.Value + "-bob"), company, Roles.Engineer);

    /// <summary>Gives any command to a proposal.</summary>
    public static Decision Decide(object command, Proposal? state, Actor actor, DateTimeOffset now, MemberRoll roll, RoomRules rules) => command switch
    {
        StartDraft c => c.Decide(state, actor, now),
        EditDraft c => c.Decide(state, actor, now, roll),
        EditDraftSection c => c.Decide(state, actor, now, roll, Written.Of(c.Section), Written.Of(c.Section)),
        RenameDraft c => c.Decide(state, actor, now, roll),
        InviteCompany c => c.Decide(state, actor, now, roll),
        JoinAsCoAuthor c => c.Decide(state, actor, now, roll),
        SecondProposal c => c.Decide(state, actor, now, roll),
        OpenProposal c => c.Decide(state, actor, now, roll),
        ReviseProposal c => c.Decide(state, actor, now, roll),
        WithdrawProposal c => c.Decide(state, actor, now, roll),
        RecordPosition c => c.Decide(state, actor, now, roll),
        WithdrawPosition c => c.Decide(state, actor, now, roll),
        AnswerObjection c => c.Decide(state, actor, now, roll),
        WithdrawObjection c => c.Decide(state, actor, now, roll),
        AccommodateObjection c => c.Decide(state, actor, now, roll),
        AddressObjection c => c.Decide(state, actor, now, roll),
        EscalateObjection c => c.Decide(state, actor, now, roll, rules),
        SustainObjection c => c.Decide(state, actor, now, roll),
        EndSustainPoll c => c.Decide(state, actor, now, roll),
        OpenLastCall c => c.Decide(state, actor, now, roll, rules),
        HoldLastCall c => c.Decide(state, actor, now, roll, rules),
        EndLastCall c => c.Decide(state, actor, now, roll, rules),
        TakeTally c => c.Decide(state, actor, now, roll, rules),
        RecordOutcome c => c.Decide(state, actor, now, roll),
        PresumeRecused c => c.Decide(state, actor, now, roll),
        ChallengeRecusal c => c.Decide(state, actor, now, roll, rules),
        ReplyToChallenge c => c.Decide(state, actor, now, roll),
        VoteOnRecusal c => c.Decide(state, actor, now, roll),
        EndRecusalVote c => c.Decide(state, actor, now, roll),
        FileAppeal c => c.Decide(state, actor, now, roll, rules),
        NoteLateAppeal c => c.Decide(state, actor, now),
        AppointPanel c => c.Decide(state, actor, now, roll),
        WritePanelDecision c => c.Decide(state, actor, now, roll),
        ConfirmPanelDecision c => c.Decide(state, actor, now, roll),
        PassTime c => c.Decide(state, actor, now, roll, rules),
        QuoteSource c => c.Decide(state, actor, now, roll),
        ConsentToQuotation c => c.Decide(state, actor, now, roll),
        RemoveSource c => c.Decide(state, actor, now, roll),
        ApprovePublication c => c.Decide(state, actor, now, roll),
        ProposeCorrection c => c.Decide(state, actor, now, roll),
        ApproveCorrection c => c.Decide(state, actor, now, roll),
        Succession c => new Supersede().Decide(state, actor, now, c.Successor),
        _ => throw new ArgumentException($"No command: {command}", nameof(command)),
    };
}

/// <summary>The command <see cref="Supersede"/> together with the successor that it asks.</summary>
internal sealed record Succession(Proposal Successor);

/// <summary>A proposal's history as it comes about: every step through the commands themselves, on a clock that the story moves.</summary>
internal sealed class Story
{
    public List<IEvent> Events { get; } = [];

    public Proposal? State { get; private set; }

    public DateTimeOffset Now { get; private set; } = Examples.Start;

    public MemberRoll Roll { get; private set; } = Examples.Roll;

    /// <summary>What this command would lead to now.</summary>
    public Decision Try(MemberId company, object command) => Try(Examples.Of(company), command);

    /// <inheritdoc cref="Try(MemberId, object)"/>
    public Decision Try(Actor actor, object command) => Examples.Decide(command, State, actor, Now, Roll, Examples.Rules);

    /// <summary>The command is given and accepted.</summary>
    public Story Do(MemberId company, object command) => Do(Examples.Of(company), command);

    /// <inheritdoc cref="Do(MemberId, object)"/>
    public Story Do(Actor actor, object command)
    {
        var decision = Try(actor, command);
        if (decision is Decision.Refused refused)
            throw new InvalidOperationException($"{command} is refused: {refused.Refusal.Code}: {refused.Refusal.Sentence}");
        foreach (var e in ((Decision.Accepted)decision).Events)
        {
            Events.Add(e);
            State = Proposal.Evolve(State, Examples.Id, e);
        }

        return this;
    }

    /// <summary>Time passes; the clock does what is due.</summary>
    public Story After(double days)
    {
        var until = Now + TimeSpan.FromDays(days);
        while (State?.DueAt is { } due && due <= until)
        {
            Now = due > Now ? due : Now;
            Do(Actor.System, new PassTime());
        }

        Now = until;
        return this;
    }

    /// <summary>Time passes and no clock runs.</summary>
    public Story Asleep(double days)
    {
        Now += TimeSpan.FromDays(days);
        return this;
    }

    /// <summary>The roll changes.</summary>
    public Story With(MemberRoll roll)
    {
        Roll = roll;
        return this;
    }

    public Story Position(MemberId company, Position position) => Do(company, new RecordPosition(State!.Revision, position));

    public Story Object(MemberId company) => Do(company, Objects(State!.Revision));

    public static RecordPosition Objects(int revision) => new(revision, Domain.Proposals.Position.Object, null, "The rollout.", "It breaks us.", "Stage it.");

    /// <summary>Contoso's draft, complete.</summary>
    public static Story Drafted() => new Story().Do(Examples.Contoso, new StartDraft("Parse in user mode", Examples.Written));

    /// <summary>Seconded by Fabrikam.</summary>
    public static Story Seconded() => Drafted()
        .Do(Examples.Contoso, new InviteCompany(Examples.Fabrikam, InvitedAs.Seconder))
        .Do(Examples.Fabrikam, new SecondProposal());

    /// <summary>Open to all members since Mon 2 Nov 09:00 UTC.</summary>
    public static Story Opened(Audience? audience = null) => Seconded().Do(Examples.Contoso, new OpenProposal(audience ?? Audience.Green));

    /// <summary>In last call from Mon 9 Nov to Mon 23 Nov 09:00 UTC; these companies support it.</summary>
    public static Story InLastCall(params IReadOnlyList<MemberId> supporters) =>
        supporters.Aggregate(Opened(), (s, c) => s.Position(c, Domain.Proposals.Position.Support)).After(7)
            .Do(Examples.Contoso, new OpenLastCall(Disposition.Agree, "Ready."));

    /// <summary>In tally, four of six in support.</summary>
    public static Story Tallied() => InLastCall(Examples.Contoso, Examples.Fabrikam, Examples.Northwind, Examples.Tailspin).After(14);

    /// <summary>In tally, with Litware's objection found addressed.</summary>
    public static Story TalliedWithDissent() => new[] { Examples.Contoso, Examples.Fabrikam, Examples.Northwind, Examples.Tailspin }
        .Aggregate(Opened().Object(Examples.Litware), (s, c) => s.Position(c, Domain.Proposals.Position.Support))
        .Do(Examples.Contoso, new AnswerObjection("OBJ-1", "It is staged."))
        .Do(Examples.Wingtip, new AddressObjection("OBJ-1", "The stages are in the text."))
        .After(7).Do(Examples.Contoso, new OpenLastCall(Disposition.Agree, "Ready.")).After(14);

    /// <summary>Agreed, recorded by Wingtip.</summary>
    public static Story Agreed() => Tallied().Do(Examples.Wingtip, new RecordOutcome(OutcomeResult.Agreed, "Four support it."));

    /// <summary>Published as O-12 by Wingtip and Northwind.</summary>
    public static Story Published() => Agreed()
        .Do(Examples.Wingtip, new ApprovePublication(OutcomeKind.Decision, "O-12"))
        .Do(Examples.Northwind, new ApprovePublication(OutcomeKind.Decision, "O-12"));
}
