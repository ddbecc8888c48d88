using Collab.Domain.Proposals;
using Marten;
using Marten.Events.Projections;

namespace Collab.Portal.Proposals;

/// <summary>
/// Empties a company's draft in the transaction that records its position. A draft written after the event stays, so
/// that running over old events again empties nothing new.
/// </summary>
internal sealed partial class PositionDraftClearing : EventProjection
{
    public PositionDraftClearing()
    {
        Name = nameof(PositionDraftClearing);
        IncludeType<PositionRecorded>();
    }

    public override ValueTask ApplyAsync(IDocumentOperations operations, JasperFx.Events.IEvent e, CancellationToken cancellation)
    {
        if (e.Data is PositionRecorded recorded)
        {
            operations.QueueSqlCommand(
                "update collab.position_drafts set version = version + 1, position = null, statement = null, what = null, why = null, cure = null where proposal = ? and company = ? and saved_at <= ?",
                e.StreamKey!, recorded.By.Company.Value, recorded.At.ToUniversalTime());
        }

        return ValueTask.CompletedTask;
    }
}
