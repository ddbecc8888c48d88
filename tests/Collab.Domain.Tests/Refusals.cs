using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Collab.Domain.Tests;

/// <summary>Every refusal that the Domain can give has a code that a test asks for, and a sentence. Read from the sources themselves.</summary>
public sealed partial class Refusals
{
    private static readonly string Tests = Path.GetDirectoryName(Here())!;
    private static readonly string Domain = Path.GetFullPath(Path.Combine(Tests, "../../src/Collab.Domain"));

    [Fact]
    public void Every_code_is_asked_for_by_a_test()
    {
        var asked = Sources(Tests).SelectMany(Asked).ToHashSet(StringComparer.Ordinal);
        Given().Select(r => r.Code).Distinct().Where(code => !asked.Contains(code)).Order().ShouldBeEmpty();
    }

    [Fact]
    public void Every_code_is_stable_and_dotted_and_every_sentence_ends_and_names_no_code()
    {
        var given = Given();
        // None is written in a way that this test does not read. Unfit is handed a code, and writes its sentence itself.
        Sources(Domain).Sum(text => Call().Count(text)).ShouldBe(given.Count);
        foreach (var (code, sentence) in given)
        {
            code.ShouldMatch(@"^[a-z]+\.[a-z_]+$|^not_found$|^already_so$");
            if (sentence is null)
                continue;
            sentence.ShouldEndWith(".");
            Code().IsMatch(sentence).ShouldBeFalse($"{code}: {sentence}");
            (char.IsUpper(sentence[0]) || sentence[0] == '{').ShouldBeTrue(sentence);
        }
    }

    [Fact]
    public void A_code_that_is_only_mentioned_is_not_asked_for() =>
        Asked("story.Try(Litware, Appeal).ShouldRefuse(\"proposal.appeal_window\");\n// \"proposal.hold_used\"").ShouldBe(["proposal.appeal_window"]);

    /// <summary>Codes and sentences where a refusal is written: <c>Refusal.Conflict("a.code", "A sentence.")</c>.</summary>
    private static List<(string Code, string? Sentence)> Given() =>
        [.. Sources(Domain).SelectMany(text => Written().Matches(text)).Select(m => (m.Groups["code"].Value, m.Groups["sentence"] is { Success: true, Value: var sentence } ? sentence : null))];

    /// <summary>Codes on the lines that expect something.</summary>
    private static IEnumerable<string> Asked(string source) => source.Split('\n')
        .Where(line => line.Contains("ShouldRefuse(", StringComparison.Ordinal) || line.Contains("ShouldBe(", StringComparison.Ordinal) || line.Contains("InlineData(", StringComparison.Ordinal))
        .SelectMany(line => Literal().Matches(line)).Select(m => m.Groups["code"].Value);

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar)[0].Equals("obj", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""(?:Refusal\.(?:Invalid|Forbidden|Conflict)\(|new\(RefusalKind\.NotFound,)\s*"(?<code>[^"]+)",\s*\$?"(?<sentence>(?:[^"\\{]|\\.|\{[^}]*\})*)"|Unfit\("(?<code>[^"]+)""")]
    private static partial Regex Written();

    [GeneratedRegex(@"Refusal\.(?:Invalid|Forbidden|Conflict)\((?!code,)|Unfit\((?!string)|new\(RefusalKind\.NotFound")]
    private static partial Regex Call();

    [GeneratedRegex("\"(?<code>[a-z_.]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(?:proposal|outcome|incident|embargo|thread|post|member|person|participant|text|actor|audience|instant)\.[a-z]+")]
    private static partial Regex Code();
}
