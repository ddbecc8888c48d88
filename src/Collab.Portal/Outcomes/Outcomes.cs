using System.Globalization;
using Collab.Domain;
using Collab.Domain.Outcomes;
using Marten;
using Marten.Linq.MatchesSql;

namespace Collab.Portal.Outcomes;

/// <summary>Which outcomes a reader wants.</summary>
/// <param name="Words">Words of the text, or a number such as O-3.</param>
/// <param name="Kind">Of this kind only.</param>
/// <param name="Company">With this company among the eligible ones.</param>
public sealed record OutcomeFilter(string? Words, OutcomeKind? Kind, MemberId? Company);

/// <summary>Reads outcomes. All are public: no question of who asks.</summary>
internal static class Outcomes
{
    /// <summary>One version, or the newest when none is named; null where there is none.</summary>
    public static async Task<Outcome?> Find(IDocumentStore store, string number, int? version, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return version is { } v
            ? await session.LoadAsync<Outcome>($"{number}/v{v.ToString(CultureInfo.InvariantCulture)}", cancellation)
            : await session.Query<Outcome>().FirstOrDefaultAsync(o => o.Number == number && o.Latest, cancellation);
    }

    /// <summary>Newest versions, by falling number, after <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Outcome>> List(IDocumentStore store, OutcomeFilter filter, int? before, int limit, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var query = session.Query<Outcome>().Where(o => o.Latest);
        if (before is { } serial)
            query = query.Where(o => o.Serial < serial);
        if (filter.Kind is { } kind)
            query = query.Where(o => o.Kind == kind);
        if (filter.Company is { } company)
            query = query.Where(o => o.MatchesSql("data -> 'positions' @> jsonb_build_array(jsonb_build_object('company', ?::text))", company.Value));
        if (!string.IsNullOrWhiteSpace(filter.Words))
        {
            var words = "%" + filter.Words.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            query = query.Where(o => o.MatchesSql("(data ->> 'title' ilike ? or data ->> 'number' ilike ? or data ->> 'markdown' ilike ?)", words, words, words));
        }

        return await query.OrderByDescending(o => o.Serial).Take(limit).ToListAsync(cancellation);
    }

    /// <summary>Every version, newest first.</summary>
    public static async Task<IReadOnlyList<Outcome>> Newest(IDocumentStore store, int limit, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.Query<Outcome>().OrderByDescending(o => o.PublishedAt).ThenByDescending(o => o.Serial).Take(limit).ToListAsync(cancellation);
    }
}

/// <summary>The words of outcomes.</summary>
internal static class OutcomeWords
{
    public static string Kind(OutcomeKind kind) => kind == OutcomeKind.ConsensusPoint ? "Consensus point" : kind.ToString();

    public static string Result(Domain.Proposals.OutcomeResult result) => result switch
    {
        Domain.Proposals.OutcomeResult.AgreedWithDissent => "Agreed with dissent",
        Domain.Proposals.OutcomeResult.NotAgreed => "Not agreed",
        _ => result.ToString(),
    };

    public static string Section(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
