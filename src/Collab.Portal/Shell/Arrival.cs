using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Collab.Portal.Shell;

/// <summary>
/// Moves the focus to the heading of a page that was gone to, as soon as there is one; never out of a field that somebody
/// has begun to type in. (The framework's own <c>FocusOnNavigate</c> takes it from them.)
/// </summary>
public sealed class Arrival : ComponentBase
{
    private Type? page;
    private bool arrived;

    [Inject] private IJSRuntime Script { get; set; } = default!;

    /// <summary>The page that is shown.</summary>
    [Parameter, EditorRequired] public Microsoft.AspNetCore.Components.RouteData Route { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        arrived |= page != Route.PageType;
        page = Route.PageType;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!arrived)
            return;
        arrived = false;
        await Script.InvokeVoidAsync("collabPage.arrive");
    }
}
