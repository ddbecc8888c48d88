using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Store;

namespace Collab.Portal.Proposals;

/// <summary>Starting a draft, which needs an id that is free and the proposal that it supersedes.</summary>
internal static class ProposalDeeds
{
    /// <summary>Starts a draft under a new id. An id that is taken, seen or not, is answered by drawing another.</summary>
    public static async Task<CommandResult> Start(StartDraft command, Actor actor, Commands commands, RequestKey? key = null, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await commands.Run<Proposal>(Ids.NewProposal(), null, given => Decide(command, given, actor), Writers.Optimistic, key, cancellation);
            var taken = result is CommandResult.Refused { Refusal: { Kind: RefusalKind.NotFound } or { Code: "proposal.exists" } };
            if (!taken || attempt == 5)
                return result;
        }
    }

    private static async ValueTask<Decision> Decide(StartDraft command, Given<Proposal> given, Actor actor)
    {
        var predecessor = command.Supersedes is { } id ? await given.Session.LoadAsync<Proposal>(id) : null;
        return command.Decide(given.State, actor, given.Room.Now, predecessor);
    }
}
