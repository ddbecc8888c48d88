using Collab.Gateway.Store;

namespace Collab.Gateway.Keys;

/// <summary>Keys on the admin API.</summary>
public static class KeyEndpoints
{
    /// <summary>A key as the admin API shows it. Times are UTC.</summary>
    public sealed record KeyView(string Kid, string Use, DateTimeOffset CreatedAt, DateTimeOffset ActivatesAt, DateTimeOffset? RetiresAt);

    /// <summary>Maps <c>/keys</c> below the admin group.</summary>
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/keys", (KeyRing keys) => View(keys));
        admin.MapPost("/keys/rotate", Rotate);
    }

    private static async Task<IResult> Rotate(KeyRing keys, Changes changes, CancellationToken ct)
    {
        if (!await keys.Rotate(ct))
            return Results.Problem(statusCode: 409, title: "A key is already announced.", detail: "Wait until it has taken over, then rotate again.");
        await changes.Refresh(ct);
        return Results.Ok(View(keys));
    }

    private static IEnumerable<KeyView> View(KeyRing keys) =>
        keys.Current().Select(k => new KeyView(k.Key.KeyId, k.Use, k.CreatedAt, k.ActivatesAt, k.RetiresAt));
}
