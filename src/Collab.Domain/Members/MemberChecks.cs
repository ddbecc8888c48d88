using System.Collections.Immutable;

namespace Collab.Domain.Members;

/// <summary>The questions that several commands on member companies ask. Each answers null, or why not.</summary>
internal static class MemberChecks
{
    /// <summary>A new company's id, name and domains will do.</summary>
    public static Refusal? New(MemberId id, string name, ImmutableSortedSet<string> domains)
    {
        if (!IsName(id.Value) || id == By.System.Company)
            return Refusal.Invalid("member.id", "A company's id is 2 to 32 lower-case letters, digits and dashes.", "member");
        if (Text.Title(name, "name") is { } refusal)
            return refusal;
        return domains is not { Count: > 0 } || domains.Any(d => !IsDomain(d))
            ? Refusal.Invalid("member.domain", "Name at least one mail domain of the company, in lower case, such as example.com.", "domains")
            : null;
    }

    /// <summary>No other company has the name.</summary>
    public static Refusal? NameFree(MemberId id, string name, MemberRoll roll) =>
        roll.Members.Exists(m => m.Id != id && string.Equals(m.Name, name.Trim(), StringComparison.OrdinalIgnoreCase))
            ? Refusal.Conflict("member.name_taken", "Another company has this name. Choose one that tells the two apart.")
            : null;

    /// <summary>The moderator's company is not the company concerned, nor related to it or to the group.</summary>
    public static Refusal? Unrelated(Member state, string? group, Actor actor, MemberRoll roll) =>
        actor.Company == state.Company || roll.Related(actor.Company, state.Company) || (group is not null && roll.Find(actor.Company)?.Group == group)
            ? Refusal.Forbidden("member.own_company", "Nobody decides about their own company or an affiliate. Ask a moderator of an unrelated company.")
            : null;

    /// <summary>The company stands where the motion makes sense.</summary>
    public static Refusal? Fits(Member state, MemberMotion motion) => motion switch
    {
        MemberMotion.Admit => In(state, MemberStatus.Applied),
        MemberMotion.Suspend => In(state, MemberStatus.Admitted),
        MemberMotion.Reinstate => In(state, MemberStatus.Suspended),
        MemberMotion.Affiliate when state.Group is not null =>
            Refusal.Conflict("member.wrong_status", $"{state.Name} belongs to the group {state.Group} already. End that affiliation first."),
        MemberMotion.Affiliate => In(state, MemberStatus.Admitted, MemberStatus.Suspended),
        MemberMotion.EndAffiliation => state.Group is not null ? null : Refusal.Conflict("member.wrong_status", $"{state.Name} has no affiliates on record."),
        _ => Refusal.Invalid("member.no_such_motion", "Choose Admit, Suspend, Reinstate, Affiliate or EndAffiliation.", "motion"),
    };

    /// <summary>The company stands at one of these.</summary>
    public static Refusal? In(Member state, params IReadOnlyList<MemberStatus> allowed) => allowed.Contains(state.Status) ? null
        : Refusal.Conflict("member.wrong_status", $"{state.Name} is {state.Status.ToString().ToLowerInvariant()}; this is possible while it is {string.Join(" or ", allowed).ToLowerInvariant()}.");

    /// <summary>A motion as sentences say it.</summary>
    public static string Verb(MemberMotion motion) => motion switch
    {
        MemberMotion.Admit => "admit",
        MemberMotion.Suspend => "suspend",
        MemberMotion.Reinstate => "reinstate",
        MemberMotion.Affiliate => "affiliate",
        _ => "end the affiliation of",
    };

    /// <summary>2 to 32 lower-case letters, digits and dashes, beginning with a letter or digit.</summary>
    public static bool IsName(string? value) => value is { Length: >= 2 and <= 32 } && value[0] != '-' && value.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    private static bool IsDomain(string? value) => value is { Length: >= 3 and <= 253 } && value.Contains('.', StringComparison.Ordinal)
        && value.Split('.').All(label => label is { Length: >= 1 and <= 63 } && label[0] != '-' && label[^1] != '-' && label.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));
}
