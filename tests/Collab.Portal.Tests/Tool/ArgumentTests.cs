using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Tool;

/// <summary>What cannot be done is said in one sentence, with exit code 2.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("Say what to do: collab outcome or collab feed. collab --help tells more.")]
    [InlineData("There is no command verify. collab --help lists them.", "verify")]
    [InlineData("There is no command \uFFFD[2J. collab --help lists them.", "\u001b[2J")]
    [InlineData("These arguments do not fit collab outcome. collab --help shows them.", "outcome")]
    [InlineData("These arguments do not fit collab outcome. collab --help shows them.", "outcome", "a.json", "--markdown")]
    [InlineData("These arguments do not fit collab outcome. collab --help shows them.", "outcome", "--all")]
    [InlineData("These arguments do not fit collab feed. collab --help shows them.", "feed", "a", "b")]
    [InlineData("http://collab.example/outcomes/O-3/v1 is not encrypted: what arrives may have been changed on the way. Use https.", "outcome", "http://collab.example/outcomes/O-3/v1")]
    [InlineData("https://collab.example/proposals/P-ABCDE is no address of an outcome. It reads like https://collab.example/outcomes/O-3/v1.", "outcome", "https://collab.example/proposals/P-ABCDE")]
    [InlineData("ftp://collab.example is no address. It reads like https://collab.example.", "feed", "ftp://collab.example")]
    [InlineData("http://collab.example/ is not encrypted: what arrives may have been changed on the way. Use https.", "feed", "http://collab.example")]
    public async Task Arguments_that_do_not_fit_are_told(string sentence, params string[] args)
    {
        var ran = await Terminal.Offline(args);

        ran.Error.ShouldBe(sentence);
        ran.Output.ShouldBeEmpty();
        ran.Exit.ShouldBe(2);
    }

    [Fact]
    public async Task Help_is_no_failure()
    {
        foreach (var args in (string[][])[["--help"], ["outcome", "--help"], ["feed", "-h"]])
        {
            var ran = await Terminal.Offline(args);
            ran.Exit.ShouldBe(0);
            ran.Output.ShouldContain("collab outcome ADDRESS");
        }
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_told()
    {
        var ran = await Terminal.Run("feed", "http://127.0.0.1:1");

        ran.Exit.ShouldBe(2);
        ran.Error.ShouldStartWith("http://127.0.0.1:1/outcomes.atom cannot be reached: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("# Staged deployment")]
    [InlineData("{\"number\":\"O-1\"}")]
    [InlineData("{\"number\":\"O-1\",\"version\":1,\"latest\":true,\"kind\":\"Decision\",\"result\":\"Agreed\",\"title\":\"T\",\"publishedAt\":\"2026-11-24T00:00:00Z\",\"revision\":1,\"markdown\":\"\",\"sha256\":\"\",\"positions\":[null],\"count\":{\"eligible\":0,\"support\":0,\"noObjection\":0,\"object\":0,\"abstain\":0,\"quorumNeed\":0,\"supportNeed\":0}}")]
    public async Task A_file_that_is_no_outcome_is_told(string content)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        var ran = await Terminal.Offline("outcome", file);
        File.Delete(file);
        var missing = await Terminal.Offline("outcome", file);

        ran.Exit.ShouldBe(2);
        ran.Error.ShouldStartWith($"{file} is not the JSON of an outcome");
        missing.Exit.ShouldBe(2);
        missing.Error.ShouldStartWith($"The file {file} cannot be read: ");
    }
}
