using Collab.Domain.Members;
using Marten.Linq.MatchesSql;

namespace Collab.Portal.Store;

/// <summary>
/// The rule of reading (<see cref="Domain.Sharing.Audience.Admits"/>) as a condition of PostgreSQL, for documents that
/// carry their audience as <c>audience</c>: what may not be seen is not counted, not paged over and not loaded. What
/// is loaded is asked again in Domain.
/// </summary>
public static class Readable
{
    private const string Sql = """
        (data -> 'audience' ->> 'label' in ('Clear', 'Green')
         or (data -> 'audience' ->> 'label' in ('Amber', 'AmberStrict') and data -> 'audience' -> 'companies' @> jsonb_build_array(?::text))
         or (data -> 'audience' ->> 'label' = 'Red' and data -> 'audience' -> 'people' @> jsonb_build_array(?::text)))
        """;

    /// <summary>Only what the actor may read.</summary>
    public static IQueryable<T> ReadableBy<T>(this IQueryable<T> documents, Actor actor)
        where T : notnull =>
        documents.Where(d => d.MatchesSql(Sql, actor.Company.Value, actor.Person.Value));
}
