using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Collab.Domain;
using Collab.Portal.Proposals;
using Collab.Portal.Shell;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Collab.Portal.Tests.Proposals;

/// <summary>One person's screen on one node: the page with the node's own services.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly BunitContext context = new();

    public Screen(PortalNode node, PersonId person)
    {
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.ComponentFactories.AddStub<ThreadBeside>();
        var authorization = context.AddAuthorization();
        authorization.SetAuthorized(person.Value);
        authorization.SetClaims(new Claim("sub", person.Value));
        context.Services.AddScoped(p => new CurrentActor(p.GetRequiredService<AuthenticationStateProvider>(), node.Services.GetRequiredService<RoomFacts>()));
        context.Services.AddScoped(p => new Deeds(p.GetRequiredService<CurrentActor>(), node.Commands));
        context.Services.AddFallbackServiceProvider(node.Services);
    }

    public IRenderedComponent<ProposalPage> Open(string id, long? @event = null)
    {
        context.Services.GetRequiredService<BunitNavigationManager>().NavigateTo($"/proposals/{id}{(@event is null ? "" : $"?event={@event}")}");
        var page = context.Render<ProposalPage>(parameters => parameters.Add(p => p.Id, id));
        page.WaitForElement("h1", TimeSpan.FromSeconds(20));
        return page;
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
