using System.Text.Json.Serialization;
using Collab.Domain.Proposals;

namespace Collab.Domain.Outcomes;

/// <summary>What sort of thing is published.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeKind>))]
public enum OutcomeKind
{
    /// <summary>Something was decided.</summary>
    Decision,

    /// <summary>A point on which there is consensus, without a decision.</summary>
    ConsensusPoint,

    /// <summary>A record of a disagreement or of a discussion.</summary>
    Record,
}

/// <summary>The authors quote something that another company is the source of; it is published only with that company's consent.</summary>
public sealed record SourceQuoted(By By, DateTimeOffset At, string Source, MemberId Company, string What) : IProposalEvent;

/// <summary>The source consents to the quotation at TLP:CLEAR.</summary>
public sealed record SourceConsented(By By, DateTimeOffset At, string Source) : IProposalEvent;

/// <summary>The quotation was taken out of the text.</summary>
public sealed record SourceRemoved(By By, DateTimeOffset At, string Source) : IProposalEvent;

/// <summary>The first of two moderators of unrelated companies approved the publication.</summary>
public sealed record PublicationApproved(By By, DateTimeOffset At, OutcomeKind Kind) : IProposalEvent;

/// <summary>The second approved: the outcome is public under this number, for ever. <paramref name="LogHead"/> is the signed head of the log at that time, where there is one.</summary>
public sealed record ProposalPublished(By By, DateTimeOffset At, string Number, int Version, OutcomeKind Kind, By FirstApproval, string? LogHead) : IProposalEvent;

/// <summary>An editorial correction of the published text was proposed.</summary>
public sealed record CorrectionProposed(By By, DateTimeOffset At, ProposalText Text, string Summary) : IProposalEvent;

/// <summary>The first of two moderators of unrelated companies approved the correction.</summary>
public sealed record CorrectionApproved(By By, DateTimeOffset At) : IProposalEvent;

/// <summary>The second approved: a new version with the corrected text; the old one keeps its address and hash.</summary>
public sealed record CorrectionPublished(By By, DateTimeOffset At, int Version, By FirstApproval, string? LogHead) : IProposalEvent;

/// <summary>The successor was published: this outcome is history.</summary>
public sealed record ProposalSuperseded(By By, DateTimeOffset At, string Successor, string SuccessorNumber) : IProposalEvent;
