using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;
using Marten;

namespace Collab.Portal.Proposals;

/// <summary>Gives the commands on a draft's sections the texts that they ask for.</summary>
internal static class DraftDeeds
{
    /// <summary>Writes a section, with what others wrote merged in.</summary>
    /// <param name="command">The section.</param>
    /// <param name="given">The draft.</param>
    /// <param name="actor">Who writes.</param>
    /// <param name="sent">Texts that were sent before and whose answers never came, the last one last.</param>
    /// <returns>The decision, and the section as it stands before it with an event at which it does: what a conflict is with.</returns>
    public static async ValueTask<(Decision Decision, string Present, long Event)> Write(EditDraftSection command, Given<Proposal> given, Actor actor, IReadOnlyList<string>? sent = null)
    {
        // Nothing is read for who may not read it.
        if (given.State is not { } state || !state.Audience.Admits(actor))
            return (Refusal.NotFound, "", 0);
        var text = await ProposalReads.TextAt(given.Session, state.Id, long.MaxValue);
        var present = text?.ToText().Of(command.Section);
        // An event that is still to come has no text that anybody could have begun with.
        var known = await given.Session.LoadAsync<ProposalRow>(state.Id) is { } row && command.Base <= row.Version;
        var started = known ? await SectionAt(given.Session, state.Id, command.Section, command.Base) : null;
        // Where all that was sent before stands in the text, it was saved then: what was typed since is what is new.
        if (present is not null && started is not null)
            started = sent?.LastOrDefault(s => TextMerge.Of(started, s, present) == new Merged(present, false)) ?? started;
        return (command.Decide(state, actor, given.Room.Now, given.Room.Roll, present, started), present ?? "", text?.Event ?? 0);
    }

    /// <summary>A section's Markdown at an event; null where there was no draft or there is no such section.</summary>
    public static async Task<string?> SectionAt(IQuerySession session, string proposal, string? section, long number, CancellationToken cancellation = default) =>
        number < 1 ? null : (await ProposalReads.TextAt(session, proposal, number, cancellation))?.ToText().Of(section);
}
