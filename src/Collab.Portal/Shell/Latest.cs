namespace Collab.Portal.Shell;

/// <summary>
/// Of looks at the database that overlap on one screen, only the one that began last is shown, in whatever order they are
/// answered: a slow answer to what was asked before stands over no later one.
/// </summary>
internal sealed class Latest
{
    private int begun;

    /// <summary>Begins a look.</summary>
    /// <returns>Asked when the answer is there: true while no other look has begun since.</returns>
    public Func<bool> Begin()
    {
        var mine = ++begun;
        return () => mine == begun;
    }
}
