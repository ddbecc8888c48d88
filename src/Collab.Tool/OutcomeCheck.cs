using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Collab.Domain.Proposals;

namespace Collab.Tool;

/// <summary>Prints a published outcome and checks what can be checked from what is printed.</summary>
internal sealed partial class OutcomeCheck(TextWriter output, HttpClient http)
{
    /// <summary>Runs it. True when every check holds.</summary>
    /// <param name="source">The address of an outcome, or a saved JSON file.</param>
    /// <param name="markdownFile">Saved Markdown to check, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TroubleException">It cannot be fetched or read.</exception>
    public async Task<bool> Run(string source, string? markdownFile, CancellationToken cancellation)
    {
        List<string> wrong = [];
        PrintedOutcome outcome;
        byte[] markdown;
        string text;
        if (source.Contains("://", StringComparison.Ordinal))
        {
            var address = Published.Address(source);
            var asked = OutcomePath().Match(address.AbsolutePath);
            if (!asked.Success)
                throw new TroubleException($"{address} is no address of an outcome. It reads like https://collab.example/outcomes/O-3/v1.");
            var number = asked.Groups["number"].Value;
            var version = asked.Groups["version"].Value;
            var json = new Uri(address, version.Length == 0 ? $"/api/v1/outcomes/{number}" : $"/api/v1/outcomes/{number}/versions/{version}");
            outcome = PrintedOutcome.Of(await Published.Get(http, json, cancellation), json.ToString());
            if (outcome.Number != number || (version.Length > 0 && outcome.Version.ToString(CultureInfo.InvariantCulture) != version))
                wrong.Add($"Asked for {number}{(version.Length > 0 ? $", version {version}" : "")}; the answer is another outcome.");
            var file = new Uri(address, $"/outcomes/{number}/v{outcome.Version.ToString(CultureInfo.InvariantCulture)}.md");
            (text, markdown) = markdownFile is null
                ? (file.ToString(), await Published.Get(http, file, cancellation))
                : (markdownFile, await Published.Read(markdownFile, cancellation));
        }
        else
        {
            outcome = PrintedOutcome.Of(await Published.Read(source, cancellation), source);
            (text, markdown) = markdownFile is null
                ? ("the text in " + source, Encoding.UTF8.GetBytes(outcome.Markdown))
                : (markdownFile, await Published.Read(markdownFile, cancellation));
        }

        Print(outcome);
        List<string> right = [];
        Digest(outcome, markdown, Plain.Line(text), right, wrong);
        var silenceFits = Tally(outcome, right, wrong);

        output.WriteLine();
        foreach (var line in right)
            output.WriteLine($"Holds: {line}");
        foreach (var line in wrong)
            output.WriteLine($"DOES NOT HOLD: {line}");
        output.WriteLine();
        if (silenceFits is { } unknown)
            output.WriteLine($"Not checked: {unknown}");
        output.WriteLine("Not checked: that this is what the companies recorded. There is no public log yet to compare it with: text, digest and");
        output.WriteLine("positions all come from the same place, and whoever can change one there can change all of them.");
        return wrong.Count == 0;
    }

    private static void Digest(PrintedOutcome outcome, byte[] markdown, string text, List<string> right, List<string> wrong)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(markdown));
        if (string.Equals(digest, outcome.Sha256, StringComparison.OrdinalIgnoreCase))
            right.Add($"SHA-256 of {text} is the printed one, {digest}.");
        else
            wrong.Add($"SHA-256 of {text} is {digest}; printed is {Plain.Line(outcome.Sha256)}.");
    }

    /// <summary>Compares positions and numbers. Gives a sentence when silence cannot be compared exactly.</summary>
    private static string? Tally(PrintedOutcome outcome, List<string> right, List<string> wrong)
    {
        var before = wrong.Count;
        foreach (var twice in outcome.Positions.GroupBy(p => p.Company).Where(g => g.Count() > 1))
            wrong.Add($"{Plain.Line(twice.Key.Value)} stands there {twice.Count()} times; every company stands there once.");

        // Affiliates are one voice: those for whom the same company spoke.
        var voices = outcome.Positions.Where(p => p.Position != Position.NoRecord).GroupBy(p => p.SpokenBy ?? p.Company).ToList();
        foreach (var voice in voices.Where(v => v.Select(p => p.Position).Distinct().Count() > 1))
            wrong.Add($"{Plain.Line(voice.Key.Value)} spoke for companies with different positions.");
        foreach (var (position, printed) in (ReadOnlySpan<(Position, int)>)
            [
                (Position.Support, outcome.Count.Support), (Position.NoObjection, outcome.Count.NoObjection),
                (Position.Object, outcome.Count.Object), (Position.Abstain, outcome.Count.Abstain),
            ])
        {
            var counted = voices.Count(v => v.First().Position == position);
            if (counted != printed)
                wrong.Add($"{Words(position)}: {counted} in the positions, {printed} in the tally.");
        }

        // Silent affiliates are one voice, too, but the outcome does not say who is affiliated with whom.
        var silent = outcome.Positions.Count(p => p.Position == Position.NoRecord);
        var silentVoices = outcome.Count.Eligible - voices.Count;
        if (silentVoices < Math.Min(silent, 1) || silentVoices > silent)
            wrong.Add($"Eligible: {voices.Count} spoke and {silent} are silent; the tally says {outcome.Count.Eligible}.");
        if (wrong.Count == before)
            right.Add("The positions add up to the tally; affiliates count as one.");
        return silentVoices < silent && wrong.Count == before
            ? $"that {silent} silent companies count as {silentVoices}. Affiliates count as one; who they are is not printed."
            : null;
    }

    private void Print(PrintedOutcome outcome)
    {
        output.WriteLine($"{Plain.Line(outcome.Number)}, version {outcome.Version}: {Plain.Line(outcome.Title)}");
        output.WriteLine($"{Words(outcome.Result)}. {Words(outcome.Kind)}, published {Plain.Instant(outcome.PublishedAt)}.");
        if (!outcome.Latest)
            output.WriteLine("There is a newer version.");
        if (outcome.SupersededBy is { } successor)
            output.WriteLine($"Superseded by {Plain.Line(successor)}.");
        output.WriteLine();
        output.WriteLine($"Positions on revision {outcome.Revision}:");
        var width = outcome.Positions.Select(p => p.Company.Value.Length).DefaultIfEmpty().Max();
        foreach (var (company, position, spokenBy) in outcome.Positions)
        {
            var affiliate = spokenBy is { } speaker && speaker != company ? $" (spoken by {Plain.Line(speaker.Value)})" : "";
            output.WriteLine($"  {Plain.Line(company.Value).PadRight(width)}  {Words(position)}{affiliate}");
        }

        var count = outcome.Count;
        output.WriteLine($"Tally: {count.Eligible} eligible; {count.Support} support, {count.NoObjection} no objection, {count.Object} object, {count.Abstain} abstain.");
    }

    /// <summary>A name of Domain in words: <c>AgreedWithDissent</c> as "Agreed with dissent".</summary>
    private static string Words<T>(T value)
        where T : struct, Enum
    {
        return Capital().Replace(value.ToString(), m => " " + m.Value.ToLowerInvariant());
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex(@"^/outcomes/(?<number>O-[0-9]{1,9})(/v(?<version>[0-9]{1,9})(\.md)?)?/?$")]
    private static partial Regex OutcomePath();
}
