using Collab.Portal.Store;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Collab.Portal.Proposals;

/// <summary>
/// Which proposals wait for which company, so that what waits is found without a look at what does not: one row for each
/// company that a proposal waits for by name, and for each that has not spoken while positions are taken. No index answers who has
/// <em>not</em> spoken. PostgreSQL keeps the rows itself, from the proposal's row and the members, in the transaction that
/// changes either; a rebuild of the rows makes them too. They are candidates: <see cref="Waits"/> asks the row again, because
/// an affiliate's position speaks for a company.
/// </summary>
internal static class ProposalWaits
{
    /// <summary>The condition that a proposal's row <c>d</c> waits for the position of a company: the company, and itself with its affiliates.</summary>
    public const string WaitsForPosition =
        "d.id in (select w.proposal from collab.proposal_waits as w where w.company = ?) and d.status in ('Open', 'LastCall') and not d.spoke && ?";

    /// <summary>The condition that a proposal's row <c>d</c> waits for a company at all: the company, again, and itself with its affiliates.</summary>
    public const string Waits =
        "d.id in (select w.proposal from collab.proposal_waits as w where w.company = ?) and (? = any(d.waits_on) or (d.status in ('Open', 'LastCall') and not d.spoke && ?))";

    /// <summary>
    /// The triggers. A member that applies locks out writers of proposals for the moment, so that a proposal which opens in
    /// the same instant is missing for nobody. Where they are new, the rows are made of what is there.
    /// </summary>
    public static readonly SchemaScript Triggers = new("""
        create or replace function collab.companies_waited_for(status text, spoke text[], waits_on text[]) returns setof text language sql stable as $$
            select unnest(waits_on)
            union
            select m.data ->> 'company' from collab.mt_doc_member as m where status in ('Open', 'LastCall') and not m.data ->> 'company' = any(spoke) $$;

        create or replace function collab.keep_proposal_waits() returns trigger language plpgsql as $$
        declare companies text[];
        begin
            if tg_op = 'UPDATE' and (new.status, new.spoke, new.waits_on) is not distinct from (old.status, old.spoke, old.waits_on) then
                return null;
            end if;
            companies := array(select collab.companies_waited_for(new.status, new.spoke, new.waits_on));
            delete from collab.proposal_waits where proposal = new.id and not company = any(companies);
            insert into collab.proposal_waits (company, proposal) select unnest(companies), new.id on conflict do nothing;
            return null;
        end $$;

        create or replace function collab.keep_waits_of_member() returns trigger language plpgsql as $$
        begin
            lock table collab.mt_doc_proposalrow in share mode;
            insert into collab.proposal_waits (company, proposal)
            select new.data ->> 'company', d.id from collab.mt_doc_proposalrow as d
            where d.status in ('Open', 'LastCall') and not new.data ->> 'company' = any(d.spoke) on conflict do nothing;
            return null;
        end $$;

        do $$ begin
            if not exists (select from pg_trigger where tgrelid = 'collab.mt_doc_proposalrow'::regclass and tgname = 'proposal_waits') then
                create trigger proposal_waits after insert or update on collab.mt_doc_proposalrow for each row execute function collab.keep_proposal_waits();
                create or replace trigger proposal_waits after insert on collab.mt_doc_member for each row execute function collab.keep_waits_of_member();
                insert into collab.proposal_waits (company, proposal)
                select w, d.id from collab.mt_doc_proposalrow as d, collab.companies_waited_for(d.status, d.spoke, d.waits_on) as w on conflict do nothing;
            end if;
        end $$;
        """);

    /// <summary>The table.</summary>
    public static Table MakeTable()
    {
        var table = new Table(PostgresqlProvider.Instance.Parse("collab.proposal_waits"));
        table.AddColumn<string>("company").AsPrimaryKey();
        table.AddColumn<string>("proposal").AsPrimaryKey().AddIndex();
        return table;
    }
}
