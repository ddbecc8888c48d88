using Collab.Domain.Proposals;

namespace Collab.Portal.Tests.Proposals;

/// <summary>A body that can be read for each command, whatever becomes of it.</summary>
internal static class Bodies
{
    private static readonly ProposalText Text = new("a", "b", "c", "d", "e", "f");

    public static object For(string command) => command switch
    {
        "edit-draft" => new { title = "Title", text = Text },
        "edit-draft-section" => new { section = "problem", markdown = "a", @base = 1 },
        "rename-draft" => new { title = "Title" },
        "invite-company" => new { company = "wingtip", @as = "Seconder" },
        "open-proposal" => new { audience = new { label = "Green", companies = Array.Empty<string>(), people = Array.Empty<string>() } },
        "revise-proposal" => new { kind = "Editorial", text = Text, summary = "s" },
        "withdraw-proposal" => new { reason = "r" },
        "record-position" => new { revision = 1, position = "Support" },
        "answer-objection" => new { objection = "OBJ-1", answer = "a" },
        "withdraw-objection" or "accommodate-objection" or "escalate-objection" => new { objection = "OBJ-1" },
        "address-objection" => new { objection = "OBJ-1", finding = "f" },
        "sustain-objection" => new { objection = "OBJ-1", sustains = true },
        "open-last-call" => new { disposition = "Agree", summary = "s" },
        "hold-last-call" => new { longer = "1.00:00:00", reason = "r" },
        "record-outcome" => new { result = "Agreed", reasons = "r" },
        "challenge-recusal" => new { company = "wingtip", reasons = "r" },
        "presume-recused" => new { company = "wingtip", ground = "AssignsCost", reasons = "r" },
        "reply-to-challenge" => new { challenge = "REC-1", reply = "r" },
        "vote-on-recusal" => new { challenge = "REC-1", recuse = true },
        "file-appeal" => new { grounds = new[] { "g" } },
        "appoint-panel" => new { matter = "appeal", seats = new[] { "wingtip" } },
        "write-panel-decision" => new { matter = "appeal", result = "Upheld", reasons = new[] { "r" } },
        "confirm-panel-decision" => new { matter = "appeal" },
        "quote-source" => new { company = "wingtip", what = "w" },
        "consent-to-quotation" or "remove-source" => new { source = "SRC-1" },
        "approve-publication" => new { kind = "Decision" },
        "propose-correction" => new { text = Text, summary = "s" },
        "remarks" => new { section = "problem", markdown = "m" },
        _ => new { },
    };
}
