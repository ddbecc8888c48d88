using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <inheritdoc/>
internal sealed class ProposalLists(IDocumentStore store, ProposalReads reads, RoomFacts facts, TimeProvider clock) : IProposalLists
{
    /// <summary>The rule of reading as a condition of a proposal's row <c>d</c>: the company, and the person.</summary>
    public const string Readable = "(d.label in ('Clear', 'Green') or ? = any(d.companies) or ? = any(d.people))";

    /// <summary>The actor's company and its affiliates: what a position of one of them speaks for.</summary>
    public static string[] Affiliates(Actor actor, Room room) =>
        [.. room.Roll.Members.Select(m => m.Id).Where(m => room.Roll.Related(m, actor.Company)).Append(actor.Company).Select(m => m.Value).Distinct()];

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<Proposal> Proposals, bool More)> ThatWait(Actor actor, int most, CancellationToken cancellation = default)
    {
        var room = await facts.Now(clock.GetUtcNow(), cancellation);
        var (company, person) = (actor.Company.Value, actor.Person.Value);
        await using var session = store.QuerySession();
        var waiting = await session.QueryAsync<ProposalRow>(
            $"where {Readable} and {ProposalWaits.Waits} order by d.last_call_ends, d.changed_at desc, d.id limit {most + 1}",
            cancellation, company, person, company, company, Affiliates(actor, room));
        var drafts = await session.QueryAsync<ProposalRow>(
            $"where d.status = 'Draft' and d.companies @> array[?] and d.data #>> '{{state,author,person}}' = ? order by d.changed_at desc, d.id limit {most}",
            cancellation, company, person);
        var deciding = !actor.Is(Roles.Moderator) ? [] : await session.QueryAsync<ProposalRow>(
            $"where {Readable} and d.status in ('Tally', 'Agreed', 'AgreedWithDissent') order by d.changed_at desc, d.id desc limit {most}", cancellation, company, person);
        return (Of(waiting.Take(most).Concat(drafts).Concat(deciding).DistinctBy(r => r.Id), actor), waiting.Count > most);
    }

    /// <inheritdoc/>
    public async Task<(IReadOnlyList<Proposal> Proposals, bool More)> ToModerate(Actor actor, int most, CancellationToken cancellation = default)
    {
        const string Urgency = "d.last_call_ends, d.waits_on = '{}', d.changed_at desc, d.id";
        await using var session = store.QuerySession();
        var rows = await session.QueryAsync<ProposalRow>(
            $$"""
            where d.id in (select id from
                (select d.id, row_number() over (partition by d.status order by {{Urgency}}) as place
                from collab.mt_doc_proposalrow as d
                where {{Readable}} and (d.status in ('Open', 'LastCall', 'Tally', 'Agreed', 'AgreedWithDissent', 'UnderAppeal')
                    or d.id in (select id from collab.mt_doc_proposalrow where data #>> '{state,correction}' is not null))) as placed
                where place <= {{most + 1}})
            order by {{Urgency}}
            """,
            cancellation, actor.Company.Value, actor.Person.Value);
        var byStatus = rows.GroupBy(r => r.Status).ToList();
        return (Of(byStatus.SelectMany(g => g.Take(most)), actor), byStatus.Exists(g => g.Count() > most));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Proposal>> Named(Actor actor, string words, int most, CancellationToken cancellation = default) =>
        Of((await reads.List(actor, new ProposalFilter(Words: words, Take: most), cancellation)).Rows, actor);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Proposal>> LastPublished(int most, CancellationToken cancellation = default)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<ProposalRow>().Where(r => r.OutcomeNumber != null).OrderByDescending(r => r.OutcomeNumber).Take(most).ToListAsync(cancellation)).Select(r => r.State)];
    }

    private static List<Proposal> Of(IEnumerable<ProposalRow> rows, Actor actor) => [.. rows.Select(r => r.State).Where(p => p.Audience.Admits(actor))];
}
