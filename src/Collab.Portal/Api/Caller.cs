using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Portal.SignIn;
using Collab.Portal.Store;
using Microsoft.Net.Http.Headers;

namespace Collab.Portal.Api;

/// <summary>
/// Who calls an endpoint, and under which conditions: bound from the request, so that an endpoint names it as a
/// parameter. Authorisation ran before; a caller without an actor never arrives here.
/// </summary>
/// <param name="Actor">Who acts.</param>
/// <param name="Name">Their name.</param>
/// <param name="Expected">The version of <c>If-Match</c>; null when any will do.</param>
/// <param name="Request">The request's own name, from <c>Idempotency-Key</c>.</param>
public sealed record Caller(Actor Actor, string Name, long? Expected, RequestKey? Request)
{
    /// <summary>The longest Idempotency-Key, in characters.</summary>
    public const int KeyLimit = 128;

    /// <summary>Binds the caller.</summary>
    /// <exception cref="BadHttpRequestException">A header cannot be read; answered with 400 and what to send.</exception>
    public static async ValueTask<Caller?> BindAsync(HttpContext context)
    {
        var facts = context.RequestServices.GetRequiredService<RoomFacts>();
        var person = await CurrentActor.Find(context.User, facts, context.RequestAborted)
            ?? throw new BadHttpRequestException("Nobody is signed in.", StatusCodes.Status401Unauthorized);
        return new Caller(person.Actor, person.Name, ReadIfMatch(context.Request), await ReadKey(context, person.Id));
    }

    private static long? ReadIfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*")
            return null;
        return EntityTagHeaderValue.TryParse(header, out var tag) && !tag.IsWeak
            && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new BadHttpRequestException("If-Match is the ETag of the last answer, such as \"12\", or *.");
    }

    private static async ValueTask<RequestKey?> ReadKey(HttpContext context, PersonId person)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
            return null;
        if (key.Length > KeyLimit || key.Any(c => c is < '!' or > '~'))
            throw new BadHttpRequestException($"Idempotency-Key is 1 to {KeyLimit} visible ASCII characters.");

        // The body was buffered for this (ApiSetup): the same key with another body is another request, and refused.
        context.Request.Body.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n"));
        var buffer = new byte[8192];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            hash.AppendData(buffer, 0, read);
        context.Request.Body.Position = 0;
        return new RequestKey(person, key, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
