using Collab.Domain.Proposals;

namespace Collab.Portal.Proposals;

/// <summary>Words of the page and of addresses for what Domain names.</summary>
internal static class ProposalWords
{
    /// <summary>A tab as addresses write it.</summary>
    public static string Of(ProposalTab tab) => tab switch
    {
        ProposalTab.LastCall => "last-call",
        _ => tab.ToString().ToLowerInvariant(),
    };

    /// <summary>Reads a tab; nothing is all.</summary>
    public static bool TryTab(string? text, out ProposalTab tab)
    {
        foreach (var candidate in Enum.GetValues<ProposalTab>())
        {
            tab = candidate;
            if (Of(candidate) == text)
                return true;
        }

        tab = ProposalTab.All;
        return string.IsNullOrEmpty(text);
    }

    /// <summary>A status as a chip says it.</summary>
    public static string Of(ProposalStatus status)
    {
        var words = Say.Status(status);
        var bare = words.StartsWith("a ", StringComparison.Ordinal) ? words[2..] : words.StartsWith("in ", StringComparison.Ordinal) ? words[3..] : words;
        return char.ToUpperInvariant(bare[0]) + bare[1..];
    }

    /// <summary>A status' chip class.</summary>
    public static string Chip(ProposalStatus status) => status switch
    {
        ProposalStatus.LastCall or ProposalStatus.Tally => "acc",
        ProposalStatus.Agreed or ProposalStatus.AgreedWithDissent or ProposalStatus.Published => "ok",
        ProposalStatus.UnderAppeal => "warn",
        _ => "",
    };

    /// <summary>An objection's state's chip class.</summary>
    public static string Chip(ObjectionState state) => state switch
    {
        ObjectionState.Raised or ObjectionState.Sustained or ObjectionState.Upheld => "bad",
        ObjectionState.Answered or ObjectionState.Escalated => "warn",
        _ => "",
    };

    /// <summary>A section's name as a heading.</summary>
    public static string Heading(string section) => char.ToUpperInvariant(section[0]) + section[1..];

    /// <summary>What a section answers, for those who write it.</summary>
    public static string Help(string section) => section switch
    {
        "problem" => "What is wrong, for whom, with evidence.",
        "proposal" => "What is to be done.",
        "alternatives" => "What else was considered and why not.",
        "compatibility" => "What breaks, for whom, until when.",
        "security" => "What it does to the security of systems.",
        _ => "In which stages it arrives, and how it is taken back.",
    };
}
