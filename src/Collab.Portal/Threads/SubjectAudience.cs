using Collab.Domain.Incidents;
using Collab.Domain.Proposals;
using Collab.Domain.Sharing;
using Marten;
using Marten.Services.BatchQuerying;

namespace Collab.Portal.Threads;

/// <summary>What a thread stands beside, as far as a thread needs it.</summary>
/// <param name="Id">The proposal or incident report.</param>
/// <param name="Title">Its title.</param>
/// <param name="Audience">Who may read it now, and with it the thread.</param>
public sealed record Subject(string Id, string Title, Audience Audience)
{
    /// <summary>Where its page stands.</summary>
    public string Address => (IsProposal(Id) ? "/proposals/" : "/incidents/") + Id;

    internal static bool IsProposal(string id) => id.StartsWith("P-", StringComparison.Ordinal);

    internal static bool IsReport(string id) => id.StartsWith("IR-", StringComparison.Ordinal);
}

/// <summary>
/// The one place where threads learn who may read what they stand beside: from the states that Domain keeps of
/// proposals and incident reports. Nothing is copied, so a narrower subject is a narrower thread at the same instant.
/// </summary>
internal static class SubjectAudience
{
    /// <summary>The subject whose own thread has this id; null for a thread that stands alone.</summary>
    public static string? SubjectOf(string threadId) =>
        threadId.StartsWith("T-", StringComparison.Ordinal) && (Subject.IsProposal(threadId[2..]) || Subject.IsReport(threadId[2..])) ? threadId[2..] : null;

    /// <summary>Loads a subject; null where there is none.</summary>
    public static async Task<Subject?> Load(IQuerySession session, string? subjectId, CancellationToken cancellation)
    {
        if (subjectId is null)
            return null;
        return Subject.IsProposal(subjectId)
            ? From(await session.LoadAsync<Proposal>(subjectId, cancellation))
            : Subject.IsReport(subjectId) ? From(await session.LoadAsync<IncidentReport>(subjectId, cancellation)) : null;
    }

    /// <summary>Loads a subject within a batch: the answer is there once the batch was executed.</summary>
    public static Func<Task<Subject?>> LoadIn(IBatchedQuery batch, string? subjectId)
    {
        if (subjectId is not null && Subject.IsProposal(subjectId))
        {
            var proposal = batch.Load<Proposal>(subjectId);
            return async () => From(await proposal);
        }

        if (subjectId is not null && Subject.IsReport(subjectId))
        {
            var report = batch.Load<IncidentReport>(subjectId);
            return async () => From(await report);
        }

        return () => Task.FromResult<Subject?>(null);
    }

    /// <summary>
    /// The rule of reading for threads as a condition on <c>d</c>, a thread's state: its subject admits the actor, and so
    /// does its own audience. Takes the company and the person, three times over. What is loaded is asked again in Domain.
    /// </summary>
    public static readonly string Readable = $"""
        ((d.data ->> 'subjectId' is null and d.data ->> 'own' is not null)
         or exists (select 1 from collab.mt_doc_proposal s where s.id = d.data ->> 'subjectId' and {Admits("s.data -> 'audience'")})
         or exists (select 1 from collab.mt_doc_incidentreport s where s.id = d.data ->> 'subjectId' and {Admits("s.data -> 'audience'")}))
        and (d.data ->> 'own' is null or {Admits("d.data -> 'own'")})
        """;

    private static string Admits(string audience) => $"""
        ({audience} ->> 'label' in ('Clear', 'Green')
         or ({audience} ->> 'label' in ('Amber', 'AmberStrict') and {audience} -> 'companies' @> jsonb_build_array(?::text))
         or ({audience} ->> 'label' = 'Red' and {audience} -> 'people' @> jsonb_build_array(?::text)))
        """;

    private static Subject? From(Proposal? proposal) => proposal is null ? null : new(proposal.Id, proposal.Title, proposal.Audience);

    private static Subject? From(IncidentReport? report) => report is null ? null : new(report.Id, report.Title, report.Audience);
}
