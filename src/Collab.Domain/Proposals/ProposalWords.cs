using System.Text.Json.Serialization;

namespace Collab.Domain.Proposals;

/// <summary>Where a proposal stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProposalStatus>))]
public enum ProposalStatus
{
    /// <summary>Being written; seen by its authors and whom they invite.</summary>
    Draft,

    /// <summary>Discussed; companies record positions.</summary>
    Open,

    /// <summary>The last time to speak, with an end.</summary>
    LastCall,

    /// <summary>Last call is over and has a quorum; an unrelated moderator records the outcome.</summary>
    Tally,

    /// <summary>Agreed without dissent.</summary>
    Agreed,

    /// <summary>Agreed; objections stand and are printed.</summary>
    AgreedWithDissent,

    /// <summary>Not agreed.</summary>
    NotAgreed,

    /// <summary>Put off.</summary>
    Postponed,

    /// <summary>Taken back by the author's company.</summary>
    Withdrawn,

    /// <summary>The outcome is public.</summary>
    Published,

    /// <summary>The decision is before a panel.</summary>
    UnderAppeal,

    /// <summary>Published, and its successor too.</summary>
    Superseded,
}

/// <summary>A company's position on one revision.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Position>))]
public enum Position
{
    /// <summary>Silence.</summary>
    NoRecord,

    /// <summary>In favour.</summary>
    Support,

    /// <summary>Can live with it.</summary>
    NoObjection,

    /// <summary>Against, with what, why and what would cure it.</summary>
    Object,

    /// <summary>Takes no side, and counts for the quorum.</summary>
    Abstain,

    /// <summary>Stands aside, and leaves the denominator.</summary>
    Recuse,
}

/// <summary>Whether a revision changes what is proposed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RevisionKind>))]
public enum RevisionKind
{
    /// <summary>Wording only; positions keep counting.</summary>
    Editorial,

    /// <summary>Changes what is proposed; no position counts any more.</summary>
    Substantive,
}

/// <summary>As what a company is invited to a draft.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvitedAs>))]
public enum InvitedAs
{
    /// <summary>To write it together.</summary>
    CoAuthor,

    /// <summary>To second it.</summary>
    Seconder,
}

/// <summary>What a last call seeks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Disposition>))]
public enum Disposition
{
    /// <summary>To agree.</summary>
    Agree,

    /// <summary>To reject.</summary>
    Reject,

    /// <summary>To put off.</summary>
    Postpone,
}

/// <summary>Why a last call ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LastCallEnd>))]
public enum LastCallEnd
{
    /// <summary>Its time passed.</summary>
    Elapsed,

    /// <summary>A company objected.</summary>
    Objection,

    /// <summary>The text changed in substance.</summary>
    Revised,

    /// <summary>The proposal was withdrawn.</summary>
    Withdrawn,
}

/// <summary>What came of a proposal.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeResult>))]
public enum OutcomeResult
{
    /// <summary>Agreed, nobody dissenting.</summary>
    Agreed,

    /// <summary>Agreed, with dissent printed.</summary>
    AgreedWithDissent,

    /// <summary>Not agreed.</summary>
    NotAgreed,

    /// <summary>Put off.</summary>
    Postponed,
}

/// <summary>Where an objection stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ObjectionState>))]
public enum ObjectionState
{
    /// <summary>Waits for the author's answer.</summary>
    Raised,

    /// <summary>Answered; waits for the objecting company, a finding, or escalation.</summary>
    Answered,

    /// <summary>Before a poll of all eligible companies.</summary>
    Escalated,

    /// <summary>A third or more sustained it: a panel decides.</summary>
    Sustained,

    /// <summary>Taken back by the objecting company.</summary>
    Withdrawn,

    /// <summary>Met, says the objecting company.</summary>
    Accommodated,

    /// <summary>Found addressed by an unrelated moderator; printed as dissent.</summary>
    Addressed,

    /// <summary>Overruled by poll or panel; printed as dissent.</summary>
    Overruled,

    /// <summary>Upheld by a panel: the proposal cannot be agreed while it stands.</summary>
    Upheld,
}

/// <summary>Why a company stands aside.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecusalGround>))]
public enum RecusalGround
{
    /// <summary>Says so itself.</summary>
    SelfDeclared,

    /// <summary>The proposal assigns it fault.</summary>
    AssignsFault,

    /// <summary>The proposal assigns it cost.</summary>
    AssignsCost,

    /// <summary>The proposal accepts its own report.</summary>
    OwnReport,

    /// <summary>Unrelated companies voted so.</summary>
    Voted,
}

/// <summary>What a panel decides about an objection or an appeal.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PanelResult>))]
public enum PanelResult
{
    /// <summary>The objection or appeal stands.</summary>
    Upheld,

    /// <summary>It does not.</summary>
    Dismissed,
}
