using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Collab.Portal.Api;

/// <summary>Gives each command of Domain its address: <c>POST /api/v1/proposals/P-7K3MQ/open-last-call</c>, the command as the body.</summary>
internal static class CommandEndpoints
{
    /// <summary>Maps one command whose decision needs nothing but the state and the room.</summary>
    /// <param name="group">The versioned group.</param>
    /// <param name="collection">The plural that its thing stands under: <c>proposals</c>.</param>
    /// <param name="decide">Calls the command's own Decide.</param>
    public static RouteHandlerBuilder MapCommand<TState, TCommand>(this RouteGroupBuilder group, string collection, Func<TCommand, TState?, Actor, Room, Decision> decide)
        where TState : class, IState<TState>
        where TCommand : class =>
        group.MapCommand(collection, id => id, decide);

    /// <summary>Maps one command on a stream whose id is made from the address.</summary>
    /// <inheritdoc cref="MapCommand{TState, TCommand}(RouteGroupBuilder, string, Func{TCommand, TState?, Actor, Room, Decision})"/>
    public static RouteHandlerBuilder MapCommand<TState, TCommand>(this RouteGroupBuilder group, string collection, Func<string, string> stream, Func<TCommand, TState?, Actor, Room, Decision> decide)
        where TState : class, IState<TState>
        where TCommand : class =>
        group.MapCommand<TState, TCommand>(collection, (command, given, actor) => ValueTask.FromResult(decide(command, given.State, actor, given.Room)), stream: stream);

    /// <summary>Maps one command whose decision reads more than the state.</summary>
    /// <inheritdoc cref="MapCommand{TState, TCommand}(RouteGroupBuilder, string, Func{TCommand, TState?, Actor, Room, Decision})"/>
    public static RouteHandlerBuilder MapCommand<TState, TCommand>(
        this RouteGroupBuilder group, string collection, Func<TCommand, Given<TState>, Actor, ValueTask<Decision>> decide, Writers writers = Writers.Optimistic, Func<string, string>? stream = null)
        where TState : class, IState<TState>
        where TCommand : class
    {
        var name = typeof(TCommand).Name;
        var endpoint = group.MapPost($"/{collection}/{{id}}/{Kebab(name)}", async (
                string id,
                [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] TCommand? command,
                Caller caller,
                Commands commands,
                HttpContext context) =>
            {
                command ??= Empty<TCommand>.Command ?? throw new BadHttpRequestException($"The body is missing. Send {name} as JSON.");
                var result = await commands.Run<TState>(stream?.Invoke(id) ?? id, caller.Expected, given => decide(command, given, caller.Actor), writers, caller.Request, context.RequestAborted);
                return result.Answer(context);
            })
            .WithName(name)
            .WithTags(char.ToUpperInvariant(collection[0]) + collection[1..])
            .Produces<CommandAnswer>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        // A command that says nothing may come without a body; one without a content type would else be routed to the fallback.
        return Empty<TCommand>.Command is null ? endpoint : endpoint.Accepts<TCommand>(isOptional: true, "application/json", "*/*");
    }

    /// <summary><c>OpenLastCall</c> as <c>open-last-call</c>.</summary>
    public static string Kebab(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static class Empty<TCommand>
        where TCommand : class
    {
        /// <summary>The command without anything to say, where it has nothing to say.</summary>
        public static readonly TCommand? Command = typeof(TCommand).GetConstructor([]) is { } constructor ? (TCommand)constructor.Invoke(null) : null;
    }
}
