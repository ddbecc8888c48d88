using Collab.Domain;
using Collab.Domain.Incidents;
using Collab.Domain.Outcomes;
using Collab.Domain.Proposals;
using Collab.Domain.Threads;
using Marten;
using Marten.Events.Projections;

namespace Collab.Portal.Home;

/// <summary>Something that happened, as a line of Recent activity. Carries no content and no audience: who reads it is asked of its subject.</summary>
public sealed record ActivityRow
{
    /// <summary>The event's place in the order of commits.</summary>
    public required long Id { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The company that did it.</summary>
    public required MemberId Company { get; init; }

    /// <summary>What it did, as words between the company's name and the subject's id.</summary>
    public required string Deed { get; init; }

    /// <summary>The proposal or report that it was done to.</summary>
    public required string Subject { get; init; }
}

/// <summary>Keeps Recent activity. Runs behind the commits, on one node at a time: nobody's command waits for it.</summary>
internal sealed partial class ActivityProjection : EventProjection
{
    public ActivityProjection() => Name = "Activity";

    public override ValueTask ApplyAsync(IDocumentOperations operations, JasperFx.Events.IEvent e, CancellationToken cancellation)
    {
        if (e.Data is IEvent { By.IsSystem: false } happened && Subject(e.StreamKey!) is { } subject && Deed(happened) is { } deed)
            operations.Store(new ActivityRow { Id = e.Sequence, At = happened.At, Company = happened.By.Company, Deed = deed, Subject = subject });
        return ValueTask.CompletedTask;
    }

    private static string? Subject(string stream)
    {
        var id = stream.StartsWith("T-P-", StringComparison.Ordinal) || stream.StartsWith("T-IR-", StringComparison.Ordinal) ? stream[2..] : stream;
        return id.StartsWith("P-", StringComparison.Ordinal) || id.StartsWith("IR-", StringComparison.Ordinal) ? id : null;
    }

    private static string? Deed(IEvent e) => e switch
    {
        PostWritten => "wrote in",
        ProposalOpened => "opened",
        ProposalRevised => "revised",
        ProposalSeconded => "seconded",
        PositionRecorded p => $"recorded {Shell.PositionMark.Words(p.Position)} on",
        ObjectionRaised o => $"raised {o.Objection} on",
        ObjectionAnswered o => $"answered {o.Objection} on",
        ObjectionWithdrawn o => $"withdrew {o.Objection} on",
        LastCallOpened => "opened last call on",
        OutcomeRecorded => "recorded the outcome of",
        ProposalPublished => "published",
        ReportShared => "shared",
        QuestionAsked => "asked on",
        QuestionAnswered => "answered on",
        ReportFinalised => "finalised",
        CompanyStatusSet => "set its status on",
        _ => null,
    };
}
