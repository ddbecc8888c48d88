using System.Globalization;
using System.Text.RegularExpressions;

namespace Collab.Portal.Store;

/// <summary>
/// How titles are searched, everywhere alike: a title is found when each word that was typed begins one of its own, in
/// whatever order and case. PostgreSQL's full-text search without a language (<c>simple</c>): no word is left out, none
/// is reduced to its stem, and an index answers.
/// </summary>
internal static partial class TitleWords
{
    private const int MostWords = 20;
    private const int LongestWord = 100;

    /// <summary>The words of a title, as the index keeps them.</summary>
    /// <param name="title">The title in SQL: a column or an expression.</param>
    public static string In(string title) => $"to_tsvector('simple', regexp_replace({title}, '[[:punct:][:space:]]+', ' ', 'g'))";

    /// <summary>The condition that a title holds the words or that it is the document of this id; its values are <see cref="Values"/>.</summary>
    /// <param name="title">The title in SQL.</param>
    /// <param name="id">The id in SQL.</param>
    public static string Condition(string title, string id) => $"({In(title)} @@ to_tsquery('simple', ?) or {id} = ?)";

    /// <summary>The values of <see cref="Condition"/>: the question for the words, and the id that it could be. Nothing matches where neither is in what was typed.</summary>
    public static object[] Values(string typed)
    {
        var words = Word().Matches(typed).Take(MostWords).Select(w => w.Value.Length > LongestWord ? w.Value[..LongestWord] : w.Value);
        return [string.Join(" & ", words.Select(w => w + ":*")), Id().IsMatch(typed) ? typed.Trim().ToUpper(CultureInfo.InvariantCulture) : ""];
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*[A-Za-z0-9-]{1,100}\s*$")]
    private static partial Regex Id();
}
