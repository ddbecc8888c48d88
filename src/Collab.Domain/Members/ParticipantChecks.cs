namespace Collab.Domain.Members;

/// <summary>The questions that several commands on participants ask. Each answers null, or why not.</summary>
internal static class ParticipantChecks
{
    /// <summary>The actor keeps the company's people: the system, for its identity provider, or its admin.</summary>
    public static Refusal? Keeper(Participant state, Actor actor) =>
        actor.IsSystem ? null : Authority.OwnCompany(actor, state.Company) ?? Authority.Needs(actor, Roles.Admin);

    /// <summary>The moderator's company is unrelated to the person's.</summary>
    public static Refusal? Unrelated(Participant state, Actor actor, MemberRoll roll) => roll.Unrelated(state.Company, actor.Company) ? null
        : Refusal.Forbidden("participant.own_company", "Nobody makes moderators of their own company or an affiliate. Ask a moderator of an unrelated company.");

    /// <summary>Moderators are human beings.</summary>
    public static Refusal? Human(Participant state) => state.Kind == ParticipantKind.Person ? null
        : Refusal.Conflict("participant.program", $"{state.Name} is a program. Only a person becomes a moderator.");

    /// <summary>Not disabled, and not a moderator yet.</summary>
    public static Refusal? MayBecomeModerator(Participant state)
    {
        if (state.DisabledBecause is not null)
            return Refusal.Conflict("participant.disabled", $"{state.Name} may not act now and cannot become a moderator.");
        return state.Roles.HasFlag(Roles.Moderator) ? Refusal.Conflict("participant.is_moderator", $"{state.Name} is a moderator already.") : null;
    }

    /// <summary>The actor is the person.</summary>
    public static Refusal? Self(Participant state, Actor actor) => actor.Person == state.Person ? null
        : Refusal.Forbidden("participant.not_you", $"Only {state.Name} decides this.");
}
