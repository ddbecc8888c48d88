using System.Globalization;
using System.Net;
using System.Text;
using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Threads;
using Collab.Portal.Shell;
using Collab.Portal.Store;

namespace Collab.Portal.Threads;

/// <summary>
/// One post as HTML: the same string for everybody who may read it, made once per node and shared by all its screens.
/// What only some may do stands behind "More", which asks the server.
/// </summary>
/// <param name="Number">The post's number.</param>
/// <param name="WrittenIn">The version of the thread at which it was written.</param>
/// <param name="ChangedIn">The version at which it changed last.</param>
/// <param name="SubThread">The sub-thread it is read in; null for the main line.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Html">The HTML.</param>
public sealed record PostHtml(int Number, long WrittenIn, long ChangedIn, int? SubThread, DateTimeOffset At, string Html);

/// <summary>Makes the HTML of posts.</summary>
public static class PostMarkup
{
    private const string Reply = "<path d='M6.5 4 2.5 8l4 4M2.5 8h7a4 4 0 0 1 4 4v1'/>";
    private const string Quote = "<path d='M3 11.5c2 0 3-1.5 3-4v-3H2.5v4H6M10 11.5c2 0 3-1.5 3-4v-3H9.5v4H13'/>";
    private const string Link = "<path d='M6.500 9.500 9.500 6.500M7.500 4.500l1-1a2.800 2.800 0 0 1 4 4l-1 1M8.500 11.500l-1 1a2.800 2.800 0 0 1-4-4l1-1'/>";
    private const string More = "<path d='M3.500 8h.1M8 8h.1M12.500 8h.1'/>";
    private const string Check = "<svg class='i' viewBox='0 0 16 16' aria-hidden='true'><path d='m3 8.500 3.200 3.200L13 5'/></svg>";

