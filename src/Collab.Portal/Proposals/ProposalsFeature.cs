using Collab.Domain.Proposals;
using Collab.Portal.Shell;
using Collab.Portal.Store;
using JasperFx.Events.Projections;
using Marten;
using Marten.Schema;
using NpgsqlTypes;

namespace Collab.Portal.Proposals;

/// <summary>What the feature brings to the portal.</summary>
internal static class ProposalsFeature
{
    private static readonly string[] OwnIndexes = ["proposals_title", "proposals_authors", "proposals_drafts", "proposals_correcting"];

    /// <summary>What lists ask of one proposal in thousands: a word, an author, the drafts of a company, a correction under way.</summary>
    private static readonly SchemaScript ListIndexes = new($"""
        create index if not exists proposals_title on collab.mt_doc_proposalrow using gin ({TitleWords.In("title")});
        create index if not exists proposals_authors on collab.mt_doc_proposalrow using gin (authors);
        create index if not exists proposals_drafts on collab.mt_doc_proposalrow using gin (companies) where status = 'Draft';
        create index if not exists proposals_correcting on collab.mt_doc_proposalrow (id) where data #>> '{"{state,correction}"}' is not null;
        update collab.mt_doc_proposalrow set last_call_ends = (data #>> '{"{state,lastCall,ends}"}')::timestamptz where status = 'LastCall' and last_call_ends is null;
        """);

    /// <summary>States, read models and indexes.</summary>
    public static void Keep(StoreOptions options)
    {
        options.KeepState<Proposal, IProposalEvent>();
        options.Projections.Add(new ProposalRowProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ProposalTextProjection(), ProjectionLifecycle.Inline);
        options.KeepState<Remark, IRemarkEvent>();
        options.Projections.Add(new RemarkRowProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new PositionDraftClearing(), ProjectionLifecycle.Inline);
        options.Storage.ExtendedSchemaObjects.Add(PositionDrafts.MakeTable());
        options.Storage.ExtendedSchemaObjects.Add(ProposalWaits.MakeTable());
        options.Schema.For<ProposalRow>()
            .Duplicate(r => r.Company)
            .Duplicate(r => r.Label, configure: index => index.Name = "proposals_label")
            .Duplicate(r => r.DueAt)
            .Duplicate(r => r.LastCallEnds)
            .Duplicate(r => r.Replaces)
            .Duplicate(r => r.OutcomeNumber, configure: index =>
            {
                index.Name = OutcomeNumbers.Index;
                index.IsUnique = true;
            });
        options.Policies.ForAllDocuments(mapping =>
        {
            if (mapping.DocumentType == typeof(ProposalRow))
                KeepColumns(mapping);
        });
        options.Schema.For<RevisionText>().Index([t => t.Proposal, t => t.Event]).Index([t => t.Proposal, t => t.Section!, t => t.Event], index => index.Name = "revisiontext_section");
        options.Schema.For<RemarkRow>().Duplicate(r => r.Proposal).Duplicate(r => r.MadeAt).Duplicate(r => r.Status);
        options.Schema.For<Saying>().Index([s => s.Proposal, s => s.Event]);
    }

    /// <summary>
    /// What lists filter and order by: columns beside the document, which carries the whole state and lies elsewhere on
    /// disk, so that it is read for the rows of a page alone.
    /// </summary>
    private static void KeepColumns(DocumentMapping mapping)
    {
        foreach (var single in (string[])[nameof(ProposalRow.Status), nameof(ProposalRow.ChangedAt), nameof(ProposalRow.Title)])
            mapping.DuplicateField(single);
        foreach (var list in (string[])[nameof(ProposalRow.Authors), nameof(ProposalRow.Companies), nameof(ProposalRow.People), nameof(ProposalRow.Spoke), nameof(ProposalRow.WaitsOn)])
            mapping.DuplicateField(list, "text[]").DbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
        foreach (var own in OwnIndexes)
            mapping.IgnoreIndex(own);
        mapping.AddIndex("changed_at", "id");
        mapping.AddIndex("status", "changed_at", "id");
    }

    /// <summary>Services.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ProposalReads>();
        services.AddSingleton<IProposalLists, ProposalLists>();
        services.AddSingleton(ProposalWaits.Triggers);
        services.AddSingleton(ListIndexes);
        services.AddSingleton(new DeedInPlaceComponent(typeof(DeedHere)));
        services.AddSingleton<PositionDrafts>();
        services.AddSingleton<PositionsDesk>();
        services.AddSingleton<ProposalRebuild>();
        services.AddSingleton(p => new Rooms<ProposalView>(
            p.GetRequiredService<LiveFeed>(), p.GetRequiredService<IDocumentStore>(), p.GetRequiredService<ProposalReads>().View, p.GetRequiredService<ILogger<Rooms<ProposalView>>>()));
        services.AddSingleton<RemarkReads>();
        services.AddSingleton(p => new Rooms<RemarksView>(
            p.GetRequiredService<LiveFeed>(), p.GetRequiredService<IDocumentStore>(), p.GetRequiredService<RemarkReads>().View, p.GetRequiredService<ILogger<Rooms<RemarksView>>>(), RemarkDeeds.RoomOf));
        services.AddHostedService<ProposalClock>();
    }

    /// <summary>Endpoints under <c>/api/v1</c>, hubs and public addresses.</summary>
    public static void Map(WebApplication app, RouteGroupBuilder api)
    {
        ProposalEndpoints.Map(api);
        PositionDraftEndpoints.Map(api);
    }
}
