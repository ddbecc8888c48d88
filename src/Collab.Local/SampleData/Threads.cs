using System.Globalization;
using Collab.Domain;
using Collab.Domain.Sharing;
using Collab.Domain.Threads;
using static Collab.Local.SampleData.People;

namespace Collab.Local.SampleData;

/// <summary>
/// Discussions beside proposals and reports, and some that stand alone. What is said stands in SampleData/texts, one file
/// for each thread: <see cref="Play"/> reads it.
/// </summary>
internal static class Threads
{
    public const string Agenda = "T-AGEND", PilotRings = "T-3RNGS", WhoStarts = "T-START";

    public static void Tell(Story story)
    {
        Beside(story, LastCalls.StagedDeployment, "thread-staged-deployment", "Staged deployment of content updates", Tomas, 32);
        Beside(story, OpenProposals.VerifiedExtension, "thread-verified-extension", "An eBPF-style verified extension point in the kernel", Jonas, 5);
        Beside(story, OpenProposals.MemorySafe, "thread-memory-safe", "Memory-safe languages for new kernel components", Priya, 22);
        Beside(story, DecidedProposals.UserModeDetection, "thread-user-mode", "Detection logic moves from kernel mode to user mode", Tomas, 53);
        Beside(story, DecidedProposals.LastKnownGood, "thread-last-known-good", "Boot-start components keep their last known good content", Jonas, 36);
        Beside(story, PublicRecord.Id, "thread-public-record", "Content update of 19 July 2024: public record", Samuel, 43);
        FieldByField(story);
        Play(Alone(story, Agenda, "Agenda of the next meeting", Greta, 14, Audience.Green), Agenda, "thread-agenda");
        Play(Alone(story, PilotRings, "Pilot of rings at three companies", Tomas, 19, Audience.Amber(Contoso, Fabrikam, Northwind)), PilotRings, "thread-pilot-rings");
    }

    /// <summary>The thread that is played when all the rest is there: where it exists, nothing is missing.</summary>
    public static void TellLast(Story story)
    {
        var opened = story.Now - TimeSpan.FromHours(2);
        new Script<DiscussionThread>(story, WhoStarts)
            .At(opened).Does(Karl, new OpenThread("Staged deployment: who starts with what", null, Audience.Green))
            .Does(Karl, new WritePost("Last call on the rings ends today. Whatever comes of it, I would like to know who starts with which kind of content, so that we do not all learn the same lesson in the same week.", WhoStarts + "-1"))
            .At(opened + TimeSpan.FromMinutes(34)).Does(Tomas, new WritePost("Allow lists, from next month. Small, boring, and wrong entries are noticed at once.", WhoStarts + "-2", ReplyTo: 1))
            .At(opened + TimeSpan.FromMinutes(51)).Does(Samuel, new WritePost("Reputation data of the mail gateway. It is not boot-critical, and it is where we have people on call anyway.", WhoStarts + "-3", ReplyTo: 1));
    }

    private static void Beside(Story story, string subject, string text, string title, string by, int daysAgo)
    {
        var id = Ids.ThreadOf(subject);
        Play(new Script<DiscussionThread>(story, id).On(daysAgo, "08:00").Does(by, new OpenThread(title, subject, null)), id, text);
    }

    private static Script<DiscussionThread> Alone(Story story, string id, string title, string by, int daysAgo, Audience audience) =>
        new Script<DiscussionThread>(story, id).On(daysAgo, "08:00").Does(by, new OpenThread(title, null, audience));

    /// <summary>
    /// Plays a file. Each deed begins with a line <c>== days-ago time, person, deed</c> and holds the text below it. Deeds:
    /// <c>post</c>, <c>reply 3</c>, <c>post in 1</c> and <c>reply 3 in 1</c> (sub-thread 1), <c>edit 3</c>, <c>redact 3</c>,
    /// <c>answer 3</c>, <c>react 3 Useful</c>, <c>sub-thread 3</c> (under post 3), <c>pin</c>.
    /// </summary>
    private static void Play(Script<DiscussionThread> script, string id, string text)
    {
        var posts = 0;
        foreach (var deed in ("\n" + Texts.Read(text)).Split("\n== ").Skip(1))
        {
            var (heading, body) = deed.Split('\n', 2) is [var h, var b] ? (h, b.Trim()) : (deed.Trim(), "");
            var parts = heading.Split(", ");
            var when = parts[0].Split(' ');
            var words = parts[2].Split(' ');
            script.On(int.Parse(when[0], CultureInfo.InvariantCulture), when[1]);
            int? Number(string after) => Array.IndexOf(words, after) is >= 0 and var at ? int.Parse(words[at + 1], CultureInfo.InvariantCulture) : null;
            object To(object command) => new ToPost(int.Parse(words[1], CultureInfo.InvariantCulture), command);
            script.Does(parts[1], words[0] switch
            {
                "post" or "reply" => new WritePost(body, $"{id}-{++posts}", Number("reply"), Number("in")),
                "edit" => To(new EditPost(body)),
                "redact" => To(new RedactPost(body)),
                "answer" => To(new MarkAsAnswer()),
                "react" => To(new ReactToPost(Enum.Parse<Reaction>(words[2]))),
                "sub-thread" => To(new OpenSubThread(body)),
                "pin" => new PinSummary(body),
                _ => throw new InvalidOperationException($"Sample data: {text} has a deed {words[0]}."),
            });
        }
    }

    /// <summary>A long thread: the report format discussed field by field, each with a question, an answer and what was settled.</summary>
    private static void FieldByField(Story story)
    {
        var id = Ids.ThreadOf(PublishedProposals.ReportFormat);
        var script = new Script<DiscussionThread>(story, id)
            .On(115, "08:00").Does(Samuel, new OpenThread("A common format for post-incident reports", PublishedProposals.ReportFormat, null))
            .Does(Samuel, new WritePost(Texts.Parts("thread-report-format")["Opening"], id + "-1"));
        string[] asking = [Tomas, Karl, Jonas, Aiko, Priya, Felix], settling = [Mara, Greta, Samuel];
        var fields = Texts.Parts("thread-report-format")["Fields"].Split('\n').Skip(2).Select(row => row.Trim('|', ' ').Split(" | ")).ToList();
        var number = 1;
        foreach (var (index, field) in fields.Index())
        {
            script.On(114 - (index / 10), FormattableString.Invariant($"{8 + (index % 10):00}:{7 * (index % 8):00}"))
                .Does(asking[index % asking.Length], new WritePost($"`{field[0]}`: {field[1]}", $"{id}-{++number}"))
                .Does(Samuel, new WritePost(field[2], $"{id}-{number + 1}", ReplyTo: number))
                .Does(index % 3 == 2 ? settling[index % 2] : asking[(index + 2) % asking.Length], new WritePost(field[3], $"{id}-{number + 2}", ReplyTo: number + 1));
            number += 2;
        }

        script.On(109, "16:00").Does(Aiko, new PinSummary(Texts.Parts("thread-report-format")["Summary"]));
    }
}
