using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.SignIn;
using Collab.Portal.Store;

namespace Collab.Portal.Shell;

/// <summary>What a page shows of a command that did not happen.</summary>
/// <param name="Sentence">One sentence: what was wrong and what to do.</param>
/// <param name="Field">The field at fault, in camel case, where there is one.</param>
/// <param name="Changed">What happened meanwhile, when that is why.</param>
/// <param name="Outage">True when the database did not answer: the same click works later.</param>
public sealed record Trouble(string Sentence, string? Field = null, CommandResult.Changed? Changed = null, bool Outage = false);

/// <summary>
/// How pages run commands: with the actor as they stand at this moment, and with every way of failing turned into
/// something to show. Nothing typed is lost on any of them, because nothing is thrown.
/// </summary>
public sealed class Deeds(CurrentActor current, Commands commands)
{
    private static readonly Trouble SignedOut = new("You are signed out, or may not act any more. What you typed is kept here; sign in again in another tab, then repeat.");

    /// <summary>Runs a command of the signed-in person.</summary>
    /// <returns>Null when it happened, else what to show.</returns>
    public Task<Trouble?> Do<T>(string id, long? expectedVersion, Func<T?, Actor, Room, Decision> decide)
        where T : class, IState<T> =>
        Do<T>(id, expectedVersion, (given, actor) => ValueTask.FromResult(decide(given.State, actor, given.Room)));

    /// <summary>Runs a command whose decision reads more than the state.</summary>
    /// <inheritdoc cref="Do{T}(string, long?, Func{T?, Actor, Room, Decision})"/>
    public async Task<Trouble?> Do<T>(string id, long? expectedVersion, Func<Given<T>, Actor, ValueTask<Decision>> decide, Writers writers = Writers.Optimistic)
        where T : class, IState<T> =>
        (await Run(id, expectedVersion, decide, writers)).Trouble;

    /// <summary>Runs a command, for who wants to know more of what became of it.</summary>
    /// <returns>What became of it, null where it was not even decided on; and what to show where it did not happen.</returns>
    public async Task<(CommandResult? Result, Trouble? Trouble)> Run<T>(string id, long? expectedVersion, Func<Given<T>, Actor, ValueTask<Decision>> decide, Writers writers = Writers.Optimistic)
        where T : class, IState<T>
    {
        try
        {
            if (await current.Get() is not { } actor)
                return (null, SignedOut);
            var result = await commands.Run<T>(id, expectedVersion, given => decide(given, actor), writers);
            return (result, result switch
            {
                CommandResult.Refused refused => new Trouble(refused.Refusal.Sentence, refused.Refusal.Field),
                CommandResult.Changed changed => new Trouble("It changed meanwhile. Look at what changed, then record again.", Changed: changed),
                _ => null,
            });
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return (null, new Trouble("The database does not answer. Nothing is lost; try again in a moment.", Outage: true));
        }
    }
}
