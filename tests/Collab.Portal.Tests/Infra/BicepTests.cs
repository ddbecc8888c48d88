using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Infra;

/// <summary>The description of the deployment is built and linted offline, by the real compiler.</summary>
public sealed class BicepTests
{
    public static TheoryData<string> Files => [.. Directory
        .GetFiles(Repository.File("infra"), "*.bicep", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Builds_without_a_warning(string file) => await Bicep("build", file, "--stdout");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Lints_without_a_warning(string file) => await Bicep("lint", file);

    [Fact]
    public void Passwords_stand_nowhere()
    {
        foreach (var file in Directory.GetFiles(Repository.File("infra"), "*", SearchOption.AllDirectories))
        {
            File.ReadAllText(file).ShouldNotContain("Password=", Case.Insensitive, file);
        }
    }

    private static async Task Bicep(string command, string file, params string[] more)
    {
        // The compiler comes as a package for this platform only.
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "Needs Linux on x64.");
        var bicep = typeof(BicepTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Bicep").Value!;
        using var process = Process.Start(new ProcessStartInfo(bicep, [command, file, .. more])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complaints = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        complaints.ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
    }
}
