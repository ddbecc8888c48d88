using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Collab.Domain;
using Collab.Portal.Proposals;
using Collab.Portal.Shell;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Collab.Portal.Tests.Proposals;

/// <summary>One person's screen on one node: any page or part with the node's own services.</summary>
internal sealed class PersonScreen : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BunitContext context = new();

    public PersonScreen(PortalNode node, PersonId person)
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

    /// <summary>Opens a proposal's page, as it stands or as it stood at an event.</summary>
    public IRenderedComponent<ProposalPage> Open(string id, long? @event = null) =>
        Open<ProposalPage>($"/proposals/{id}{(@event is null ? "" : $"?event={@event}")}", parameters => parameters.Add(p => p.Id, id));

    /// <summary>Opens a page at an address.</summary>
    public IRenderedComponent<TPage> Open<TPage>(string address, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        context.Services.GetRequiredService<BunitNavigationManager>().NavigateTo(address);
        var page = context.Render(parameters ?? (_ => { }));
        page.WaitForElement("h1", Patience);
        return page;
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}

internal static class PersonDeeds
{
    /// <summary>Waits for an element and does something to it. Nothing is rendered between finding it and doing that, although others write at the same time.</summary>
    public static async Task On<TPage>(this IRenderedComponent<TPage> page, string selector, Func<IElement, Task> deed)
        where TPage : IComponent
    {
        page.WaitForElement(selector, PersonScreen.Patience);
        await page.InvokeAsync(() => deed(page.Find(selector)));
    }
}