    /// <summary>Renders a post.</summary>
    /// <param name="row">The post.</param>
    /// <param name="thread">Its thread, for the titles of sub-threads.</param>
    /// <param name="names">Names of the people it shows.</param>
    /// <param name="roll">Names of companies.</param>
    /// <param name="now">The present instant, UTC: the year is printed when it is another.</param>
    public static PostHtml Render(PostRow row, DiscussionThread thread, IReadOnlyDictionary<PersonId, string> names, MemberRoll roll, DateTimeOffset now)
    {
        var post = row.Post;
        var author = Name(names, post.Author.Person);
        var company = roll.Name(post.Author.Company);
        var subThread = thread.Resolve(post.SubThread);
        var html = new StringBuilder(row.Html.Length + 1_600);
        html.Append(CultureInfo.InvariantCulture, $"<article class=\"post\" id=\"post-{row.Number}\" data-row data-post=\"{row.Number}\" tabindex=\"-1\" aria-label=\"Post {row.Number} by {Encode(author)} ({Encode(company)})\">")
            .Append(CultureInfo.InvariantCulture, $"<span class=\"tile lg\" aria-hidden=\"true\">{Encode(Letters(company))}</span><div><p class=\"by\"><strong>{Encode(author)}</strong><span class=\"t2\">{Encode(company)}</span>")
            .Append(CultureInfo.InvariantCulture, $"<a class=\"t3\" href=\"/threads/{Encode(row.ThreadId)}#post-{row.Number}\">#{row.Number} ·\u00a0{Time(post.At, now)}</a>");
        if (post.EditCount > 0 && !post.Redacted)
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"t3\">edited, <button type=\"button\" class=\"inlinebtn\" data-post-act=\"versions\">{post.EditCount + 1} versions</button></span>");
        html.Append("<span class=\"tools\">")
            .Append(Tool("reply", "Reply to", row.Number, Reply))
            .Append(post.Redacted ? "" : Tool("quote", "Quote", row.Number, Quote))
            .Append(Tool("link", "Copy link to", row.Number, Link))
            .Append(Tool("more", "More for", row.Number, More))
            .Append("</span></p>");
        Context(html, row, thread, subThread);
        html.Append("<div class=\"text\">").Append(post.Redacted
            ? $"<p class=\"redacted t2\">The text is redacted. Reason: {Encode(post.RedactedBecause!)}</p>"
            : row.Html).Append("</div>");
        Below(html, post, names);
        html.Append("</div></article>");
        return new PostHtml(row.Number, row.WrittenIn, row.ChangedIn, subThread, post.At, html.ToString());
    }

    /// <summary>The people whose names a post shows.</summary>
    public static IEnumerable<PersonId> People(PostRow row) => row.Post.Reactions.Values.SelectMany(p => p).Append(row.Post.Author.Person);

    /// <summary>A post as Markdown that quotes it, at most its first 1,000 characters.</summary>
    public static string Quoted(PostRow row)
    {
        var text = row.Markdown.Length > 1_000 ? row.Markdown[..1_000] + "…" : row.Markdown;
        return $"> [#{row.Number}](/threads/{row.ThreadId}#post-{row.Number})  \n" + string.Join("\n", text.Split('\n').Select(line => "> " + line.TrimEnd('\r'))) + "\n\n";
    }

    /// <summary>Who writes, as a line under the posts; empty when nobody but the reader does.</summary>
    public static string Writers(IReadOnlyList<Reader> readers, PersonId me)
    {
        var others = readers.Where(r => r.Writing && r.Person != me).Select(r => $"{r.Name} ({r.CompanyName})").ToList();
        return others.Count switch
        {
            0 => "",
            1 => others[0] + " is writing",
            <= 3 => string.Join(", ", others.SkipLast(1)) + " and " + others[^1] + " are writing",
            _ => $"{others.Count} people are writing",
        };
    }

    /// <summary>The two letters of a company's tile.</summary>
    public static string Letters(string company) => company.Length < 2 ? company.ToUpperInvariant() : char.ToUpperInvariant(company[0]).ToString() + company[1];

    private static void Context(StringBuilder html, PostRow row, DiscussionThread thread, int? subThread)
    {
        if (row.Post.ReplyTo is { } replyTo)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"to\">In reply to <a href=\"/threads/{Encode(row.ThreadId)}#post-{replyTo}\">#{replyTo}</a></p>");
        if (subThread is { } number && thread.FindSubThread(number) is { } sub)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"to\">In <a href=\"/threads/{Encode(row.ThreadId)}?sub={number}\">{Encode(sub.Title)}</a></p>");
        foreach (var headed in thread.SubThreads.Where(s => !s.Merged && s.FromPost == row.Number))
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"to\">Sub-thread: <a href=\"/threads/{Encode(row.ThreadId)}?sub={headed.Number}\">{Encode(headed.Title)}</a></p>");
    }

    private static void Below(StringBuilder html, Post post, IReadOnlyDictionary<PersonId, string> names)
    {
        if (post.Reactions.IsEmpty && !post.IsAnswer)
            return;
        html.Append("<div class=\"react\">");
        foreach (var (reaction, people) in post.Reactions)
        {
            var who = string.Join(", ", people.Select(p => Name(names, p)).Order(StringComparer.OrdinalIgnoreCase));
            html.Append(CultureInfo.InvariantCulture, $"<button type=\"button\" class=\"chip\" data-post-act=\"react\" data-arg=\"{reaction}\" title=\"{Encode(who)}\">{Words(reaction)} {people.Count}</button>");
        }

        if (post.IsAnswer)
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"chip ok\">{Check}Answer to #{post.ReplyTo}</span>");
        html.Append("</div>");
    }

    /// <summary>A reaction as it is shown.</summary>
    public static string Words(Reaction reaction) => reaction == Reaction.Looking ? "Will look" : reaction.ToString();

    private static string Tool(string act, string label, int number, string path) => string.Create(CultureInfo.InvariantCulture,
        $"<button type=\"button\" class=\"iconbtn\" data-post-act=\"{act}\" title=\"{label[..1]}{label[1..].Split(' ')[0]}\" aria-label=\"{label} post {number}\"><svg class=\"i\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{path}</svg></button>");

    private static string Time(DateTimeOffset at, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture,
        $"<time datetime=\"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{Instant.Text(at, now)}</time>");

    private static string Name(IReadOnlyDictionary<PersonId, string> names, PersonId person) => names.TryGetValue(person, out var name) ? name : person.Value;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
