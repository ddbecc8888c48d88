using System.Security.Claims;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Collab.Portal.SignIn;

/// <summary>
/// Looks every 20 seconds whether the session of an open screen still lives and its person may still act; ends the
/// screen's rights when not. So a disabled person's screens end within 30 s.
/// </summary>
internal sealed class SessionGuard(ILoggerFactory logs, Sessions sessions, RoomFacts facts) : RevalidatingServerAuthenticationStateProvider(logs)
{
    private readonly ILogger log = logs.CreateLogger<SessionGuard>();

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(20);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (CurrentActor.PersonOf(user) is not { } person)
            return false;
        try
        {
            return await facts.Find(person, cancellationToken) is not null
                && await sessions.Lives(person, user.FindFirstValue("sid"), cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // An outage of the database ends nobody's session; the next look decides.
            log.LogWarning("A session could not be checked: {Reason}", e.Message);
            return true;
        }
    }
}
